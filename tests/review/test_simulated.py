from __future__ import annotations

from pathlib import Path

import pytest

from minga.community import Database
from minga.community.people import find_person
from minga.review import fields_of, play_demo_reviewers
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
