from __future__ import annotations

from pathlib import Path

import pytest

from minga.pipeline import Pipeline
from minga.project import Project

SETTINGS = """[project]
name = "Saberes"
slug = "saberes"

[[donations]]
name = "ofrenda"
path = "d.jsonl"
language = "es"
licence = "CC0-1.0"
contributor = "Rosa"

[[benchmarks]]
name = "mate"
path = "items.jsonl"
licence = "CC0-1.0"
to = ["es"]
"""


@pytest.fixture
def pipeline(tmp_path: Path) -> Pipeline:
    return given(tmp_path, SETTINGS)


def given(folder: Path, settings: str) -> Pipeline:
    (folder / "minga.toml").write_text(settings, encoding="utf-8")
    (folder / "d.jsonl").write_text('{"instruction": "¿Qué es la oca?", "output": "Una raíz."}\n', encoding="utf-8")
    item = '{"question": "What is mate made of?", "choices": ["Leaves", "Salt"], "answer": 0}\n'
    (folder / "items.jsonl").write_text(item, encoding="utf-8")
    project = Project.load(folder)
    return Pipeline(project, project.workspace())


def test_records_come_from_donations_documents_and_people(pipeline: Pipeline) -> None:
    assert pipeline.given.any
    assert [table.name for table in pipeline.given.tables] == ["donations/ofrenda"]
    assert pipeline.given.by_people == pipeline.donated


def test_without_any_source_there_is_nothing_to_curate(tmp_path: Path) -> None:
    assert not given(tmp_path, '[project]\nname = "Saberes"\nslug = "saberes"\n').given.any


def test_records_are_held_against_the_items_and_the_newest_translations_and_none_is_begun(pipeline: Pipeline) -> None:
    assert [table.name for table in pipeline.given.benchmark_items] == ["benchmarks/mate"]
    assert "translated" not in vars(pipeline)


def test_a_benchmark_that_cannot_be_read_is_said_and_the_others_are_looked_for(tmp_path: Path) -> None:
    pipeline = given(tmp_path, SETTINGS)
    (tmp_path / "items.jsonl").write_text("", encoding="utf-8")
    assert pipeline.given.benchmark_items == []
    assert "benchmark items were not all looked for" in pipeline.left_out["curate"][0]


def test_nothing_is_looked_for_where_the_project_does_not_want_it(tmp_path: Path) -> None:
    pipeline = given(tmp_path, SETTINGS + '\n[curate.contamination]\npolicy = "off"\n')
    assert pipeline.given.benchmark_items == []
    assert "sources" not in vars(pipeline)
