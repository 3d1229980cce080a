from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from minga.benchmark import build_task
from minga.cli import app
from minga.project import Project
from minga.settings import BenchmarkSettings
from tests.translate.planning.test_evaluations import evaluation
from tests.translate.planning.test_plan import SIZE, scored, translated, workspace

SETTINGS = """
[project]
name = "Abejas"
slug = "abejas"
[review]
overlap = 2
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    translated(tmp_path)
    return tmp_path


def run(project: Path, *arguments: str, code: int = 0) -> Any:
    done = CliRunner().invoke(app, ["translate", "plan", *arguments, "--project", str(project), "--json"])
    assert done.exit_code == code, done.output
    return json.loads(done.stdout)


def test_a_plan_says_how_far_the_hours_go(project: Path) -> None:
    found = run(project, "bees", "--to", "es", "--hours", "0.5", "--people", "2", "--per-item", "60")
    assert found["made"][0]["name"] == "plans/bees-es"
    assert found["affordable"] == len(found["first"]) == 30  # an hour, a minute each, twice
    assert found["half_width"]["planned"] < found["half_width"]["random"]
    assert found["assumed"]


def test_scores_and_verdicts_give_an_estimate(project: Path) -> None:
    first = run(project, "bees", "--to", "es", "--hours", "10")["first"]
    assert len(first) == SIZE
    scored(project, translated(project), first[:20])
    found = run(project, "bees", "--to", "es", "--scores", str(project / "scores.csv"))
    assert (found["done"], found["assumed"]) == (20, False)
    assert found["estimates"]["smollm2"]["low"] <= found["estimates"]["smollm2"]["value"]


def test_evaluations_of_the_machine_version_make_the_plan_more_exact(project: Path) -> None:
    table = translated(project)
    part = BenchmarkSettings(name="bees", path="bees.jsonl", language="en", to=("es",), licence="MIT")
    settings = Project.load(project).settings.project
    task = build_task(table, settings, part.model_copy(update={"name": "bees-machine"}), "es", workspace(project))
    with (project / "minga.toml").open("a", encoding="utf-8") as lines:
        lines.write('[[benchmarks]]\nname = "bees"\npath = "bees.jsonl"\nto = ["es"]\nlicence = "MIT"\n')
    before = run(project, "bees", "--to", "es", "--dry-run")
    logs = {item: [-float(place % 7), -1.5, -9.0] for place, item in enumerate(table.read(["id"])["id"].to_pylist())}
    evaluation(project, "smollm2", task.own_name, logs, [task])
    after = run(project, "bees", "--to", "es", "--dry-run")
    assert (before["assumed"], after["assumed"]) == (True, False)


def test_models_cannot_answer_a_benchmark_that_the_project_does_not_know(project: Path) -> None:
    error = run(project, "bees", "--to", "es", "--models", "embedded", code=2)["error"]
    assert error["what"] == "minga.toml translates no benchmark bees"


def test_for_people_it_is_a_table(project: Path) -> None:
    done = CliRunner().invoke(app, ["translate", "plan", "bees", "--to", "es", "--project", str(project)])
    assert done.exit_code == 0, done.output
    assert "random order, plain mean" in done.stdout


def test_a_dry_run_writes_nothing(project: Path) -> None:
    assert run(project, "bees", "--to", "es", "--dry-run")["made"][0]["state"] == "pending"
    assert not (project / "data" / "plans").exists()


def test_a_dry_run_asks_no_model(project: Path) -> None:
    with (project / "minga.toml").open("a", encoding="utf-8") as lines:
        lines.write('[[benchmarks]]\nname = "bees"\npath = "bees.jsonl"\nto = ["es"]\nlicence = "MIT"\n')
    found = run(project, "bees", "--to", "es", "--models", "embedded", "--dry-run")
    assert (found["made"][0]["state"], found["assumed"]) == ("pending", True)
    assert not (project / "data" / "evaluations").exists()


def test_scores_from_a_file_and_models_do_not_go_together(project: Path) -> None:
    error = run(project, "bees", "--to", "es", "--models", "embedded", "--scores", "scores.csv", code=2)["error"]
    assert "--scores" in error["what"]


def test_a_translation_that_is_not_there_is_an_error_that_names_those_that_are(project: Path) -> None:
    error = run(project, "bees", "--to", "xx", code=1)["error"]
    assert "translated/bees-xx" in error["what"]
    assert "translated/bees-es" in error["hint"]
