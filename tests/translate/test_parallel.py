from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.errors import InputError
from minga.records import BenchmarkItem, rows_of
from minga.settings import BenchmarkSettings
from minga.tables import Table
from minga.translate import source_items
from minga.translate.parallel import linted, parallel_version
from minga.workspace import Workspace

ENGLISH = [("Are there 12 months?", ["Yes", "No"]), ("What is mate?", ["A drink", "A dance"])]
SPANISH = [("¿Son 10 meses?", ["Sí", "No"]), ("¿Qué es el mate?", ["Una bebida", "Un baile"])]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "data", tmp_path / ".minga")


def written(folder: Path, name: str, rows: list[tuple[str, list[str]]], language: str) -> BenchmarkSettings:
    lines = [json.dumps({"question": text, "choices": choices, "answer": 0}) for text, choices in rows]
    (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return BenchmarkSettings(name="b", path=name, language=language, licence="MIT")


def items(table: Table) -> list[BenchmarkItem]:
    return [item for batch in table.batches() for item in rows_of(batch, BenchmarkItem)]


def test_items_name_their_source_and_bear_what_the_linter_finds(tmp_path: Path, workspace: Workspace) -> None:
    source, version = written(tmp_path, "en.jsonl", ENGLISH, "en"), written(tmp_path, "es.jsonl", SPANISH, "es")
    sources = {item.question: item.id for item in items(source_items(source, tmp_path, workspace))}
    found = {
        item.question: item for item in items(parallel_version("translated/b-es", source, version, tmp_path, workspace))
    }
    assert {question: item.source_item for question, item in found.items()} == {
        theirs[0]: sources[ours[0]] for ours, theirs in zip(ENGLISH, SPANISH, strict=True)
    }
    assert [finding.check for finding in found["¿Son 10 meses?"].findings] == ["lost-number"]
    assert found["¿Son 10 meses?"].risk > 0
    assert found["¿Qué es el mate?"].findings == ()


def test_files_of_different_length_are_not_aligned(tmp_path: Path, workspace: Workspace) -> None:
    source, version = written(tmp_path, "en.jsonl", ENGLISH, "en"), written(tmp_path, "es.jsonl", SPANISH[:1], "es")
    with pytest.raises(InputError, match="holds 1 items, and the source 2"):
        parallel_version("translated/b-es", source, version, tmp_path, workspace)


def test_validated_items_are_looked_over_as_they_are_now(tmp_path: Path, workspace: Workspace) -> None:
    source, version = written(tmp_path, "en.jsonl", ENGLISH, "en"), written(tmp_path, "es.jsonl", SPANISH, "es")
    sources = source_items(source, tmp_path, workspace)
    machine = parallel_version("translated/b-es", source, version, tmp_path, workspace)
    again = linted(sources, machine, workspace)
    assert again.name == "linted/translated/b-es"
    assert items(again) == items(machine)
