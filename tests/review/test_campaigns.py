from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Item
from minga.errors import CommunityError, TableError
from minga.project import Project, parse_settings
from minga.review import (
    answer,
    campaign_progress,
    current_decisions,
    decide,
    fields_of,
    find_campaign,
    list_campaigns,
    open_campaign,
    open_campaigns,
    replay,
    rows_as_items,
    take,
)
from minga.settings import CampaignSettings
from minga.tables import Table
from tests.review.making import FINDING, SOURCE, campaign, item, key, person, record, table, workspace


def states(db: Database) -> dict[str, str]:
    with db.reading() as session:
        return {row[0]: row[1] for row in session.execute(sa.select(Item.record_id, Item.state))}


def opened(db: Database, rows: Table, **values: object) -> tuple[int, int]:
    settings = CampaignSettings.model_validate(
        {"name": "c", "kind": "review-instruction", "over": rows.name, "overlap": 2, "overlap_max": 0, **values}
    )
    synced = open_campaign(db, settings, rows_as_items(rows))
    return synced.added, synced.closed


def test_opening_twice_changes_nothing(db: Database, tmp_path: Path) -> None:
    rows = table(workspace(tmp_path), [record(number) for number in range(3)])
    assert opened(db, rows) == (3, 0)
    assert opened(db, rows) == (0, 0)
    assert len(list_campaigns(db)) == 1


def test_a_table_that_was_taken_in_is_not_read_again(db: Database, tmp_path: Path) -> None:
    rows = table(workspace(tmp_path), [record(number) for number in range(3)])
    assert opened(db, rows) == (3, 0)
    for shard in rows.shards:
        shard.unlink()
    assert opened(db, rows) == (0, 0)
    with pytest.raises(TableError):
        opened(db, rows, overlap=3)


def test_taking_in_that_was_broken_off_is_taken_up_again(db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    first, second = table(work, [record(1)]), table(work, [record(2)])
    assert opened(db, first) == (1, 0)
    second.shards[0].rename(tmp_path / "aside")
    with pytest.raises(TableError):
        opened(db, second)
    assert find_campaign(db, "c").synced == ""
    assert opened(db, first) == (0, 0)
    (tmp_path / "aside").rename(second.shards[0])
    assert opened(db, second) == (1, 1)


def test_items_are_counted_by_their_outcome(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(number) for number in range(7)]), overlap=1)
    ada = person(db, "Ada")
    for _ in range(5):
        taken = take(db, ada, work)
        assert taken
        answer(db, taken, "accept", client_key=key())
    assert decide(db, work) == {"accepted": 5, "open": 2}


