"""Items to a folder that stock `lm_eval --include_path` runs, wherever it is moved to."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from minga.benchmark.task_yaml import LETTERS, Scoring, main_metric, task_yaml
from minga.errors import InputError, NothingToDo
from minga.records import BenchmarkItem, first_fault, rows_of
from minga.settings import BenchmarkSettings, ProjectSettings
from minga.tables import Artifact, Table
from minga.task_cards import CARD, TaskCard
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "build_task", "task_name"]

CODE = 2
"""Raised when the same items would give another task."""


def task_name(project: ProjectSettings, benchmark: BenchmarkSettings, language: str) -> str:
    """What `lm_eval --tasks` calls it.

    >>> task_name(project, benchmark, "ca-valencia")  # doctest: +SKIP
    'saberes_mmlu_ca_valencia'
    """
    return "_".join([project.slug, benchmark.name, language.lower()]).replace("-", "_")


def build_task(
    items: Table, project: ProjectSettings, benchmark: BenchmarkSettings, language: str, workspace: Workspace
) -> Artifact:
    """The artifact `tasks/NAME`: YAML, items as JSON lines, their loader, and `minga-task.json` for the leaderboard.

    Raises NothingToDo when there is no item, InputError when choices are scored by letters and an item has too many.
    """
    name = task_name(project, benchmark, language)
    recipe = Recipe(
        name=f"tasks/{name}",
        stage="benchmark",
        code=CODE,
        options=benchmark.model_copy(update={"path": benchmark.path.rpartition("/")[2], "to": ()}),
        parents=[items],
        inputs={"name": name},
    )

    def build(folder: Path, notes: dict[str, Any]) -> None:
        if not items.rows:
            raise NothingToDo(f"{items.name} has no item", hint="people validate items at: minga serve")
        scoring = _scoring(items, benchmark)
        (folder / f"{name}.yaml").write_text(task_yaml(name, language, scoring), encoding="utf-8")
        with (folder / "items.jsonl").open("w", encoding="utf-8") as lines:
            for item in _items(items):
                lines.write(json.dumps(_document(item, scoring), ensure_ascii=False) + "\n")
        with as_file(files("minga.benchmark").joinpath("task_files/loader.py")) as loader:
            shutil.copyfile(loader, folder / "loader.py")
        try:
            card = _card(name, language, items, benchmark, scoring).model_dump(mode="json")
        except ValidationError as error:
            raise InputError(first_fault(error), where=items.name, hint="give items more than one choice") from None
        (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        notes |= {"items": items.rows, "scoring": scoring}

    return workspace.make_folder(recipe, build)


def _items(items: Table) -> Iterator[BenchmarkItem]:
    for batch in items.batches():
        yield from rows_of(batch, BenchmarkItem)


def _scoring(items: Table, benchmark: BenchmarkSettings) -> Scoring:
    """`auto` lists the choices with letters as in an exam; TruthfulQA's many long answers are scored by their texts."""
    sizes = {len(item.choices) for item in _items(items)}
    if sizes == {0}:
        return "generation"
    if 0 in sizes:
        raise InputError(
            "some items have choices and some have not", where=items.name, hint="make two benchmarks of it"
        )
    truthfulqa = benchmark.form == "truthfulqa" or (benchmark.form == "auto" and benchmark.path.endswith(".json"))
    by_texts = benchmark.scoring == "texts" or (benchmark.scoring == "auto" and truthfulqa)
    if not by_texts and max(sizes) > len(LETTERS):
        raise InputError(
            f"an item has {max(sizes)} choices, more than there are letters",
            where=items.name,
            hint='set scoring = "texts" in its [[benchmarks]]',
        )
    return "texts" if by_texts else "letters"


def _document(item: BenchmarkItem, scoring: Scoring) -> dict[str, Any]:
    document: dict[str, Any] = {"id": item.id, "context": item.context, "question": item.question}
    if scoring == "generation":
        return document | {"reference": item.reference}
    document |= {"choices": list(item.choices), "answer": item.answer}
    return document | ({"letters": list(LETTERS[: len(item.choices)])} if scoring == "letters" else {})


def _card(name: str, language: str, items: Table, benchmark: BenchmarkSettings, scoring: Scoring) -> TaskCard:
    chance = validated = 0.0
    translated = False
    validators: set[str] = set()
    for item in _items(items):
        chance += 1 / len(item.choices) if item.choices else 0.0
        validated += bool(item.validated_by)
        validators.update(item.validated_by)
        translated |= item.origin == "translated"
    return TaskCard(
        task=name,
        benchmark=benchmark.name,
        language=language,
        metric=main_metric(scoring),
        random=chance / items.rows,
        maximum=1.0,
        items=items.rows,
        translated=translated,
        validated=validated / items.rows,
        validators=tuple(sorted(validators)),
        verdicts=items.manifest.notes.get("verdicts", {}),
        licence=benchmark.licence,
        citation=benchmark.citation,
        source=benchmark.source,
    )
