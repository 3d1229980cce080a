from __future__ import annotations

import json
import shutil
import socket
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from minga.cli import app
from minga.community import Database
from minga.community.models import Decision, Invitation, Person
from tests.web.conftest import filled_project  # noqa: F401 - a fixture


@pytest.fixture
def project(tmp_path: Path, filled_project: Path) -> Path:  # noqa: F811 - a fixture
    return Path(shutil.copytree(filled_project, tmp_path / "project", symlinks=True))


def run(project: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, [*arguments, "--project", str(project), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_an_invitation_is_a_link_that_is_shown_once(project: Path) -> None:
    link = run(project, "review", "invite", "--uses", "3", "--campaign", "mmlu-es", "--address", "https://x.org/")[
        "link"
    ]
    assert link.startswith("https://x.org/join/")
    with Database.at(project / ".minga" / "minga.db") as db, db.reading() as session:
        invitation = session.scalars(sa.select(Invitation)).one()
        assert (invitation.uses_left, invitation.role, invitation.campaign_id is None) == (3, "reviewer", False)


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (["--role", "king"], 2, "there is no role 'king'"),
        (["--campaign", "none"], 1, "there is no campaign 'none'"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused(
    project: Path, arguments: list[str], code: int, what: str
) -> None:
    assert run(project, "review", "invite", *arguments, code=code)["error"]["what"] == what


def test_simulated_people_are_followed_and_replayed(project: Path) -> None:
    before = {one["campaign"]: one for one in run(project, "review", "progress")["campaigns"]}
    assert before["instructions"]["open"] == 6
    after = run(project, "review", "simulate", "--people", "4")
    assert after["answers"] == sum(one["answers"] for one in after["campaigns"]) > 10
    with Database.at(project / ".minga" / "minga.db") as db, db.reading() as session:
        assert all(session.scalars(sa.select(Person.simulated)))
    replayed = run(project, "review", "decide", "--replay")
    assert replayed["same"] == sum(one["decided"] + one["disputed"] for one in after["campaigns"])


def test_a_decision_that_was_tampered_with_is_found(project: Path) -> None:
    run(project, "review", "simulate")
    with Database.at(project / ".minga" / "minga.db") as db, db.writing() as session:
        session.execute(sa.text("UPDATE decision SET outcome = 'rejected' WHERE id = 1"))
    replayed = run(project, "review", "decide", "--replay", code=3)
    assert len(replayed["left_out"]) == 1


def test_a_busy_port_is_one_line(project: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        fault = run(project, "serve", "--port", str(other.getsockname()[1]), code=1)["error"]
    assert fault["kind"] == "AddressError"


def test_deciding_brings_decisions_up_to_date(project: Path) -> None:
    run(project, "review", "simulate")
    with Database.at(project / ".minga" / "minga.db") as db, db.writing() as session:
        session.execute(sa.delete(Decision))
    assert run(project, "review", "decide", "--replay", code=3)["left_out"]
    run(project, "review", "decide", code=1)  # the tables were not made by stages, so there is nothing to make anew
    assert not run(project, "review", "decide", "--replay").get("left_out")


def test_a_variety_without_people_is_shown_and_may_be_widened(project: Path) -> None:
    rows = run(project, "review", "coverage")["coverage"]
    assert {(one["campaign"], one["language"], one["active"], one["short"]) for one in rows} == {
        ("instructions", "es", 0, True), ("mmlu-es", "es", 0, True),
    }  # fmt: skip
    assert run(project, "review", "widen", "mmlu-es", "es")["items"] == 3
    assert run(project, "review", "widen", "mmlu-es", "es", "--back")["items"] == 3
    assert "has no items in gn" in run(project, "review", "widen", "mmlu-es", "gn", code=1)["error"]["what"]
