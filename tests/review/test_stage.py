from __future__ import annotations

import contextlib
import itertools
from datetime import datetime
from pathlib import Path

import pytest

from minga.community import Database, utc_now
from minga.community.models import Campaign
from minga.community.people import Profile, update_profile
from minga.records import InstructionRecord, rows_of
from minga.review import (
    answer,
    open_campaign,
    play_demo_reviewers,
    replay,
    review_items,
    review_records,
    rows_as_items,
    take,
)
from minga.settings import CampaignSettings, ReviewSettings
from minga.tables import Table
from tests.review.making import FINDING, campaign, item, key, person, record, table, workspace

SETTINGS = ReviewSettings(overlap=1)


def judge(db: Database, work: Campaign, verdicts: dict[str, tuple[str, dict[str, str]]], name: str = "Ada") -> None:
    who = person(db, name)
    while taken := take(db, who, work):
        verdict, edits = verdicts.get(taken.item.record_id, ("cannot-judge", {}))
        answer(db, taken, verdict, edits=edits, note="because", client_key=key())  # type: ignore[arg-type]


def rows(of: Table) -> dict[str, InstructionRecord]:
    return {row.id: row for batch in of.batches() for row in rows_of(batch, InstructionRecord)}


def test_kept_rows_and_reasons_add_up(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    curated = table(work, [record(number) for number in range(4)])
    opened = campaign(sqlite_db, curated, overlap=1)
    edit = {"messages[1]": "Una respuesta mejor."}
    judge(
        sqlite_db,
        opened,
        {record(0).id: ("accept", {}), record(1).id: ("reject", {}), record(2).id: ("edit", edit)},
    )
    reviewed = review_records(curated, SETTINGS, work, sqlite_db)
    counts = reviewed.manifest.counts
    assert (counts.rows_in, counts.rows_kept, counts.dropped) == (4, 2, {"rejected": 1, "undecided": 1})
    kept = rows(reviewed)
    assert kept[record(0).id].validated_by == ("Ada",)
    [edited] = [row for row in kept.values() if row.parents]
    assert (edited.parents, edited.answer) == ((record(2).id,), "Una respuesta mejor.")
    assert list(kept) == sorted(kept)


def test_how_long_an_item_is_held_makes_no_other_rows(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    curated = table(work, [record(1)])
    review_records(curated, ReviewSettings(), work, sqlite_db)
    longer = ReviewSettings(lease_minutes=90, guidelines="pautas.md")
    assert review_records(curated, longer, work, sqlite_db).state == "unchanged"
    assert review_records(curated, ReviewSettings(undecided="keep"), work, sqlite_db).state == "made"


def test_undecided_records_may_be_kept(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    curated = table(work, [record(1), record(2)])
    campaign(sqlite_db, curated, overlap=1)
    reviewed = review_records(curated, ReviewSettings(undecided="keep"), work, sqlite_db)
    assert reviewed.manifest.counts.rows_kept == 2
    assert {row.validated_by for row in rows(reviewed).values()} == {()}


def test_benchmark_items_are_dropped_until_somebody_validated_them(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    translated = table(work, [item(1), item(2)], "translated/mmlu/es")
    opened = campaign(sqlite_db, translated, overlap=1)
    judge(sqlite_db, opened, {item(1).id: ("accept", {})})
    validated = review_items(translated, ReviewSettings(undecided="keep"), work, sqlite_db)
    assert validated.name == "validated/mmlu/es"
    assert validated.manifest.counts.dropped == {"undecided": 1}


def test_an_edited_field_loses_its_findings(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    broken = item(1, findings=(FINDING, FINDING.model_copy(update={"field": "choices[0]"})))
    translated = table(work, [broken], "translated/mmlu/es")
    opened = campaign(sqlite_db, translated, overlap=1)
    judge(sqlite_db, opened, {broken.id: ("edit", {"question": "¿Cuántos días hay en una semana?"})})
    [row] = review_items(translated, SETTINGS, work, sqlite_db).read().to_pylist()
    assert [finding["field"] for finding in row["findings"]] == ["choices[0]"]
    assert row["parents"] == [broken.id]


def test_without_a_new_decision_nothing_is_made_again(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    curated = table(work, [record(1), record(2)])
    opened = campaign(sqlite_db, curated, overlap=1)
    assert review_records(curated, SETTINGS, work, sqlite_db).state == "made"
    assert review_records(curated, SETTINGS, work, sqlite_db).state == "unchanged"
    judge(sqlite_db, opened, {record(1).id: ("accept", {})})
    assert review_records(curated, SETTINGS, work, sqlite_db).state == "made"


def test_a_new_public_name_reaches_the_table(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    curated = table(work, [record(1)])
    opened = campaign(sqlite_db, curated, overlap=1)
    judge(sqlite_db, opened, {record(1).id: ("accept", {})})
    review_records(curated, SETTINGS, work, sqlite_db)
    update_profile(sqlite_db, 1, Profile(naming="none", varieties=("es",)))
    reviewed = review_records(curated, SETTINGS, work, sqlite_db)
    assert rows(reviewed)[record(1).id].validated_by == ("anonymous",)


def test_an_edit_that_makes_two_rows_one_keeps_it_once(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    curated = table(work, [record(1), record(2)])
    opened = campaign(sqlite_db, curated, overlap=1)
    same = {f"messages[{index}]": message.content for index, message in enumerate(record(1).messages)}
    judge(sqlite_db, opened, {record(1).id: ("accept", {}), record(2).id: ("edit", same)})
    counts = review_records(curated, SETTINGS, work, sqlite_db).manifest.counts
    assert (counts.rows_in, counts.rows_kept, counts.dropped) == (2, 1, {"duplicate": 1})


def test_a_table_without_a_campaign_is_undecided(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    counts = review_records(table(work, [record()]), SETTINGS, work, sqlite_db).manifest.counts
    assert counts.dropped == {"undecided": 1}


class PullThePlug(Exception):
    pass


@pytest.mark.parametrize("moment", [90, 131, 172])
def test_simulated_people_who_were_broken_off_decide_as_if_they_had_not(
    tmp_path: Path, migrated_sqlite: Path, moment: int
) -> None:
    def decide(name: str, moment: int) -> str | None:
        ticks = itertools.count()

        def clock() -> datetime:
            if next(ticks) == moment:
                raise PullThePlug
            return utc_now()

        (tmp_path / name).mkdir()
        (tmp_path / name / "minga.db").write_bytes(migrated_sqlite.read_bytes())
        work = workspace(tmp_path / name)
        curated = table(work, [record(number) for number in range(40)])
        with Database.at(tmp_path / name / "minga.db", clock=clock) as db:
            opened = campaign(db, curated)
            with contextlib.suppress(PullThePlug):
                play_demo_reviewers(db, opened)
            play_demo_reviewers(db, opened)
            assert play_demo_reviewers(db, opened) == 0
            assert len(replay(db, opened)) > 30
            return review_records(curated, ReviewSettings(), work, db).content

    assert decide("disturbed", moment) == decide("undisturbed", -1)


def test_labels_that_people_agreed_on_reach_the_validated_items(sqlite_db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    translated = table(work, [item(1), item(2)], "translated/mmlu/es")
    opened = campaign(sqlite_db, translated, overlap=1)
    judge(sqlite_db, opened, {item(1).id: ("accept", {}), item(2).id: ("edit", {"question": "¿Cuántos días?"})})
    before = review_items(translated, SETTINGS, work, sqlite_db)
    questions = [
        {"name": "cultural", "type": "label", "title": "¿Cultural?", "options": ["sensitive", "agnostic"]},
        {"name": "time_sensitive", "type": "label", "title": "¿Cambia con el tiempo?", "options": ["yes", "no"]},
    ]
    settings = CampaignSettings.model_validate(
        {"name": "labels", "kind": "label", "over": translated.name, "questions": questions, "overlap": 1,
         "overlap_max": 0}
    )  # fmt: skip
    labels = open_campaign(sqlite_db, settings, rows_as_items(translated, name="translated/mmlu/es@labels")).campaign
    berta = person(sqlite_db, "Berta")
    while taken := take(sqlite_db, berta, labels):
        answer(sqlite_db, taken, "answer", answers={"cultural": "agnostic", "time_sensitive": "no"}, client_key=key())
    after = review_items(translated, SETTINGS, work, sqlite_db)
    rows_before, rows_after = before.read().to_pylist(), after.read().to_pylist()
    assert [row["id"] for row in rows_before] == [row["id"] for row in rows_after]
    assert {(row["cultural"], row["time_sensitive"]) for row in rows_before} == {("", None)}
    assert {(row["cultural"], row["time_sensitive"]) for row in rows_after} == {("agnostic", False)}
