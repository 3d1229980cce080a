"""What somebody answered, or was expected to, in words: for explanations beside an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from minga.community.models import Campaign
from minga.review.questions import questions_of
from minga.settings import QuestionSettings
from minga.web.item_forms import shown_place

__all__ = ["Said", "in_words"]


@dataclass(frozen=True)
class Said:
    """The answer to one question."""

    name: str
    """Of the question: `verdict` and `preference` are named in the reader's language by the template."""
    title: str
    values: tuple[str, ...]
    """One or more answers, any of which is right, where it is an expectation."""


def in_words(campaign: Campaign, answers: Mapping[str, Any], *, swapped: bool = False) -> tuple[Said, ...]:
    """`answers` by the name of the question, in the order in which they are asked; a verdict is one of them.

    `swapped` says that the second text of a comparison was shown first.
    """
    said = []
    for question in questions_of(campaign):
        if question.name in answers:
            values = _alternatives(question, answers[question.name])
            words = tuple(_words(question, value, swapped=swapped) for value in values)
            said.append(Said(question.name, question.title, words))
    return tuple(said)


def _alternatives(question: QuestionSettings, value: Any) -> list[Any]:
    """The answers that `value` stands for: a key may name several."""
    if not isinstance(value, list):
        return [value]
    if question.type in {"labels", "ranking"}:
        return value if value and isinstance(value[0], list) else [value]
    return value


def _words(question: QuestionSettings, value: Any, *, swapped: bool) -> str:
    if question.name == "preference":
        return shown_place(str(value), swapped=swapped)
    if isinstance(value, list):
        return ", ".join(question.labels.get(str(one), str(one)) for one in value)
    return question.labels.get(str(value), str(value))
