"""TruthfulQA and its translations: a JSON list of questions with `mc1_targets`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from minga.errors import InputError
from minga.settings import BenchmarkSettings
from minga.translate.readers.rows import Dropped, Row, item_or_fault

__all__ = ["read_truthfulqa"]

_HINT = 'give a JSON list of {"question": …, "mc1_targets": {"choices": […], "labels": […]}}'


def read_truthfulqa(benchmark: BenchmarkSettings, content: Mapping[str, bytes]) -> Iterator[Row]:
    """The single-answer questions (mc1), with their choices in an order of their own.

    The files put the right answer first. A likelihood does not mind, people and prompts with letters do: the choices
    of each question are put in the order of a hash of the question's number in the benchmark and of their place, so
    translations of one benchmark agree.

    Dropped: `invalid-row`, `no-single-answer`. Raises InputError when a file is not such a list.
    """
    for name, data in content.items():
        for number, row in enumerate(_rows(name, data), 1):
            place = f"row {number}"
            if not isinstance(row, dict):
                yield Dropped(place, "invalid-row", "not an object")
            else:
                yield _row(benchmark, place, row, str(row.get("id", number)))


def _rows(name: str, data: bytes) -> list[Any]:
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise InputError("is not JSON in UTF-8", where=name, hint=_HINT) from error
    if not isinstance(rows, list):
        raise InputError("holds no list of questions", where=name, hint=_HINT)
    return rows


def _row(benchmark: BenchmarkSettings, place: str, row: Mapping[str, Any], number: str) -> Row:
    targets = row.get("mc1_targets")
    choices = targets.get("choices") if isinstance(targets, dict) else None
    labels = targets.get("labels") if isinstance(targets, dict) else None
    if not isinstance(choices, list) or not isinstance(labels, list) or len(choices) != len(labels):
        return Dropped(place, "invalid-row", "mc1_targets: needs as many labels as choices")
    if labels.count(1) != 1 or labels.count(0) != len(labels) - 1:
        return Dropped(place, "no-single-answer", f"labels {labels}")
    order = sorted(range(len(choices)), key=lambda index: _draw(number, index))
    return item_or_fault(
        benchmark,
        place,
        {
            "subject": row.get("category") or "",
            "question": row.get("question"),
            "choices": [choices[index] for index in order],
            "answer": order.index(labels.index(1)),
            "origin": "human",
        },
    )


def _draw(number: str, index: int) -> str:
    return hashlib.sha256(f"truthfulqa {number} {index}".encode()).hexdigest()
