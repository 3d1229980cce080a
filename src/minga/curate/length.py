"""Answers that are too short or too long."""

from __future__ import annotations

from dataclasses import dataclass

from minga.curate.rules import Drop, Example

__all__ = ["LengthRule"]


@dataclass(frozen=True)
class LengthRule:
    """Bounds an answer's length, in words."""

    min_words: int
    max_words: int

    def __call__(self, example: Example) -> Drop | None:
        """`too-short` or `too-long`, with the number of words."""
        count = len(example.answer_words)
        if count < self.min_words:
            return Drop("too-short", f"{count} words of at least {self.min_words}")
        if count > self.max_words:
            return Drop("too-long", f"{count} words of at most {self.max_words}")
        return None
