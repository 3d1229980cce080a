"""Answers that go round in circles."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from minga.curate.rules import Drop, Example

__all__ = ["RepetitionRule", "repeated_share"]


@dataclass(frozen=True)
class RepetitionRule:
    """Bounds the share of an answer's words that stand in repeated sequences."""

    max_share: float
    size: int = 5

    def __call__(self, example: Example) -> Drop | None:
        """`repetitive`, with the share."""
        share = repeated_share(example.answer_words, self.size)
        return Drop("repetitive", f"{share:.0%} of the words") if share > self.max_share else None


def repeated_share(tokens: list[str], size: int) -> float:
    """The share of words (0 to 1) that stand in a sequence of `size` words which occurs more than once.

    It is the duplicate n-gram fraction of Rae et al. (2021, Gopher, table A1), counted in words.

    >>> repeated_share("a b c d e a b c d e".split(), 5)
    1.0
    """
    sequences = [tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1)]
    counts = Counter(sequences)
    if len(counts) == len(sequences):
        return 0.0
    covered = 0
    end = 0
    for start, sequence in enumerate(sequences):
        if counts[sequence] > 1:
            covered += start + size - max(start, end)
            end = start + size
    return covered / len(tokens)
