"""TruthfulQA and its translations: one right answer (MC1), several (MC2), or a written one."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from minga.translate.readers.forms.cells import about, text_in, texts_in
from minga.translate.readers.rows import FileRow, Unusable

__all__ = ["read_mc1", "read_mc2", "read_written"]


def read_mc1(row: FileRow, _language: str) -> Mapping[str, Any]:
    """The single-answer question, with its choices in an order of its own.

    The files put the right answer first. A likelihood does not mind, people and prompts with letters do: the choices
    of each question are put in the order of a hash of the question's number in the benchmark and of their place, so
    translations of one benchmark agree.
    """
    choices, labels = _targets(row.values, "mc1_targets")
    if labels.count(1) != 1:
        raise Unusable("no-single-answer", f"labels {labels}")
    return _common(row) | _ordered(row, choices, labels)


def read_mc2(row: FileRow, _language: str) -> Mapping[str, Any]:
    """The question with several right answers; `answer` is the first of them, `answers` are all."""
    choices, labels = _targets(row.values, "mc2_targets")
    if 1 not in labels or 0 not in labels:
        raise Unusable("no-answer", f"labels {labels}")
    return _common(row) | _ordered(row, choices, labels, several=True)


def read_written(row: FileRow, _language: str) -> Mapping[str, Any]:
    """The question with its best answer as reference, and as choices what is right and wrong to say."""
    values = row.values
    right, wrong = _listed(values, "correct_answers"), _listed(values, "incorrect_answers")
    best = text_in(values, "best_answer", "Best Answer")
    right = list(dict.fromkeys([*right, best]))
    wrong = [text for text in dict.fromkeys(wrong) if text not in right]
    if not wrong:
        raise Unusable("invalid-row", "incorrect_answers: none that is not among the correct ones")
    return _common(row) | {
        "task": "generation",
        "choices": [*right, *wrong],
        "answer": 0,
        "answers": list(range(len(right))),
        "reference": best,
    }


def _common(row: FileRow) -> dict[str, Any]:
    values = row.values
    return {
        **about(row, "id"),
        "task": "question",
        "subject": str(values.get("category") or values.get("Category") or ""),
        "question": text_in(values, "question", "Question"),
        "origin": "human",
    }


def _targets(values: Mapping[str, Any], name: str) -> tuple[list[str], list[int]]:
    targets = values.get(name)
    labels = targets.get("labels") if isinstance(targets, dict) else None
    if not isinstance(targets, dict) or not isinstance(labels, list):
        raise Unusable("invalid-row", f"{name}: needs choices and labels")
    choices = texts_in(targets, "choices", empty=True)
    if len(choices) != len(labels):
        raise Unusable("invalid-row", f"{name}: needs as many labels as choices")
    if any(label not in (0, 1) for label in labels):
        raise Unusable("no-single-answer" if name == "mc1_targets" else "no-answer", f"labels {labels}")
    return choices, [int(label) if choice else 0 for choice, label in zip(choices, labels, strict=True)]


def _ordered(row: FileRow, choices: list[str], labels: list[int], *, several: bool = False) -> dict[str, Any]:
    """The choices that say something, in their order: the lists of TruthfulQA have empty ones in them."""
    number = str(row.values.get("id", row.number))
    said = (index for index, choice in enumerate(choices) if choice)
    order = sorted(said, key=lambda index: _draw(number, index))
    right = [place for place, index in enumerate(order) if labels[index] == 1]
    placed = {"choices": [choices[index] for index in order], "answer": right[0]}
    return placed | ({"answers": right} if several else {})


def _draw(number: str, index: int) -> str:
    return hashlib.sha256(f"truthfulqa {number} {index}".encode()).hexdigest()


def _listed(values: Mapping[str, Any], name: str) -> list[str]:
    """The answers as a list; the authors' CSV has them in one cell with `;` between them."""
    found = values.get(name, values.get(name.replace("_", " ").title()))
    answers = texts_in({name: found.split(";") if isinstance(found, str) else found}, name, empty=True)
    return [answer for answer in answers if answer]
