"""Models' answers from a file and from the project's evaluations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from minga.benchmark import build_task
from minga.errors import InputError
from minga.records import BenchmarkItem, records_of
from minga.results import Answer, write_items
from minga.settings import BenchmarkSettings, ProjectSettings
from minga.tables import Artifact, Table
from minga.translate import source_items
from minga.translate.source_checks import disputed_keys, evaluated_opinions, read_opinions
from minga.workspace import Recipe, Workspace

ITEMS = 40
WRONG = 7
"""The row whose key the models do not believe."""


def believed(row: int) -> int:
    return 3 if row == WRONG else row % 3


def loglikelihoods(row: int) -> list[float]:
    return [0.0 if choice == believed(row) else -6.0 for choice in range(4)]


@pytest.fixture
def source(tmp_path: Path) -> Table:
    rows = [
        {"question": f"Which is plant {row}?", "choices": ["Moss", "Fern", "Pine", "Rose"], "answer": row % 3}
        for row in range(ITEMS)
    ]
    (tmp_path / "plants.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return source_items(benchmark(), tmp_path, space(tmp_path))


def benchmark() -> BenchmarkSettings:
    return BenchmarkSettings(name="plants", path="plants.jsonl", licence="MIT")


def space(root: Path) -> Workspace:
    return Workspace(root / "data", root / ".minga")


def items(table: Table) -> list[BenchmarkItem]:
    return list(records_of(table.batches(), BenchmarkItem))


def write(path: Path, rows: list[Any]) -> Path:
    path.write_text(
        "".join((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in rows), encoding="utf-8"
    )
    return path


def row_of(item: BenchmarkItem) -> int:
    return int(item.number) - 1


def test_a_file_names_items_by_id_or_by_number(source: Table, tmp_path: Path) -> None:
    by_id = [{"model": "a", "item": one.id, "loglikelihoods": loglikelihoods(row_of(one))} for one in items(source)]
    by_number = [{"model": "b", "item": row + 1, "loglikelihoods": loglikelihoods(row)} for row in range(ITEMS)]
    of_others = [{"model": "c", "version": "machine", "item": "1", "loglikelihoods": [0, 0]}]
    found = disputed_keys(items(source), read_opinions(write(tmp_path / "a.jsonl", [*by_id, *by_number, *of_others])))
    assert set(found.skills) == {"a", "b"}
    (disputed,) = found.findings.items()
    assert {one.id: one.number for one in items(source)}[disputed[0]] == str(WRONG + 1)
    assert (disputed[1].check, disputed[1].source_text) == ("source-disputed-key", "Rose")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{", "is not JSON"),
        ('{"model": "a", "item": "1", "loglikelihoods": [NaN]}', "finite number"),
        ('{"model": "a", "item": "1"}', "loglikelihoods"),
        ('{"model": "a", "item": "1", "loglikelihoods": [0], "version": "machine"}', "has no model's answer"),
    ],
)
def test_a_line_that_says_nothing_is_named(line: str, what: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=what):
        read_opinions(write(tmp_path / "answers.jsonl", [line]))


def evaluated(source: Table, root: Path, model: str) -> Artifact:
    """What `evaluate` leaves of a model on the source's task."""
    task = build_task(source, ProjectSettings(name="Plants", slug="plants"), benchmark(), "en", space(root))
    name = task.own_name

    def build(folder: Path, notes: dict[str, Any]) -> None:
        given = [
            Answer(one.id, 1.0, str(one.answer), str(one.answer), tuple(loglikelihoods(row_of(one))))
            for one in items(source)
        ]
        write_items(folder, given)
        notes |= {"model": {"name": model}, "task": name, "metric": "acc", "filter": "none", "value": 1.0}
        notes |= {"items": len(given), "higher_is_better": True}

    return space(root).make_folder(Recipe(f"evaluations/{model}/{name}", "evaluate", 1, parents=[task]), build)


def test_evaluations_of_the_source_as_it_is_now_are_listened_to(source: Table, tmp_path: Path) -> None:
    assert evaluated_opinions(source, space(tmp_path)) == []
    evaluated(source, tmp_path, "oracle")
    (opinion,) = evaluated_opinions(source, space(tmp_path))
    assert opinion.model == "oracle"
    assert len(disputed_keys(items(source), [opinion]).findings) == 1
    (tmp_path / "plants.jsonl").write_text('{"question": "Another?", "choices": ["a", "b"], "answer": 0}\n')
    assert evaluated_opinions(source_items(benchmark(), tmp_path, space(tmp_path)), space(tmp_path)) == []
