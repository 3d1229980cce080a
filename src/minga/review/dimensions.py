"""What people can agree on: each deciding question, or, where several labels may be given, each of them.

A dimension has values, numbered from 0, of which one is true of an item. `labels` become one yes-or-no dimension each:
whether a text is *rude* and whether it is *old* are two things to be right or wrong about.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from minga.review.said import Said
from minga.settings import QuestionSettings

__all__ = ["Dimension", "dimensions_of", "value_from"]


@dataclass(frozen=True)
class Dimension:
    """One thing on which people agree or not."""

    question: QuestionSettings
    option: str = ""
    """The label that it is about, of a question for several."""

    @property
    def name(self) -> str:
        """`cultural`, or `faults=rude` for one of several labels."""
        return f"{self.question.name}={self.option}" if self.option else self.question.name

    @cached_property
    def values(self) -> tuple[str, ...]:
        """As text, in the order of their numbers."""
        if self.option:
            return ("no", "yes")
        if self.question.type == "rating":
            return tuple(str(mark) for mark in range(self.question.low, self.question.high + 1))
        return self.question.options

    @cached_property
    def _codes(self) -> Mapping[str, int]:
        return {value: code for code, value in enumerate(self.values)}

    def code_of(self, said: Said) -> int | None:
        """The number of what somebody said; None where she said nothing about it, or what is not asked any more."""
        return self.code(said.value_of(self.question.name))

    def code(self, value: Any) -> int | None:
        """The number of an answer to the question; None for none."""
        if value is None:
            return None
        if self.option:
            return int(self.option in value) if isinstance(value, list) else None
        return self._codes.get(str(value))


def dimensions_of(question: QuestionSettings) -> tuple[Dimension, ...]:
    """The dimensions of one question."""
    if question.type == "labels":
        return tuple(Dimension(question, option) for option in sorted(question.options))
    return (Dimension(question),)


def value_from(question: QuestionSettings, codes: Sequence[int]) -> Any:
    """The answer to a question that its dimensions' codes amount to; the inverse of `Dimension.code_of`."""
    if question.type == "labels":
        return [option for option, code in zip(sorted(question.options), codes, strict=True) if code]
    value = Dimension(question).values[codes[0]]
    return int(value) if question.type == "rating" else value
