from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.cli import app
from tests.web.conftest import filled_project  # noqa: F401 - a fixture


@pytest.fixture
def project(tmp_path: Path, filled_project: Path) -> Path:  # noqa: F811 - a fixture
    return Path(shutil.copytree(filled_project, tmp_path / "project", symlinks=True))


def run(project: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["translate", "plan", *arguments, "--project", str(project), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_a_plan_says_how_far_the_hours_go(project: Path) -> None:
    found = run(project, "mmlu", "--to", "es", "--hours", "1", "--people", "2", "--per-item", "60", "--opinions", "1")
    assert found["made"][0]["name"] == "plans/mmlu-es"
    assert found["affordable"] == found["items"] == len(found["first"])
    assert found["half_width"]["planned"] == 0
    assert found["assumed"]


def test_a_translation_that_is_not_there_is_an_error_that_names_those_that_are(project: Path) -> None:
    error = run(project, "mmlu", "--to", "xx", code=1)["error"]
    assert "translated/mmlu-xx" in error["what"]
    assert "translated/mmlu-es" in error["hint"]
