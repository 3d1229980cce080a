"""Items to tasks to results to the page, as the stages before really leave them; the model is real, if tiny."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from minga.benchmark import build_task
from minga.evaluate import evaluate, score
from minga.leaderboard import Gap, leaderboard
from minga.models import find_model
from minga.records import BenchmarkItem, to_batch
from minga.settings import BenchmarkSettings, EvaluateSettings
from minga.table_writer import TableWriter
from minga.tables import Artifact, Table
from minga.workspace import Recipe, Workspace
from tests.evaluate.tasks import ITEMS
from tests.leaderboard.boards import PROJECT, SETTINGS, workspace

WRITTEN = [{"question": "¿Cuánto es 2 + 2?", "reference": "4"}, {"question": "¿Y 3 + 4?", "reference": "7"}]


def _items(space: Workspace, name: str, rows: Sequence[Mapping[str, Any]], **shared: Any) -> Table:
    known = {"benchmark": name, "language": "es", "origin": "human", "licence": "CC0-1.0", **shared}
    items = [BenchmarkItem.model_validate({**known, **row, "id": ""}) for row in rows]
    items.sort(key=lambda item: item.id)

    def build(writer: TableWriter) -> None:
        writer.count_in(len(items))
        writer.write(to_batch(items, BenchmarkItem.schema))

    return space.make_table(Recipe(f"validated/{name}-es", "review", 1), BenchmarkItem.schema, build)


def _task(space: Workspace, items: Table, name: str) -> Artifact:
    benchmark = BenchmarkSettings(name=name, path="items.jsonl", licence="CC0-1.0", citation="Saberes, 2024.")
    return build_task(items, PROJECT, benchmark, "es", space)


def _without_items(task: Artifact, space: Workspace) -> Artifact:
    """The task under another name, as it is when its data are gone."""
    card = json.loads((task.path / "minga-task.json").read_text(encoding="utf-8"))

    def build(folder: Path, notes: dict[str, Any]) -> None:
        shutil.copyfile(task.path / "loader.py", folder / "loader.py")
        text = (task.path / f"{card['task']}.yaml").read_text(encoding="utf-8")
        (folder / "andes_rota_es.yaml").write_text(text.replace(card["task"], "andes_rota_es"), encoding="utf-8")
        card["task"] = "andes_rota_es"
        (folder / "minga-task.json").write_text(json.dumps(card), encoding="utf-8")

    return space.make_folder(Recipe("tasks/andes_rota_es", "benchmark", 1), build)


@pytest.mark.slow
def test_the_page_has_the_harness_numbers_and_its_failures(tmp_path: Path, tiny_model: Path) -> None:
    space = workspace(tmp_path)
    people = {"origin": "translated", "validated_by": ("Rosa", "Persona de prueba 1 (simulada)")}
    choices = _task(space, _items(space, "saberes", ITEMS, **people), "saberes")
    tasks = [choices, _task(space, _items(space, "escrita", WRITTEN), "escrita"), _without_items(choices, space)]
    done = evaluate(find_model(str(tiny_model), space), tasks, EvaluateSettings(), space)
    gaps = {(done.model.slug, task): Gap(reason="failed", detail=reason) for task, reason in done.failed.items()}
    board = leaderboard(done.done, tasks, gaps, SETTINGS, PROJECT, space)
    numbers = json.loads((board.path / "scores.json").read_text(encoding="utf-8"))
    values = {each["task"]: (each["value"], each["interval"] is not None) for each in numbers["scores"]}
    assert values == {each.name.rpartition("/")[2]: (score(each).value, True) for each in done.done}
    assert sorted(values) == ["andes_escrita_es", "andes_saberes_es"]
    [hole] = numbers["holes"]
    assert (hole["task"], hole["gap"]["reason"]) == ("andes_rota_es", "failed")
    assert numbers["averages"] == []
    written, validated = (
        (board.path / "tasks" / f"andes_{name}_es.html").read_text(encoding="utf-8") for name in ("escrita", "saberes")
    )
    assert "Preguntas originales, sin traducir." in written
    assert "Traducción validada por 1 persona." in validated
    assert "tiny-llama" in (board.path / "index.html").read_text(encoding="utf-8")
