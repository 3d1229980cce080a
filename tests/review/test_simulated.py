from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Response
from minga.community.people import find_person
from minga.review import current_decisions, fields_of, play_demo_reviewers
from minga.review.simulated import opinion_on
from tests.review.making import FINDING, campaign, item, record, table, workspace


def test_simulated_people_are_labelled(sqlite_db: Database, tmp_path: Path) -> None:
    play_demo_reviewers(sqlite_db, campaign(sqlite_db, table(workspace(tmp_path), [record()])))
    someone = find_person(sqlite_db, "Persona de prueba 1 (simulada)")
    assert someone is not None
    assert someone.simulated


@pytest.mark.parametrize(
    ("question", "reply", "verdict", "edits"),
    [
        ("¿Qué es el locro?", "Un guiso de zapallo y maíz.", "accept", {}),
        ("¿Qué es el locro?", "Un guiso de zapallo. Lleva maíz y pap", "edit", {"messages[1]": "Un guiso de zapallo."}),
        ("¿Qué es el locro?", "El locro es un guiso que", "reject", {}),
        ("¿Qué es el locro?", "No.", "reject", {}),
        ("Qué es el locro?", "Un guiso de zapallo y maíz.", "edit", {"messages[0]": "¿Qué es el locro?"}),
        ("¿Qué lleva?", "Lleva:\n- papa\n- maíz", "accept", {}),
        ("¿Qué es?", "es un guiso de papa y maíz " * 4, "reject", {}),
    ],
)
def test_they_see_what_anybody_would_see(question: str, reply: str, verdict: str, edits: dict[str, str]) -> None:
    payload = {"record": record(question=question, reply=reply).model_dump(mode="json", by_alias=True)}
    said = opinion_on("review-instruction", fields_of("review-instruction", payload))
    assert (said.verdict, said.edits) == (verdict, edits)


def test_they_heed_the_linter() -> None:
    payload = {"record": item(findings=(FINDING,)).model_dump(mode="json")}
    said = opinion_on("validate-translation", fields_of("validate-translation", payload))
    assert (said.verdict, said.edits) == ("edit", {"question": FINDING.suggestion})
    error = FINDING.model_copy(update={"severity": "error", "suggestion": ""})
    payload = {"record": item(findings=(error,)).model_dump(mode="json")}
    assert opinion_on("validate-translation", fields_of("validate-translation", payload)).verdict == "reject"


def test_they_share_the_work_and_answer_questions_of_every_kind(sqlite_db: Database, tmp_path: Path) -> None:
    questions = [
        {"name": "kind", "type": "label", "title": "?", "options": ["old", "new"]},
        {"name": "why", "type": "text", "title": "?", "when": {"kind": "old"}},
        {"name": "mark", "type": "rating", "title": "?", "decides": False},
        {"name": "tags", "type": "labels", "title": "?", "options": ["a", "b", "c"], "decides": False},
        {"name": "order", "type": "ranking", "title": "?", "options": ["a", "b", "c"]},
    ]
    rows = table(workspace(tmp_path), [record(number) for number in range(20)])
    work = campaign(sqlite_db, rows, overlap_max=3, kind="label", questions=questions)
    given = play_demo_reviewers(sqlite_db, work)
    assert 40 <= given < 60
    assert play_demo_reviewers(sqlite_db, work) == 0
    with sqlite_db.reading() as session:
        each = session.execute(sa.select(Response.person_id, sa.func.count()).group_by(Response.person_id)).all()
        answers = session.scalars(sa.select(Response.answers)).all()
    assert max(count for _, count in each) - min(count for _, count in each) < 10
    assert {name for one in answers for name in one or {}} == {"kind", "why", "mark", "tags", "order"}
    assert len(current_decisions(sqlite_db, work)) == 20


def test_they_write_no_texts(sqlite_db: Database, tmp_path: Path) -> None:
    rows = table(workspace(tmp_path), [record()])
    assert play_demo_reviewers(sqlite_db, campaign(sqlite_db, rows, kind="write-instruction")) == 0
