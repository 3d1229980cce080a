"""A task's items with each model's answer: from the evaluations, as far as these kept what was asked and answered."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from minga.leaderboard.columns import Column
from minga.results import SAMPLES, Answer, answers_at
from minga.tables import Artifact

__all__ = [
    "ALL_RIGHT", "DIVIDED", "Item", "NONE_RIGHT", "Rates", "choose", "rates_of", "read_items", "read_rates",
    "write_rates",
]  # fmt: skip

NONE_RIGHT, ALL_RIGHT, DIVIDED = "none", "all", "divided"
"""Which items: those that no model got right, that all did, and the others."""
_LONGEST = 3000
"""Characters of a question or an answer that are shown; of a question the end, after the examples."""
_LABEL = 40
"""Characters of what stands before a question on its line, such as `Pregunta: `."""
_Name = tuple[str, str]
"""Subtask and id of an item."""
_LARGEST = 4_000_000
"""Bytes of one line of samples that is still read."""


@dataclass(frozen=True)
class Rates:
    """How many of the models got each item right."""

    items: tuple[str, ...]
    right: tuple[float, ...]
    """Sum of the models' scores on the item."""
    models: int

    def kind(self, row: int) -> str:
        """`NONE_RIGHT`, `ALL_RIGHT` or `DIVIDED`."""
        right = self.right[row]
        return NONE_RIGHT if right == 0 else ALL_RIGHT if right == self.models else DIVIDED


@dataclass(frozen=True)
class Item:
    """An item as the models saw it, and what they answered."""

    id: str
    question: str
    """Empty where the samples are not there."""
    choices: tuple[str, ...]
    """Empty where the answer was written."""
    target: str
    """Index of the right choice, or the reference."""
    right: float
    models: int
    answers: Mapping[str, Answer]
    """By model, in the order of the ranking."""


def rates_of(columns: Iterable[Column]) -> dict[str, Rates]:
    """By task, where its items may be shown: of the models that answered the same ones, if not all did."""
    found = {}
    for column in columns:
        if column.answered and not column.card.private:
            most = column.answered[0]
            right_ones = most.right if most.hits is None else most.hits
            scores = (most.raw or most.sample).scores if right_ones is None else right_ones
            right = tuple(round(float(each), 6) for each in scores.sum(axis=0))
            found[column.card.task] = Rates(most.items, right, len(most.models))
    return found


