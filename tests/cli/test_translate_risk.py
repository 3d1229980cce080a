from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from minga.cli import app
from minga.translate.risk import calibrate
from minga.workspace import Workspace
from tests.translate.risk.test_stage import decisions, tables

TOML = '[project]\nname = "Saberes"\nslug = "saberes"\n'


def run(project: Path, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["translate", "risk", "--project", str(project), *arguments], env={"COLUMNS": "200"})
    assert done.exit_code == code, done.output
    return done.output


def learnt(folder: Path) -> Path:
    (folder / "minga.toml").write_text(TOML, encoding="utf-8")
    work = Workspace(folder / "data", folder / ".minga")
    calibrate(tables(work), decisions(60), work)
    return folder


def test_before_fifty_decisions_it_says_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "minga.toml").write_text(TOML, encoding="utf-8")
    assert "it takes 50 translated items that people decided on" in run(tmp_path, code=1)


def test_programs_get_the_figures_and_the_weights(tmp_path: Path) -> None:
    found: Any = json.loads(run(learnt(tmp_path), "--json"))
    assert found["decisions"] == 50
    assert found["weights"]["check:untranslated"] > 0
    one = found["calibration"]["translated/b-es"]
    assert one["learnt"]["brier"] < one["default"]["brier"]


def test_people_get_fifths_and_what_moved_most(tmp_path: Path) -> None:
    shown = run(learnt(tmp_path))
    assert "learnt from 50 decided items" in shown
    assert "translated/b-es: Brier 0." in shown
    assert "check:untranslated" in shown
