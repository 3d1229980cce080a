from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app
from minga.community import Database
from minga.community.people import Profile, add_person


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "minga.toml").write_text('[project]\nname = "Recetas"\nslug = "recetas"\n', encoding="utf-8")
    with Database.at(tmp_path / ".minga" / "minga.db") as db:
        db.migrate()
        with db.writing() as session:
            add_person(session, db, Profile("Ada", varieties=("es-PE",)))
    return tmp_path


def run(project: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, [*arguments, "--project", str(project), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_roles_are_given_and_taken(project: Path) -> None:
    assert run(project, "people", "role", "1", "adjudicator", "--language", "es-pe")["person"]["roles"] == (
        "adjudicator es-PE"
    )
    assert run(project, "people", "list")["people"][0]["roles"] == "adjudicator es-PE"
    run(project, "people", "role", "1", "adjudicator", "--language", "es-PE", "--take")
    assert run(project, "people", "list")["people"][0]["roles"] == ""
    assert run(project, "people", "role", "1", "king", code=2)["error"]["what"] == "there is no role 'king'"
    assert run(project, "people", "role", "9", "lead", code=1)["error"]["what"] == "there is no such person"


def test_invitations_are_listed_and_taken_back(project: Path) -> None:
    made = run(project, "review", "invite", "--role", "adjudicator", "--language", "qu")
    assert len(made["code"]) == 11
    run(project, "people", "revoke", str(made["id"]))
    [listed] = run(project, "people", "invitations")["invitations"]
    assert (listed["state"], listed["role"], listed["languages"], listed["made by"]) == (
        "revoked", "adjudicator", "qu", "command line",
    )  # fmt: skip


def test_a_withdrawal_by_letter_takes_the_texts_along_that_the_lead_knows_of(project: Path) -> None:
    run(project, "people", "withdraw", "1", "--contributor", "Radio Comunitaria")
    assert run(project, "people", "list")["people"][0]["state"] == "withdrawn"
    [claim] = run(project, "people", "claims")["claims"]
    assert claim["names"] == "Ada"
    assert run(project, "people", "claims", "--refuse", str(claim["id"]))["claims"] == []
    run(project, "people", "withdraw", "1", "--erase")
    assert run(project, "people", "list")["people"][0]["name"] == "(no name)"
