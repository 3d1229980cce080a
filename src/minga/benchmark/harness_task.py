"""Items to a folder that stock `lm_eval --include_path` runs, wherever it is moved to."""

from __future__ import annotations

import json
import shutil
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from minga.benchmark.documents import document_of
from minga.benchmark.prompt_words import prompt_words
from minga.benchmark.task_yaml import LETTERS, OWN_METRICS, Scoring, main_metric, task_yaml
from minga.errors import InputError, NothingToDo
from minga.records import BenchmarkItem, first_fault, records_of
from minga.settings import BenchmarkSettings, ProjectSettings
from minga.tables import Artifact, Table
from minga.task_cards import CARD, ITEMS, TaskCard
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "build_task", "task_name"]

CODE = 2
"""Raised when the same items would give another task."""


_WAYS: dict[str, Scoring] = {
    "continuation": "continuation",
    "cause": "connective",
    "effect": "connective",
    "entailment": "labels",
    "paraphrase": "labels",
    "problem": "number",
    "generation": "overlap",
}
"""By what an item asks, where that leaves no choice."""
_MIXED = "make two benchmarks of it, one for each kind of question"


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

    Raises NothingToDo when there is no item or the items are prompts without answers, InputError when choices are
    scored by letters and an item has too many, or items of one benchmark are scored in different ways.
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
        words = prompt_words(language)
        (folder / f"{name}.yaml").write_text(task_yaml(name, language, scoring), encoding="utf-8")
        with (folder / ITEMS).open("w", encoding="utf-8") as lines:
            for item in records_of(items.batches(), BenchmarkItem):
                lines.write(json.dumps(document_of(item, scoring, words), ensure_ascii=False) + "\n")
        for code in ["loader.py", *(["scoring.py"] if scoring in OWN_METRICS else [])]:
            with as_file(files("minga.benchmark").joinpath("task_files", code)) as beside:
                shutil.copyfile(beside, folder / code)
        try:
            card = _card(name, language, items, benchmark, scoring).model_dump(mode="json")
        except ValidationError as error:
            raise InputError(first_fault(error), where=items.name, hint="give items more than one choice") from None
        (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        notes |= {"items": items.rows, "scoring": scoring}

    return workspace.make_folder(recipe, build)


def _scoring(items: Table, benchmark: BenchmarkSettings) -> Scoring:
    """How the items are scored, all in one way.

    `auto` lists the choices of a question with letters as in an exam; those of ARC, OpenBookQA and TruthfulQA are
    scored by their texts.
    """
    ways: set[Scoring] = set()
    most = 0
    for item in records_of(items.batches(), BenchmarkItem):
        ways.add(_way(item, benchmark))
        most = max(most, len(item.choices))
    if len(ways) > 1:
        raise InputError(
            f"items are scored in different ways: {', '.join(sorted(ways))}", where=items.name, hint=_MIXED
        )
    (scoring,) = ways
    if scoring == "letters" and most > len(LETTERS):
        raise InputError(
            f"an item has {most} choices, more than there are letters",
            where=items.name,
            hint='set scoring = "texts" in its [[benchmarks]]',
        )
    return scoring


def _way(item: BenchmarkItem, benchmark: BenchmarkSettings) -> Scoring:
    if item.task in _WAYS:
        return _WAYS[item.task]
    if item.task == "prompt":
        raise NothingToDo(f"{benchmark.name} has prompts without answers", hint="they can be published, not scored")
    if not item.choices:
        return "generation"
    if item.answers:
        return "several"
    if benchmark.scoring != "auto":
        return benchmark.scoring
    # a table from before items said what they ask
    truthfulqa = benchmark.form == "truthfulqa" or (benchmark.form == "auto" and benchmark.path.endswith(".json"))
    return "texts" if item.task == "question" or (not item.task and truthfulqa) else "letters"


def _card(name: str, language: str, items: Table, benchmark: BenchmarkSettings, scoring: Scoring) -> TaskCard:
    chance = validated = 0.0
    translated = False
    validators: set[str] = set()
    for item in records_of(items.batches(), BenchmarkItem):
        chance += _chance(item, scoring)
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
        origin="machine" if translated else "native",
        validated=validated / items.rows,
        validators=tuple(sorted(validators)),
        family=benchmark.family,
        donor=benchmark.donor,
        verdicts=items.manifest.notes.get("verdicts", {}),
        licence=benchmark.licence,
        citation=benchmark.citation,
        source=benchmark.source,
    )


def _chance(item: BenchmarkItem, scoring: Scoring) -> float:
    """What guessing scores; of a written answer nothing."""
    return max(1, len(item.answers)) / len(item.choices) if item.choices and scoring != "overlap" else 0.0
