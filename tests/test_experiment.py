"""The project's own versions of a benchmark: translated from a file, validated by simulated people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.benchmark.compare import CompareOptions
from minga.errors import UsageError
from minga.experiment import experiments, run_experiment
from minga.pipeline import Pipeline
from minga.project import Project

SETTINGS = """
[project]
name = "Saberes"
slug = "saberes"

[[benchmarks]]
name = "mate"
path = "en.jsonl"
form = "items"
licence = "CC0-1.0"
to = ["es"]

[translate]
engine = "file"
file = "{language}.jsonl"
"""
ENGLISH = [f"Are there {number} leaves on the tree?" for number in range(12, 24)]
SPANISH = [f"¿Hay {number} hojas en el árbol?" for number in range(12, 24)]
OPTIONS = CompareOptions(draws=100, campaigns=3)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    for name, texts, choices in (("en", ENGLISH, ["Yes", "No"]), ("es", SPANISH, ["Sí", "No"])):
        rows = [{"question": text, "choices": choices, "answer": 0} for text in texts]
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return Project.load(tmp_path)


def test_a_project_is_compared_before_and_after_people_validated(project: Project) -> None:
    pipeline = Pipeline(project, project.workspace())
    (experiment,) = experiments(pipeline, [], [])
    made, left_out = run_experiment(pipeline, experiment, OPTIONS)
    before = json.loads((made.path / "comparison.json").read_text(encoding="utf-8"))
    assert (before["items"], before["paired"], before["effort"]) == (12, 0, None)
    assert {one["verdict"]: one["share"]["count"] for one in before["verdicts"]}["undecided"] == 12
    pipeline.database.close()

    after_people = Pipeline(project, project.workspace(), simulated=True)
    again, _ = run_experiment(after_people, experiment, OPTIONS)
    after = json.loads((again.path / "comparison.json").read_text(encoding="utf-8"))
    assert again.content != made.content
    assert after["paired"] > 0
    assert sum(one["share"]["count"] for one in after["verdicts"]) == 12
    assert left_out == []
    after_people.database.close()


def test_a_dry_run_says_what_it_would_make(project: Project) -> None:
    pipeline = Pipeline(project, project.workspace(dry=True))
    (experiment,) = experiments(pipeline, ["mate"], ["es"])
    made, _ = run_experiment(pipeline, experiment, OPTIONS)
    assert (made.name, made.state) == ("comparisons/mate-es", "pending")


def test_only_what_the_project_translates_can_be_asked_for(project: Project) -> None:
    pipeline = Pipeline(project, project.workspace())
    for names, tags in ((["ceviche"], []), ([], ["eu"])):
        with pytest.raises(UsageError, match="translates no benchmark"):
            list(experiments(pipeline, names, tags))
