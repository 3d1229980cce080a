from __future__ import annotations

from pathlib import Path

import pytest

from minga.errors import NothingToDo, UsageError
from minga.pipeline import Pipeline
from minga.project import Project

SETTINGS = """[project]
name = "Saberes"
slug = "saberes"

[[benchmarks]]
name = "mate"
path = "items.jsonl"
licence = "CC0-1.0"
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "minga.toml").write_text(SETTINGS, encoding="utf-8")
    item = '{"question": "What is mate made of?", "choices": ["Leaves", "Salt"], "answer": 0}\n'
    (tmp_path / "items.jsonl").write_text(item, encoding="utf-8")
    return Project.load(tmp_path)


def test_tasks_of_suites_and_the_projects_own_are_evaluated_together(project: Project) -> None:
    own = Pipeline(project, project.workspace()).tasks
    pipeline = Pipeline(project, project.workspace())
    assert [task.name for task in pipeline.suites.tasks] == [task.name for task in own]
    names = [task.name for task in pipeline.suites.tasks_of(["gn", "own"])]
    assert names == [*(task.name for task in own), "tasks/americasnli_gn", "tasks/belebele_grn_Latn"]
    assert [task.name for task in pipeline.suites.tasks_of(["gn"])] == names[-2:]
    assert pipeline.suites.tasks_of(["somos600m"])
    assert "judge" in pipeline.left_out["suites"][0]


def test_a_project_without_benchmarks_is_evaluated_on_suites(tmp_path: Path) -> None:
    (tmp_path / "minga.toml").write_text('project = { name = "N", slug = "n" }\n', encoding="utf-8")
    project = Project.load(tmp_path)
    pipeline = Pipeline(project, project.workspace())
    assert len(pipeline.suites.tasks_of(["own", "gl"])) == 9
    with pytest.raises(NothingToDo):
        pipeline.suites.tasks_of(["own"])


def test_what_is_wanted_of_them_is_asked_for_by_name(project: Project) -> None:
    pipeline = Pipeline(project, project.workspace())
    assert pipeline.suites.wanted == pipeline.suites.tasks
    pipeline.only_tasks = ("saberes_mate_en",)
    assert [task.own_name for task in pipeline.suites.wanted] == ["saberes_mate_en"]
    pipeline.only_tasks = ("saberes_mate_eu",)
    with pytest.raises(UsageError, match="there is no task 'saberes_mate_eu'; known are saberes_mate_en"):
        _ = pipeline.suites.wanted


def test_asking_for_some_of_them_says_nothing_again(project: Project) -> None:
    pipeline = Pipeline(project, project.workspace())
    assert pipeline.suites.tasks_of(["somos600m"])
    said = pipeline.left_out["suites"]
    assert pipeline.suites.some_of(["gn"])
    assert pipeline.left_out["suites"] == said
    with pytest.raises(UsageError):
        pipeline.suites.some_of(["nowhere"])
    assert pipeline.left_out["suites"] == said


def test_the_catalogues_tasks_are_known_and_none_of_the_projects_is_among_them(project: Project) -> None:
    suites = Pipeline(project, project.workspace()).suites
    assert suites.from_catalogue == []
    [facts] = [one for one in suites.facts if one.name == "belebele_grn_Latn"]
    assert facts.language == "gn"