def test_a_record_that_changed_is_a_new_item_and_the_old_one_is_closed(db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    before, after = record(1), record(1, reply="Otra respuesta, ahora mejor.")
    opened(db, table(work, [before, record(2)]))
    assert opened(db, table(work, [after, record(2)])) == (1, 1)
    assert states(db) == {before.id: "closed", after.id: "open", record(2).id: "open"}


def test_answers_stay_when_a_record_goes_and_comes_back(db: Database, tmp_path: Path) -> None:
    rows = workspace(tmp_path)
    work = campaign(db, table(rows, [record(1)]), overlap=1)
    taken = take(db, person(db, "Ada"), work)
    assert taken
    answer(db, taken, "accept", client_key=key())
    campaign(db, table(rows, [record(2)]), overlap=1)
    assert states(db)[record(1).id] == "closed"
    campaign(db, table(rows, [record(1)]), overlap=1)
    assert states(db) == {record(1).id: "decided", record(2).id: "closed"}


def test_new_findings_on_the_same_text_keep_its_answers(db: Database, tmp_path: Path) -> None:
    rows = workspace(tmp_path)
    work = campaign(db, table(rows, [item()], "translated/mmlu"), overlap=1)
    taken = take(db, person(db, "Ada"), work)
    assert taken
    answer(db, taken, "accept", client_key=key())
    campaign(db, table(rows, [item(findings=(FINDING,), risk=0.7)], "translated/mmlu"), overlap=1)
    with db.reading() as session:
        row = session.scalars(sa.select(Item)).one()
    assert (row.state, row.place) == ("decided", -0.7)
    assert fields_of("validate-translation", row.payload)[0].findings == (FINDING,)


def test_a_translation_carries_its_source(db: Database, tmp_path: Path) -> None:
    work = workspace(tmp_path)
    sources = table(work, [SOURCE], "sources/mmlu")
    rows = table(work, [item()], "translated/mmlu", [sources])
    opened_ = campaign(db, rows, sources=sources)
    taken = take(db, person(db, "Ada"), opened_)
    assert taken
    fields = {field.name: field for field in fields_of(opened_.kind, taken.item.payload)}
    assert fields["question"].source == "How many days has a week?"
    assert fields["choices[1]"].source == "Seven"
    assert [name for name, field in fields.items() if field.is_key] == ["choices[1]"]
    assert (fields["choices[1]"].group, fields["choices[1]"].index) == ("choices", 1)


def test_new_guidelines_are_a_new_version(db: Database, tmp_path: Path) -> None:
    rows = table(workspace(tmp_path), [record()])
    assert campaign(db, rows, guidelines="One").guidelines_version == 1
    assert campaign(db, rows, guidelines="One").guidelines_version == 1
    assert campaign(db, rows, guidelines="Two").guidelines_version == 2


def test_a_new_overlap_is_applied_to_what_was_decided(db: Database, tmp_path: Path) -> None:
    rows = table(workspace(tmp_path), [record()])
    work = campaign(db, rows, overlap=1)
    taken = take(db, person(db, "Ada"), work)
    assert taken
    answer(db, taken, "accept", client_key=key())
    assert campaign_progress(db, work).decided == 1
    work = campaign(db, rows, overlap=2)
    assert campaign_progress(db, work).decided == 0
    taken = take(db, person(db, "Berta"), work)
    assert taken
    answer(db, taken, "accept", client_key=key())
    assert decide(db, work) == {"accepted": 1}


def test_replaying_the_responses_gives_the_stored_decisions(db: Database, tmp_path: Path) -> None:
    work = campaign(db, table(workspace(tmp_path), [record(number) for number in range(8)]))
    people = [person(db, name) for name in ("Ada", "Berta", "Carla")]
    for turn in range(20):
        taken = take(db, people[turn % 3], work)
        if taken:
            verdict = ["accept", "reject", "edit", "accept", "cannot-judge"][taken.item_id * (turn % 3 + 1) % 5]
            edits = {"messages[1]": f"Texto nuevo {taken.item_id}"} if verdict == "edit" else {}
            answer(db, taken, verdict, edits=edits, note="because", client_key=key())  # type: ignore[arg-type]
            if turn % 4 == 0:
                answer(db, taken, "accept", client_key=key())
    assert len(current_decisions(db, work)) > 4
    assert replay(db, work) == current_decisions(db, work)


def test_an_unknown_campaign_names_the_known_ones(db: Database, tmp_path: Path) -> None:
    campaign(db, table(workspace(tmp_path), [record()]), slug="recipes")
    with pytest.raises(CommunityError, match="known are: recipes"):
        find_campaign(db, "recipe")


def test_a_project_opens_a_campaign_for_records_and_one_for_each_translated_benchmark(
    db: Database, tmp_path: Path
) -> None:
    text = '[project]\nname = "Sabores"\nslug = "sabores"\n[review]\nguidelines = "guide.md"\noverlap = 3\n'
    (tmp_path / "guide.md").write_text("# Guía", encoding="utf-8")
    project = Project(tmp_path, parse_settings(text, tmp_path / "minga.toml"))
    work = project.workspace()
    sources = table(work, [SOURCE], "sources/mmlu")
    translated = table(work, [item()], "translated/mmlu/es", [sources])
    synced = open_campaigns(project, db, [table(work, [record()])], {("mmlu", "es"): translated})
    assert [(one.campaign.slug, one.campaign.overlap, one.campaign.guidelines) for one in synced] == [
        ("instructions", 3, "# Guía"),
        ("mmlu-es", 3, "# Guía"),
    ]
    taken = take(db, person(db, "Ada"), synced[1].campaign)
    assert taken
    assert taken.item.payload["source"]["question"] == SOURCE.question
