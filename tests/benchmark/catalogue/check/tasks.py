"""Small tasks of the harness with data of their own, laid out as on the Hub."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from minga.benchmark.catalogue.check import Checked, Subject, check
from minga.task_cards import TaskCard

CHOICE: dict[str, Any] = {
    "output_type": "multiple_choice",
    "test_split": "test",
    "fewshot_split": "train",
    "doc_to_text": "Pregunta: {{question}}\nRespuesta:",
    "doc_to_choice": "choices",
    "doc_to_target": "answer",
    "metric_list": [{"metric": "acc", "aggregation": "mean", "higher_is_better": True}],
}
WRITTEN: dict[str, Any] = {
    "output_type": "generate_until",
    "test_split": "test",
    "fewshot_split": "train",
    "doc_to_text": "Pregunta: {{question}}\nRespuesta:",
    "doc_to_target": "answer",
    "generation_kwargs": {"until": ["\n"]},
    "metric_list": [{"metric": "exact_match", "aggregation": "mean", "higher_is_better": True}],
}
QUESTIONS = [
    {"question": f"¿Cuál es el plato número {number}?", "choices": ["El mate", "La arepa"], "answer": number % 2}
    for number in range(10)
]
PROBLEMS = [{"question": f"¿Cuánto son {n} y {n}?", "answer": str(2 * n)} for n in range(10)]


def write_task(
    folder: Path, config: dict[str, Any], splits: dict[str, list[dict[str, Any]]], name: str = "tried"
) -> Path:
    """A folder for `lm_eval --include_path`."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {}
    for split, rows in splits.items():
        files[split] = str(folder / f"{name}-{split}.jsonl")
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        Path(files[split]).write_text("\n".join(lines) + "\n", encoding="utf-8")
    data = {"dataset_path": "json", "dataset_kwargs": {"data_files": files, "cache_dir": str(folder / "cache")}}
    text = yaml.safe_dump({"task": name, **data, **config, "metadata": {"version": 1.0}}, allow_unicode=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def card(**changes: Any) -> TaskCard:
    """The card of the task `tried`."""
    stated = {
        "task": "tried", "benchmark": "tried", "language": "es", "metric": "acc", "random": 0.5, "items": 10,
        "licence": "CC0-1.0", "citation": "Pérez (2024)",
    }  # fmt: skip
    return TaskCard.model_validate(stated | changes)


def tried(
    folder: Path,
    config: dict[str, Any],
    rows: list[dict[str, Any]],
    *,
    train: list[dict[str, Any]] | None = None,
    **changes: Any,
) -> Checked:
    """The check of a task of these rows; `changes` are of its card."""
    splits = {"test": rows, "train": rows[:3] if train is None else train}
    where = write_task(folder, config, {split: rows for split, rows in splits.items() if rows})
    return check(Subject(card(**changes), (str(where),)), 0)


def rules(checked: Checked) -> set[str]:
    """The rules that were broken; an unchecked task breaks none."""
    assert not checked.not_checked
    return {one.rule for one in checked.findings}
