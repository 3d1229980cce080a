"""What goes to Argilla comes back the same, and what Argilla wrote is understood.

The small files are in the form of the Argilla SDK 2: `Record.to_dict` and `Settings.serialize`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Person, Response
from minga.errors import InputError
from minga.review.exchange.annotated import option_names
from minga.review.exchange.argilla import export_argilla, read_argilla
from minga.review.exchange.imported import Arrived, import_campaign
from minga.review.exchange.people import Voices
from minga.review.exchange.snapshot import snapshot
from minga.review.pseudonyms import Pseudonyms
from tests.review.exchange.campaigns import ANSWERS, answered_campaign

SECRET = Pseudonyms("0" * 64)
SETTINGS: dict[str, Any] = {
    "guidelines": "Lee dos veces.",
    "allow_extra_metadata": False,
    "fields": [{"name": "prompt", "title": "prompt", "required": True, "settings": {"type": "text"}}],
    "questions": [
        {"name": "quality", "title": "Quality", "description": "How good?", "required": True,
         "settings": {"type": "label_selection", "options": [{"value": "Muy bueno", "text": "Muy bueno"},
                                                             {"value": "Malo", "text": "Malo"}]}},
        {"name": "stars", "title": "Stars", "required": False,
         "settings": {"type": "rating", "options": [{"value": mark} for mark in range(1, 8)]}},
        {"name": "spans", "title": "Spans", "required": False, "settings": {"type": "span", "options": []}},
    ],
}  # fmt: skip
RECORDS: list[dict[str, Any]] = [
    {"id": "r1", "fields": {"prompt": "¿Qué es la humita?", "response": "Un plato."}, "metadata": {},
     "suggestions": {"quality": {"value": "Malo", "score": 0.4, "agent": "model"}},
     "responses": {"quality": [{"value": "Muy bueno", "user_id": "u1"}, {"value": "Malo", "user_id": "u2"}],
                   "stars": [{"value": 7, "user_id": "u1"}]}, "vectors": {}, "_server_id": None},
    {"id": "r2", "fields": {"prompt": "¿Y la mazamorra?"}, "responses": {
        "quality": [{"value": "Malo", "user_id": "u1", "status": "discarded"}]}},
]  # fmt: skip


def written(folder: Path, settings: Any = None, records: Any = None) -> Path:
    (folder / ".argilla").mkdir(parents=True)
    (folder / ".argilla" / "settings.json").write_text(json.dumps(SETTINGS if settings is None else settings))
    (folder / "records.json").write_text(json.dumps(RECORDS if records is None else records))
    return folder


def brought(db: Database, folder: Path, name: str = "theirs") -> Arrived:
    return import_campaign(
        db, read_argilla(folder), name=name, title="Theirs", language="es", licence="CC-BY-4.0", contributor="Quilla"
    )


def test_what_argilla_wrote_becomes_a_campaign_with_its_answers(db: Database, tmp_path: Path) -> None:
    arrived = brought(db, written(tmp_path / "argilla"))
    assert (arrived.records, arrived.people, arrived.answers) == (2, 2, 2)
    assert arrived.left_out == ("the question 'spans': minga has no such kind",)
    questions = {question.name: question for question in arrived.campaign.options.questions}
    assert questions["quality"].options == ("muy-bueno", "malo")
    assert (questions["stars"].low, questions["stars"].high) == (1, 7)
    with db.reading() as session:
        said = session.scalars(sa.select(Response).order_by(Response.position)).all()
        people = session.scalars(sa.select(Person)).all()
    assert [response.answers for response in said] == [{"quality": "muy-bueno", "stars": 7}, {"quality": "malo"}]
    assert all(someone.naming == "none" and someone.contributor.startswith("imported:") for someone in people)


def test_the_same_file_again_adds_nothing(db: Database, tmp_path: Path) -> None:
    folder = written(tmp_path / "argilla")
    brought(db, folder)
    again = brought(db, folder)
    assert (again.answers, again.people) == (0, 2)


def test_what_goes_out_comes_back_the_same(db: Database, tmp_path: Path) -> None:
    labelled, _ = answered_campaign(db, tmp_path)
    with snapshot(db) as session:
        assert export_argilla(session, labelled, Voices(session, SECRET), tmp_path / "out") == 3
    arrived = brought(db, tmp_path / "out", "back")
    assert (arrived.records, arrived.people, arrived.answers, arrived.left_out) == (3, 3, 9, ())
    with db.reading() as session:
        here = sa.select(Response.answers).where(Response.campaign_id == arrived.campaign.id)
        back = session.scalars(here).all()
    assert sorted(map(json.dumps, back)) == sorted(json.dumps(answers) for answers in ANSWERS for _ in range(3))


def test_decisions_go_out_as_suggestions_of_their_rule(db: Database, tmp_path: Path) -> None:
    labelled, _ = answered_campaign(db, tmp_path, overlap_max=0)
    with snapshot(db) as session:
        export_argilla(session, labelled, Voices(session, SECRET), tmp_path / "out")
    records = json.loads((tmp_path / "out" / "records.json").read_text())
    assert all(set(record) >= {"id", "fields", "suggestions", "responses"} for record in records)


@pytest.mark.parametrize(
    ("settings", "records", "what"),
    [
        ([], None, "has no questions"),
        ({"questions": [{"name": 1}]}, None, "without a name"),
        (None, {}, "not a list of records"),
        (None, [[]], r"records.json\[0\]: is no record"),
        (None, [{"id": "1", "fields": {}}], r"records.json\[0\]: has no texts"),
        (None, [{"fields": {"prompt": "x" * 30_000}}], "too long"),
        (None, [{"fields": {"prompt": "x"}, "responses": []}], "no object"),
        ({"questions": []}, None, "asks nothing"),
        (None, [], "0 records"),
    ],
)
def test_what_is_not_argillas_is_named_with_its_place(
    sqlite_db: Database, tmp_path: Path, settings: Any, records: Any, what: str
) -> None:
    with pytest.raises(InputError, match=what):
        brought(sqlite_db, written(tmp_path / "argilla", settings, records))


def test_a_file_that_is_no_json_is_one_clear_error(sqlite_db: Database, tmp_path: Path) -> None:
    folder = written(tmp_path / "argilla")
    (folder / "records.json").write_text("[" * 100_000)
    with pytest.raises(InputError, match="is not JSON"):
        brought(sqlite_db, folder)


def test_an_answer_that_does_not_fit_is_left_out_and_named(sqlite_db: Database, tmp_path: Path) -> None:
    records = [{"id": "r1", "fields": {"prompt": "x"}, "responses": {"quality": [{"value": "?", "user_id": "u"}]}}]
    arrived = brought(sqlite_db, written(tmp_path / "argilla", None, records))
    assert arrived.answers == 0
    assert "record r1" in arrived.left_out[-1]


def test_names_of_options_are_never_shared() -> None:
    names = option_names(["Sí", "Si", "si!", "日本", "語"])
    assert len(set(names.values())) == 5