def write_rates(rates: Mapping[str, Rates], path: Path) -> None:
    """Write a Parquet file with one row an item: task, item, how many models got it right, of how many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [
        (task, each, item, right)
        for task, each in rates.items()
        for item, right in zip(each.items, each.right, strict=True)
    ]
    table = pa.table(
        {
            "task": pa.array([task for task, *_ in rows], pa.string()),
            "item": pa.array([item for *_, item, _ in rows], pa.string()),
            "right": pa.array([right for *_, right in rows], pa.float64()),
            "models": pa.array([each.models for _, each, *_ in rows], pa.int64()),
        }
    )
    pq.write_table(table, path, compression="zstd")


def read_rates(path: Path) -> dict[str, Rates]:
    """What `write_rates` wrote."""
    import pyarrow.parquet as pq

    found: dict[str, tuple[list[str], list[float], int]] = {}
    for row in pq.read_table(path).to_pylist():
        items, right, _ = found.setdefault(row["task"], ([], [], row["models"]))
        items.append(row["item"])
        right.append(row["right"])
    return {task: Rates(tuple(items), tuple(right), models) for task, (items, right, models) in found.items()}


@lru_cache(maxsize=256)  # every pair's page asks for the same
def choose(rates: Rates, most: int) -> tuple[int, ...]:
    """Rows of at most `most` items that tell most: those that nobody and those that everybody got right (a quarter
    each at the most), and those on which the models are most divided; in the order of the task."""
    rows = range(len(rates.items))
    none = [row for row in rows if rates.kind(row) == NONE_RIGHT][: most // 4]
    everyone = [row for row in rows if rates.kind(row) == ALL_RIGHT][: most // 4]
    divided = [row for row in rows if rates.kind(row) == DIVIDED]
    divided.sort(key=lambda row: abs(rates.right[row] / rates.models - 0.5))
    return tuple(sorted([*none, *everyone, *divided[: most - len(none) - len(everyone)]]))


def read_items(rows: Sequence[int], rates: Rates, evaluations: Mapping[str, Artifact]) -> list[Item]:
    """The items of these rows; `evaluations` of the task by model, best first."""
    given = {model: answers_at(evaluation, rows) for model, evaluation in evaluations.items()}
    names = {row: (_subtask(row, rates, given), rates.items[row]) for row in rows}
    texts = _texts(evaluations, set(names.values()))
    return [_item(row, rates, given, texts.get(names[row])) for row in rows]


def _subtask(row: int, rates: Rates, given: Mapping[str, Mapping[int, Answer]]) -> str:
    """The part of the group that an item is of: ids may be used again in each."""
    known = (answers[row] for answers in given.values() if row in answers)
    return next((answer.subtask for answer in known if answer.item == rates.items[row]), "")


def _item(row: int, rates: Rates, given: Mapping[str, Mapping[int, Answer]], sample: Mapping[str, Any] | None) -> Item:
    name = rates.items[row]
    found = {model: known[row] for model, known in given.items() if row in known and known[row].item == name}
    question, choices = _shown(sample) if sample else ("", ())
    target = next((answer.target for answer in found.values()), "")
    return Item(name, question, choices, target[:_LONGEST], rates.right[row], rates.models, found)


def _texts(evaluations: Mapping[str, Artifact], names: set[_Name]) -> dict[_Name, Mapping[str, Any]]:
    """What was asked, of the first evaluation that kept its samples."""
    for evaluation in evaluations.values():
        if (evaluation.path / SAMPLES).is_file():
            found = dict(_samples(evaluation, names))
            if found:
                return found
    return {}


def _samples(evaluation: Artifact, names: set[_Name]) -> Iterator[tuple[_Name, Mapping[str, Any]]]:
    with (evaluation.path / SAMPLES).open("rb") as lines:
        while line := lines.readline(_LARGEST):
            try:
                sample = json.loads(line)
                name = str(sample.get("subtask") or ""), str(sample["doc"].get("id") or sample["doc_hash"])
            except (ValueError, KeyError, AttributeError, TypeError):
                continue
            if name in names:
                yield name, sample


def _shown(sample: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The question and its choices, from the requests that the model was sent."""
    requests = _requests(sample)
    if not requests:
        return "", ()
    contexts = [request[0] for request in requests]
    if len(set(contexts)) > 1:
        return "", tuple(_end(" ".join(request)) for request in requests)
    question = _end(_after_examples(contexts[0], sample["doc"]))
    return question, tuple(request[1].strip()[:_LONGEST] for request in requests) if len(requests) > 1 else ()


def _after_examples(context: str, document: Mapping[str, Any]) -> str:
    """What was asked of this item: from where the first of its own longer texts stands, with the label before it."""
    texts = [text for text in document.values() if isinstance(text, str) and text and text in context]
    longest = max(map(len, texts), default=0)
    start = min((context.rfind(text) for text in texts if 4 * len(text) >= longest), default=0)
    line = context.rfind("\n", 0, start) + 1
    return context[line if start - line <= _LABEL else start :]


def _requests(sample: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Context and continuation of each request, in the forms of newer and older harnesses."""
    given = sample.get("arguments") or []
    parts = [list(each.values()) if isinstance(each, dict) else list(each) for each in _values(given)]
    texts = [(str(part[0]), [more for more in part[1:2] if isinstance(more, str)]) for part in parts if part]
    return [(context, more[0] if more else "") for context, more in texts]


def _values(given: Any) -> list[Any]:
    if isinstance(given, dict):
        return list(given.values())
    return [each for each in given if isinstance(each, list | dict)] if isinstance(given, list) else []


def _end(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _LONGEST else "… " + text[-_LONGEST:]
