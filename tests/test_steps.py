from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from minga.cli import app
from minga.community import Database
from minga.errors import MissingPart
from minga.pipeline import Pipeline
from minga.project import Project
from minga.steps import STEPS, run_step, run_steps
from tests.publish.projects import adapter, leaderboard

RECORDS = """
[project]
name = "Platos"
slug = "platos"

[[donations]]
name = "platos"
path = "platos.jsonl"
language = "es"
licence = "CC0-1.0"
contributor = "Rosa"

[evaluate]
models = []
"""
BENCHMARK = """
[[benchmarks]]
name = "mate"
path = "mate.jsonl"
licence = "CC0-1.0"
"""


def make_project(folder: Path, settings: str = RECORDS) -> Project:
    (folder / "minga.toml").write_text(settings, encoding="utf-8")
    dishes = ["la causa limeña", "el ají de gallina", "el chupe de camarones", "el olluquito con charqui"]
    rows = [
        {"instruction": f"¿Con qué se sirve {dish}?", "output": f"En mi casa {dish} se sirve con arroz y ensalada."}
        for dish in dishes
    ]
    (folder / "platos.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    item = '{"question": "What is mate made of?", "choices": ["Leaves", "Salt"], "answer": 0}\n'
    (folder / "mate.jsonl").write_text(item, encoding="utf-8")
    return Project.load(folder)


def review(project: Project) -> Pipeline:
    pipeline = Pipeline(project, project.workspace(), simulated=True)
    run_step(pipeline, "review")
    return pipeline


def said(project: Project, *arguments: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, [*arguments, "--project", str(project.root)], env={"COLUMNS": "400"})
    assert done.exit_code == code, done.output
    return done.output


def test_publishing_takes_the_adapter_that_is_there_and_never_trains(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    pipeline = review(project)
    pipeline.database.close()
    tuned = adapter(project.workspace(), pipeline.reviewed[0])
    leaderboard(project.workspace(), [], [])
    settings = RECORDS.replace("[evaluate]", '[review]\nundecided = "keep"\noverlap = 3\n[evaluate]')
    project = make_project(tmp_path, settings)
    pipeline = Pipeline(project, project.workspace())
    report = run_step(pipeline, "publish")
    assert pipeline.reviewed[0].state == "made"
    assert [made.name for made in report.artifacts] == ["release/dataset", "release/model", "release/leaderboard"]
    assert report.artifacts[1].manifest.parents[0].content == tuned.content
    assert "adapter" not in vars(pipeline)
    assert [path.name for path in tuned.path.parent.iterdir() if path.name != "latest"] == [tuned.path.name]
    pipeline.database.close()


def test_a_step_that_the_project_has_nothing_for_is_not_waiting(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    pipeline = Pipeline(project, project.workspace(dry=True))
    states = {report.step: report.state for report in run_steps(pipeline, list(STEPS))}
    lacking = {step for step, state in states.items() if state == "not configured"}
    assert lacking == {"generate", "translate", "benchmark", "evaluate", "leaderboard"}


def test_a_run_without_benchmarks_leaves_nothing_out(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    shown = said(project, "run", "collect", "curate", "review", "benchmark", "leaderboard")
    assert "– leaderboard" in shown
    assert "not configured: add [[benchmarks]] to minga.toml" in shown
    assert "left out" not in shown


def test_a_verb_that_the_project_has_nothing_for_says_what_to_add(tmp_path: Path) -> None:
    project = make_project(tmp_path)
    assert "nothing to evaluate; add [[benchmarks]] to minga.toml" in said(project, "evaluate", code=1)


def test_a_run_that_waits_for_people_says_so(tmp_path: Path) -> None:
    shown = said(make_project(tmp_path), "run", "review", "tune", code=3)
    assert "left out: tune waits: no reviewed record" in shown


def test_evaluating_goes_on_where_the_adapter_cannot_be_trained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("minga.tune.adapter.NEEDS", ("no_such_trl",))
    pipeline = review(make_project(tmp_path, RECORDS + BENCHMARK))
    report = run_step(pipeline, "evaluate")
    assert report.waiting == ""
    assert report.left_out == ("adapter: no_such_trl not installed; pip install 'minga[tune]'",)
    with pytest.raises(MissingPart):
        run_step(pipeline, "tune")
    (tune,) = run_steps(pipeline, ["tune"])
    assert "no_such_trl" in tune.waiting
    pipeline.database.close()


@pytest.mark.parametrize("arguments", [["status"], ["run", "--dry-run"], ["report"]])
def test_looking_makes_no_database(tmp_path: Path, arguments: list[str]) -> None:
    project = make_project(tmp_path)
    pipeline = Pipeline(project, project.workspace())
    run_step(pipeline, "curate")
    said(project, *arguments)
    assert not (project.state / "minga.db").exists()


@pytest.mark.parametrize(("command", "code"), [("status", 0), ("report", 1)])
def test_looking_leaves_an_older_database_as_it_is(tmp_path: Path, command: str, code: int) -> None:
    from alembic import command as alembic

    from minga.community.database import migration_config, newest_schema

    project = make_project(tmp_path)
    run_step(Pipeline(project, project.workspace()), "curate")
    with Database(project.database_url) as db, db.writing() as session:
        alembic.upgrade(migration_config(session.connection()), "0001")
    assert f"has schema 0001, and this minga reads {newest_schema()}" in " ".join(
        said(project, command, code=code).split()
    )
