"""The texts of a benchmark item by the names that engines, findings and reviewers use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.records import BenchmarkItem

__all__ = ["ItemTexts", "choice_name", "texts_of", "values_from"]


def choice_name(index: int) -> str:
    """`choices[2]` for 2."""
    return f"choices[{index}]"


def texts_of(item: BenchmarkItem) -> dict[str, str]:
    """`context`, `question`, `choices[0]` …, `solution` and `reference`, in reading order, without empty ones.

    What is the same in every language is no text: names of labels, and the number that a problem comes to.
    """
    choices = {} if item.labelled else {choice_name(index): choice for index, choice in enumerate(item.choices)}
    reference = "" if item.task == "problem" else item.reference
    texts = {"context": item.context, "question": item.question, **choices}
    texts |= {"solution": item.solution, "reference": reference}
    return {name: text for name, text in texts.items() if text}


class ItemTexts(dict[str, str]):
    """The texts of an item, as `texts_of` has them, and which item they belong to."""

    def __init__(self, item: BenchmarkItem) -> None:
        super().__init__(texts_of(item))
        self.item = item.id


def values_from(item: BenchmarkItem, texts: Mapping[str, str]) -> dict[str, Any]:
    """The fields of `item` with other `texts`; the inverse of `texts_of`."""
    return {
        "context": texts.get("context", item.context),
        "question": texts.get("question", item.question),
        "choices": tuple(texts.get(choice_name(index), choice) for index, choice in enumerate(item.choices)),
        "solution": texts.get("solution", item.solution),
        "reference": texts.get("reference", item.reference),
    }
