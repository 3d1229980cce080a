from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from minga.records import BenchmarkItem, to_batch
from minga.results import Answer, write_items
from minga.table_writer import TableWriter
from minga.tables import Artifact, Table
from minga.translate.planning import Evaluations, evaluated_scores
from minga.workspace import Recipe, Workspace

CHOICES = ("uno", "dos", "tres")
RIGHT = 1
SOURCES = ("source a", "source b", "source c", "source d")


def workspace(root: Path) -> Workspace:
    return Workspace(root / "data", root / ".minga")


def items(root: Path, name: str, sources: Sequence[str], dropped: Mapping[str, str] | None = None) -> Table:
    rows = [
        BenchmarkItem(
            benchmark="bees", question=f"¿{name} {source}?", choices=CHOICES, answer=RIGHT, language="es",
            origin="translated", licence="MIT", source_item=source,
        )
        for source in sources
    ]  # fmt: skip

    def build(writer: TableWriter) -> None:
        writer.count_in(len(rows) + len(dropped or {}))
        for item, reason in (dropped or {}).items():
            writer.drop(reason, item)
        writer.write(to_batch(sorted(rows, key=lambda item: item.id), BenchmarkItem.schema))

    return workspace(root).make_table(Recipe(f"{name}/bees-es", "translate", 1), BenchmarkItem.schema, build)


def ids(table: Table) -> dict[str, str]:
    """By source item."""
    return {row["source_item"]: row["id"] for row in table.read().to_pylist()}


def _answer(item: str, values: Sequence[float]) -> Answer:
    best = values.index(max(values))
    return Answer(item, float(best == RIGHT), str(best), str(RIGHT), tuple(values))


def evaluation(
    root: Path, model: str, task: str, logs: Mapping[str, Sequence[float]], parents: Sequence[Artifact] = ()
) -> Artifact:
    """What the harness leaves of a model on items with these log-likelihoods."""

    def build(folder: Path, notes: dict[str, Any]) -> None:
        write_items(
            folder,
            (
                Answer(
                    item, float(max(values) == values[RIGHT]), str(values.index(max(values))), str(RIGHT), tuple(values)
                )
                for item, values in logs.items()
            ),
        )
        notes |= {"model": {"name": model}, "task": task, "metric": "acc", "filter": "none"}

    return workspace(root).make_folder(
        Recipe(f"evaluations/{model}/{task}", "evaluate", 1, parents=list(parents)), build
    )


def test_leads_of_the_right_choice_come_with_the_scores(tmp_path: Path) -> None:
    table = items(tmp_path, "translated", SOURCES)
    names = ids(table)
    machine = evaluation(tmp_path, "m", "machine", {item: [-3.0, -1.0, -2.0] for item in names.values()})
    source = evaluation(tmp_path, "m", "source", {key: [-1.0, -2.0, -9.0] for key in SOURCES[:3]})
    found = evaluated_scores(table, None, Evaluations([machine], [source]))
    assert found is not None
    assert (found.models, found.items) == (("m",), tuple(table.read(["id"])["id"].to_pylist()))
    assert found.machine.tolist() == [[1.0]] * 4
    assert not found.known.any()
    assert found.leads[:, 0, 0].tolist() == [1.0] * 4
    assert found.leads[:, 0, 1] == pytest.approx(-1.0)  # the item without an answer has the others' mean


def test_a_version_that_was_not_answered_has_no_lead(tmp_path: Path) -> None:
    table = items(tmp_path, "translated", SOURCES[:1])
    machine = evaluation(tmp_path, "m", "machine", {ids(table)["source a"]: [0.0, -800.0, -3.0]})
    found = evaluated_scores(table, None, Evaluations([machine]))
    assert found is not None
    assert found.leads[0, 0].tolist() == [-800.0, 0.0]


def test_items_that_people_left_out_and_answers_to_what_they_validated_are_known(tmp_path: Path) -> None:
    table = items(tmp_path, "translated", SOURCES)
    names = ids(table)
    left = {names["source a"]: "untranslatable", names["source d"]: "undecided"}
    validated = items(tmp_path, "validated", SOURCES[1:3], left)
    machine = evaluation(tmp_path, "m", "machine", {item: [-3.0, -1.0, -2.0] for item in names.values()})
    after = evaluation(tmp_path, "m", "validated", {ids(validated)["source b"]: [-1.0, -2.0, -3.0]})
    found = evaluated_scores(table, validated, Evaluations([machine], validated=[after]))
    assert found is not None
    by_id = dict(zip(found.items, zip(found.known, found.dropped, strict=True), strict=True))
    assert by_id == {
        names["source a"]: (1, 1), names["source b"]: (1, 0), names["source c"]: (0, 0), names["source d"]: (0, 0),
    }  # fmt: skip
    assert found.validated[found.items.index(names["source b"]), 0] == 0.0


def test_a_model_that_did_not_answer_everything_says_nothing(tmp_path: Path) -> None:
    table = items(tmp_path, "translated", SOURCES)
    machine = evaluation(tmp_path, "m", "machine", {ids(table)["source a"]: [-3.0, -1.0, -2.0]})
    assert evaluated_scores(table, None, Evaluations([machine])) is None
