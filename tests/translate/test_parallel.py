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
    with pytest.raises(InputError, match=r"has 1 questions, and en\.jsonl has 2"):
        parallel_version("translated/b-es", source, version, tmp_path, workspace)


def test_validated_items_are_looked_over_as_they_are_now(tmp_path: Path, workspace: Workspace) -> None:
    source, version = written(tmp_path, "en.jsonl", ENGLISH, "en"), written(tmp_path, "es.jsonl", SPANISH, "es")
    sources = source_items(source, tmp_path, workspace)
    machine = parallel_version("translated/b-es", source, version, tmp_path, workspace)
    again = linted(sources, machine, workspace)
    assert again.name == "linted/translated/b-es"
    assert items(again) == items(machine)


def test_what_makes_no_pair_is_counted_with_its_reason(tmp_path: Path, workspace: Workspace) -> None:
    for name, numbers in (("en", "abc"), ("es", "cad")):
        rows = [{"question": f"{name} {one}", "choices": ["1", "2"], "answer": 0, "number": one} for one in numbers]
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    source, version = (
        BenchmarkSettings(name="b", path=f"{name}.jsonl", language=name, licence="MIT") for name in ("en", "es")
    )
    table = parallel_version("validated/b-es", source, version, tmp_path, workspace)
    counts = table.manifest.counts
    assert (counts.rows_in, counts.rows_kept, counts.dropped) == (4, 2, {"unpaired": 2})
    assert sorted(item.number for item in items(table)) == ["a", "c"]
