"""What of an item a harness task shows: one JSON object an item."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.benchmark.task_yaml import LETTERS, Scoring
from minga.records import BenchmarkItem

__all__ = ["document_of"]

_STOPS = ".,;!?"
_LABEL_WORDS = {"entailment": ("yes", "also", "no"), "paraphrase": ("no", "yes")}
"""In the order of the labels."""


def document_of(item: BenchmarkItem, scoring: Scoring, words: Mapping[str, str]) -> dict[str, Any]:
    """The item's `id` and texts as the task's YAML names them; `words` are those around it."""
    document: dict[str, Any] = {"id": item.id, "context": item.context, "question": item.question}
    if scoring == "generation":
        return document | {"reference": item.reference}
    if scoring == "number":
        return document | {"reference": item.reference, "solution": item.solution}
    if scoring == "overlap":
        right = set(item.answers or (item.answer,))
        sides = [
            [text for place, text in enumerate(item.choices) if (place in right) is side] for side in (True, False)
        ]
        return document | {"reference": item.reference, "right": sides[0], "wrong": sides[1]}
    document |= {"choices": list(item.choices), "answer": item.answer}
    if scoring == "letters":
        return document | {"letters": list(LETTERS[: len(item.choices)])}
    if scoring == "several":
        right = set(item.answers or (item.answer,))
        return document | {"right": [int(place in right) for place in range(len(item.choices))]}
    if scoring == "connective":
        choices = [_lowered(choice) for choice in item.choices]
        return document | {"question": _open(item.question) + words[item.task], "choices": choices}
    if scoring == "labels":
        said = [f"{words[word]}, {_lowered(item.question)}" for word in _LABEL_WORDS[item.task]]
        return document | {"question": _open(item.context) + words["tag"], "context": "", "choices": said}
    return document


def _open(sentence: str) -> str:
    """A sentence that goes on: without the sign that ends it."""
    return sentence.rstrip().rstrip(_STOPS).rstrip()


def _lowered(sentence: str) -> str:
    """A sentence as the second half of one; what begins with a word in capitals stays."""
    return sentence if sentence[1:2].isupper() else sentence[:1].lower() + sentence[1:]
