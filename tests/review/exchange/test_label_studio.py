"""What goes to Label Studio comes back, and its export is understood.

The small file is in the form of "Label Studio JSON format of annotated tasks" in the guide of Label Studio.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Response
from minga.errors import InputError
from minga.review.exchange.imported import Arrived, import_campaign
from minga.review.exchange.label_studio import export_label_studio, read_label_studio
from minga.review.exchange.people import Voices
from minga.review.exchange.snapshot import snapshot
from minga.review.pseudonyms import Pseudonyms
from tests.review.exchange.campaigns import answered_campaign

SECRET = Pseudonyms("0" * 64)


def chosen(name: str, *values: str) -> dict[str, Any]:
    return {"from_name": name, "to_name": "text", "type": "choices", "value": {"choices": list(values)}}


TASKS: list[dict[str, Any]] = [
    {
        "id": 1,
        "data": {"text": "La humita se envuelve en chala."},
        "annotations": [
            {"id": 11, "completed_by": 5, "was_cancelled": False, "lead_time": 4.2, "result": [
                chosen("sentiment", "Positive"), chosen("topics", "food", "law"),
                {"from_name": "stars", "to_name": "text", "type": "rating", "value": {"rating": 4}},
                {"from_name": "why", "to_name": "text", "type": "textarea", "value": {"text": ["Porque sí."]}},
                {"from_name": "box", "to_name": "img", "type": "rectanglelabels", "value": {"x": 1}}]},
            {"id": 12, "completed_by": {"email": "ana@example.org"}, "result": [chosen("sentiment", "Negative")]},
            {"id": 13, "completed_by": 6, "was_cancelled": True, "result": [chosen("sentiment", "Negative")]},
        ],
        "predictions": [],
    },
    {"id": 2, "data": {"text": "Otra cosa."}, "annotations": []},
]  # fmt: skip


def brought(db: Database, path: Path, name: str = "theirs") -> Arrived:
    return import_campaign(db, read_label_studio(path), name=name, title="Theirs", language="es", licence="CC-BY-4.0")


def written(folder: Path, tasks: Any) -> Path:
    path = folder / "export.json"
    path.write_text(json.dumps(tasks))
    return path


def test_what_label_studio_exported_becomes_a_campaign_with_its_answers(db: Database, tmp_path: Path) -> None:
    arrived = brought(db, written(tmp_path, TASKS))
    assert (arrived.records, arrived.people, arrived.answers, arrived.left_out) == (2, 2, 2, ())
    kinds = {question.name: question.type for question in arrived.campaign.options.questions}
    assert kinds == {"sentiment": "label", "topics": "labels", "stars": "rating", "why": "text"}
    with db.reading() as session:
        said = session.scalars(sa.select(Response.answers)).all()
    assert {"sentiment": "positive", "topics": ["food", "law"], "stars": 4, "why": "Porque sí."} in said


def test_what_goes_out_comes_back(db: Database, tmp_path: Path) -> None:
    labelled, _ = answered_campaign(db, tmp_path)
    with snapshot(db) as session:
        assert export_label_studio(session, labelled, Voices(session, SECRET), tmp_path / "out") == 3
    arrived = brought(db, tmp_path / "out", "back")
    assert (arrived.records, arrived.people, arrived.answers, arrived.left_out) == (3, 3, 9, ())
    with db.reading() as session:
        here = sa.select(Response.answers).where(Response.campaign_id == arrived.campaign.id)
        back = session.scalars(here).all()
    assert {answers["cultural"] for answers in back} == {"yes", "no", "unsure"}
    assert "Se dice «así» en todas partes, > 3 veces." in {answers.get("why") for answers in back}
    assert {answers["order"] for answers in back} >= {"truth > style > length"}


def test_the_labelling_configuration_asks_the_same_questions(db: Database, tmp_path: Path) -> None:
    labelled, _ = answered_campaign(db, tmp_path)
    with snapshot(db) as session:
        export_label_studio(session, labelled, Voices(session, SECRET), tmp_path / "out")
    view = ElementTree.parse(tmp_path / "out" / "config.xml").getroot()  # noqa: S314 - written by ourselves
    controls = {control.get("name"): control.tag for control in view if control.get("toName")}
    assert controls == {"cultural": "Choices", "which": "Choices", "clarity": "Rating", "why": "TextArea",
                        "order": "TextArea", "note": "TextArea"}  # fmt: skip
    tasks = json.loads((tmp_path / "out" / "tasks.json").read_text())
    names = {entry["from_name"] for task in tasks for one in task["annotations"] for entry in one["result"]}
    assert names <= controls.keys()


@pytest.mark.parametrize(
    ("tasks", "what"),
    [
        ({}, "not a list of tasks"),
        ([1], r"export.json\[0\]: is no task"),
        ([{"data": {"text": "x"}, "annotations": [{}]}], r"annotations\[0\]: has no result"),
        ([{"data": {"image": 3}, "annotations": []}], "has no texts"),
        ([{"data": {"text": "x"}, "annotations": []}], "asks nothing"),
    ],
)
def test_what_is_no_export_is_named_with_its_place(sqlite_db: Database, tmp_path: Path, tasks: Any, what: str) -> None:
    with pytest.raises(InputError, match=what):
        brought(sqlite_db, written(tmp_path, tasks))
