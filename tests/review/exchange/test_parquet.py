from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from minga.community import Database
from minga.community.models import Campaign, Person
from minga.review.exchange.parquet import (
    export_crowd,
    export_decisions,
    export_history,
    export_items,
    export_responses,
)
from minga.review.exchange.people import Voices
from minga.review.exchange.snapshot import snapshot
from minga.review.pseudonyms import Pseudonyms
from tests.community.databases import MovableClock
from tests.review.rows import add_campaign, add_decision, add_item, add_person, add_response

NAMES = Pseudonyms("secret")
QUESTIONS = [
    {"name": "offensive", "type": "label", "title": "Offensive?", "options": ["yes", "no"]},
    {"name": "tone", "type": "rating", "title": "Tone"},
    {"name": "about", "type": "labels", "title": "About", "options": ["food", "place"]},
]


def written(db: Database, export: Any, campaign: Campaign, path: Path) -> list[dict[str, Any]]:
    """The rows of an export."""
    with snapshot(db) as session:
        needs_people = export in {export_responses, export_history, export_crowd}
        people = [Voices(session, NAMES)] if needs_people else []
        count = export(session, campaign, *people, path)
    rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
    assert len(rows) == count
    return rows


def test_a_response_is_a_row_under_a_pseudonym(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db, kind="label", questions=QUESTIONS)
    ada = add_person(db, "Ada", varieties=["es-PE"])
    item = add_item(db, campaign)
    answers = {"offensive": "no", "tone": 4, "about": ["food"], "asked-before": "x"}
    add_response(db, item, ada, "answer", answers=answers, note="¿por qué?", weight=0.5, late=True)
    [row] = written(db, export_responses, campaign, tmp_path / "r.parquet")
    assert row["person"] == NAMES.of(ada.id)
    assert (row["campaign"], row["record_id"], row["language"], row["variety"]) == ("c", item.record_id, "es", "es-PE")
    assert (row["answer.offensive"], row["answer.tone"], row["answer.about"]) == ("no", 4, ["food"])
    assert json.loads(row["answers"]) == answers, "what was asked before is there too"
    assert (row["position"], row["version"], row["purpose"], row["verdict"]) == (1, 1, "work", "answer")
    assert (row["note"], row["seconds"], row["weight"], row["late"]) == ("¿por qué?", 12.5, 0.5, True)
    assert row["created_at"] == db.now()
    assert "Ada" not in json.dumps(row, default=str)


def test_an_answer_that_its_question_does_not_know_any_more_leaves_its_column_empty(
    db: Database, tmp_path: Path
) -> None:
    campaign = add_campaign(db, kind="label", questions=QUESTIONS)
    old = {"tone": "high", "about": "food", "offensive": ["no"]}
    add_response(db, add_item(db, campaign), add_person(db, "Ada"), "answer", answers=old)
    [row] = written(db, export_responses, campaign, tmp_path / "r.parquet")
    assert (row["answer.tone"], row["answer.about"], row["answer.offensive"]) == (None, None, None)
    assert json.loads(row["answers"]) == old


def test_versions_are_rows_of_their_own_in_the_order_of_positions(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db)
    ada, bea = add_person(db, "Ada"), add_person(db, "Bea", simulated=True)
    item = add_item(db, campaign)
    add_response(db, item, ada)
    add_response(db, item, bea)
    add_response(db, item, ada, "reject", version=2)
    rows = written(db, export_responses, campaign, tmp_path / "r.parquet")
    assert [(row["position"], row["version"], row["simulated"]) for row in rows] == [
        (1, 1, False), (2, 1, True), (3, 2, False),
    ]  # fmt: skip


def test_what_people_said_who_withdrew_is_not_there(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db)
    gone, ada = add_person(db, "Gone", withdrawn_at=db.now()), add_person(db, "Ada")
    item = add_item(db, campaign)
    for person in (gone, ada):
        add_response(db, item, person)
    for export in (export_responses, export_crowd, export_history):
        rows = written(db, export, campaign, tmp_path / f"{export.__name__}.parquet")
        assert len(rows) == 1


