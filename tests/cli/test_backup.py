from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from minga.cli import app
from minga.community import Database
from minga.community.models import Person
from minga.community.people import Profile, add_person


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "minga.toml").write_text('[project]\nname = "Recetas"\nslug = "recetas"\n', encoding="utf-8")
    with Database.at(tmp_path / ".minga" / "minga.db") as db:
        db.migrate()
        with db.writing() as session:
            add_person(session, db, Profile("Ada"))
    return tmp_path


def run(project: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, [*arguments, "--project", str(project), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def people(project: Path) -> list[str]:
    with Database.at(project / ".minga" / "minga.db") as db, db.reading() as session:
        return list(session.scalars(sa.select(Person.name).order_by(Person.id)))


def test_a_backup_is_put_back_and_what_was_there_stays_beside_it(project: Path) -> None:
    file = str(project / "copy.zip")
    assert run(project, "backup", file)["backup"]["rows"]["person"] == 1
    with Database.at(project / ".minga" / "minga.db") as db, db.writing() as session:
        add_person(session, db, Profile("Berta"))
    refused = run(project, "restore", file, code=2)["error"]
    assert "there are people in the database" in refused["what"]
    assert "--force" in refused["hint"]
    before = run(project, "restore", file, "--force")["before"]
    assert people(project) == ["Ada"]
    assert Path(before).parent == project / ".minga"
    run(project, "restore", before, "--force")
    assert people(project) == ["Ada", "Berta"]


def test_a_file_that_is_there_is_replaced_only_by_force(project: Path) -> None:
    file = str(project / "copy.zip")
    run(project, "backup", file)
    assert run(project, "backup", file, code=2)["error"]["what"] == "is there already"
    run(project, "backup", file, "--force")


def test_what_is_no_backup_is_one_line(project: Path) -> None:
    assert (
        "no backup of minga" in run(project, "restore", str(project / "minga.toml"), "--force", code=1)["error"]["what"]
    )
