"""Answers that go round in circles."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.example import Example
from minga.curate.rules import Measure, Rule

__all__ = ["MEASURES", "repeated_share", "repetition_rule"]

SHARE = "quality.repetition"
_SIZE = 5
"""Words of a sequence."""


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


def _measured(example: Example) -> float:
    return repeated_share(example.answer_words, _SIZE)


MEASURES = (Measure(SHARE, pa.float64(), _measured),)


def repetition_rule(most: float) -> Rule:
    """Answers of whose words more than the share `most` stands in repeated sequences leave."""
    return Rule(
        "repetitive",
        [SHARE],
        lambda seen: pc.greater(seen[SHARE], most),
        lambda row: f"{row[SHARE]:.0%} of the words",
    )
