"""Answers that go round in circles."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Measure

__all__ = ["MEASURES", "SHARE", "repeated_share"]

SHARE = "quality.repetition"
_SIZE = 5
"""Words of a sequence."""
_SAMPLE = 20_000
"""Words that are looked at: five times the longest answer that stays by default."""


def repeated_share(tokens: list[str], size: int) -> float:
    """The share of words (0 to 1) that stand in a sequence of `size` words which occurs more than once.

    It is the duplicate n-gram fraction of Rae et al. (2021, Gopher, table A1), counted in words.

    >>> repeated_share("a b c d e a b c d e".split(), 5)
    1.0
    """
    sequences = list(zip(*(tokens[start:] for start in range(size)), strict=False))
    if len(set(sequences)) == len(sequences):
        return 0.0
    counts = Counter(sequences)
    covered = 0
    end = 0
    for start, sequence in enumerate(sequences):
        if counts[sequence] > 1:
            covered += start + size - max(start, end)
            end = start + size
    return covered / len(tokens)


def _measured(example: Example) -> float:
    return repeated_share(example.answer_words[:_SAMPLE], _SIZE)


MEASURES = (Measure(SHARE, pa.float64(), _measured),)