def test_only_the_decisions_that_hold_are_among_the_decisions(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db)
    ada = add_person(db, "Ada")
    changed, taken_back = add_item(db, campaign, "1"), add_item(db, campaign, "2")
    first, other = add_response(db, changed, ada), add_response(db, taken_back, ada)
    add_decision(db, changed, "accepted", [first])
    add_decision(db, taken_back, "accepted", [other])
    add_decision(db, changed, "edited", [first], edits={"q": "é"}, posterior={"verdict": {"edit": 0.97}})
    add_decision(db, taken_back, "reopened", [])
    [row] = written(db, export_decisions, campaign, tmp_path / "d.parquet")
    assert (row["record_id"], row["outcome"], json.loads(row["edits"])) == (changed.record_id, "edited", {"q": "é"})
    assert (row["inputs"], row["supporters"], json.loads(row["posterior"])) == (
        [first.id], [first.id], {"verdict": {"edit": 0.97}},
    )  # fmt: skip


def test_the_history_has_everything_and_no_decision_before_its_inputs(
    db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    campaign = add_campaign(db)
    ada, bea = add_person(db, "Ada"), add_person(db, "Bea")
    item = add_item(db, campaign)
    first = add_response(db, item, ada)
    clock.advance(hours=-3)  # the clock is set back in the middle
    second = add_response(db, item, bea)
    add_decision(db, item, "accepted", [first, second])
    clock.advance(hours=1)
    third = add_response(db, item, ada, "reject", version=2)
    add_decision(db, item, "disputed", [], others=[second, third])
    rows = written(db, export_history, campaign, tmp_path / "h.parquet")
    assert [row["sequence"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["event"] for row in rows] == ["response", "response", "decision", "response", "decision"]
    seen: set[int] = set()
    for row in rows:
        assert set(row["inputs"] or ()) <= seen
        seen |= {row["response"]} if row["response"] else set()


def test_items_say_nothing_of_what_is_right_about_control_items(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db)
    add_item(db, campaign, "g", purpose="gold", gold={"answers": {"verdict": "reject-me"}})
    [row] = written(db, export_items, campaign, tmp_path / "i.parquet")
    assert row["purpose"] == "gold"
    assert "reject-me" not in json.dumps(row, default=str)
    assert json.loads(row["payload"]) == {"text": "Texto g"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::pandas.errors.Pandas4Warning")  # crowd-kit's own
def test_crowd_kit_reads_the_crowd_layout_and_comes_to_the_same_conclusion(db: Database, tmp_path: Path) -> None:
    crowdkit = pytest.importorskip("crowdkit.aggregation")
    campaign = add_campaign(db)
    people = [add_person(db, name) for name in ("Ada", "Bea", "Eva")]
    expected = {}
    for number in range(6):
        item = add_item(db, campaign, str(number))
        right, wrong = ("accept", "reject") if number % 2 else ("reject", "accept")
        expected[item.record_id] = right
        for place, person in enumerate(people):
            add_response(db, item, person, wrong if place == number % 3 else right)
    add_response(db, add_item(db, campaign, "none"), people[0], "cannot-judge")
    written(db, export_crowd, campaign, tmp_path / "c.parquet")
    frame = pq.read_table(tmp_path / "c.parquet").to_pandas()
    assert dict(crowdkit.MajorityVote().fit_predict(frame[["task", "worker", "label"]])) == expected


def test_the_crowd_layout_has_each_persons_newest_word_once(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db, kind="label", questions=QUESTIONS)
    ada = add_person(db, "Ada")
    item, repeated = add_item(db, campaign), add_item(db, campaign, "2")
    add_response(db, item, ada, "answer", answers={"tone": 1, "about": ["food"]})
    add_response(db, item, ada, "answer", answers={"tone": 5, "about": ["food", "place"]}, version=2)
    add_response(db, repeated, ada, "answer", answers={"tone": 2}, purpose="repeat")
    rows = written(db, export_crowd, campaign, tmp_path / "c.parquet")
    assert [(row["question"], row["label"]) for row in rows] == [("tone", "5"), ("about", '["food", "place"]')]


def test_an_export_shows_one_moment_while_people_go_on_answering(db: Database, tmp_path: Path) -> None:
    campaign = add_campaign(db)
    ada: Person = add_person(db, "Ada")
    for number in range(3):
        add_response(db, add_item(db, campaign, str(number)), ada)
    with snapshot(db) as session:
        people = Voices(session, NAMES)
        add_response(db, add_item(db, campaign, "meanwhile"), ada)
        assert export_responses(session, campaign, people, tmp_path / "r.parquet") == 3
        assert export_items(session, campaign, tmp_path / "i.parquet") == 3
    assert len(written(db, export_responses, campaign, tmp_path / "again.parquet")) == 4
