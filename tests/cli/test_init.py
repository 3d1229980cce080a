from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from minga.cli import app


@pytest.mark.parametrize("verb", ["init", "demo"])
def test_a_dry_run_makes_no_folder(tmp_path: Path, verb: str) -> None:
    done = CliRunner().invoke(app, [verb, str(tmp_path / "new"), "--dry-run", "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["made"][0]["state"] == "pending"
    assert not (tmp_path / "new").exists()


def test_a_project_is_made_in_the_folder_that_project_names(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    done = CliRunner().invoke(app, ["init", "--project", str(tmp_path / "here")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "here" / "minga.toml").is_file()
