from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Campaign, Decision, Item
from minga.review import answer, open_campaign, replay, rows_as_items, take
from minga.settings import CampaignSettings
from minga.tables import Table
from minga.translate.risk import calibrate
from tests.review.making import key, person, workspace
from tests.translate.risk.test_stage import decisions, tables, translated

SETTINGS = CampaignSettings(
    name="b-es",
    kind="validate-translation",
    over="translated/b-es",
    overlap=1,
    overlap_max=0,
    caps={"hard_day": 0, "share": 1},
)  # type: ignore[arg-type]


def places(db: Database) -> dict[str, float]:
    with db.reading() as session:
        return {row[0]: row[1] for row in session.execute(sa.select(Item.record_id, Item.place))}


def judged(db: Database, rows: Table) -> Campaign:
    """Sixty items that people decided on."""
    work = open_campaign(db, SETTINGS, rows_as_items(rows)).campaign
    changed, ada = dict(decisions(60)), person(db, "Ada")
    while taken := take(db, ada, work):
        record = taken.item.record_id
        if record not in changed:
            answer(db, taken, "cannot-judge", client_key=key())
        elif changed[record]:
            answer(db, taken, "reject", note="mal", client_key=key())
        else:
            answer(db, taken, "accept", client_key=key())
    return work


def test_what_people_decided_orders_what_waits_and_changes_no_decision(sqlite_db: Database, tmp_path: Path) -> None:
    [(_, rows)] = pairs = tables(workspace(tmp_path))
    work = judged(sqlite_db, rows)
    before = replay(sqlite_db, work)
    with sqlite_db.reading() as session:
        count = session.scalar(sa.select(sa.func.count(Decision.id)))
    risk = calibrate(pairs, decisions(60), workspace(tmp_path))
    assert risk is not None
    assert places(sqlite_db)[translated(82).id] == 0
    open_campaign(sqlite_db, SETTINGS, rows_as_items(rows, risks=risk))
    chances = {row["id"]: row["probability"] for row in risk.read().to_pylist()}
    assert places(sqlite_db) == {record: -chance for record, chance in chances.items()}
    assert replay(sqlite_db, work) == before
    with sqlite_db.reading() as session:
        assert session.scalar(sa.select(sa.func.count(Decision.id))) == count


def test_the_same_probabilities_are_not_looked_at_again(sqlite_db: Database, tmp_path: Path) -> None:
    [(sources, rows)] = pairs = tables(workspace(tmp_path))
    first, second = (calibrate(pairs, decisions(count), workspace(tmp_path)) for count in (50, 80))
    assert rows_as_items(rows, sources, risks=first).content == rows_as_items(rows, sources, risks=second).content
    assert rows_as_items(rows, sources).content != rows_as_items(rows, sources, risks=first).content
