"""Answers that are too short or too long."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.example import Example
from minga.curate.quality.thresholds import LANGUAGE, Threshold
from minga.curate.rules import Measure, Rule

__all__ = ["MEASURES", "WORDS", "length_rules"]

WORDS = "quality.words"


def _count(example: Example) -> int:
    return len(example.answer_words)


MEASURES = (Measure(WORDS, pa.int32(), _count),)


def length_rules(least: Threshold, most: Threshold) -> tuple[Rule, Rule]:
    """Answers of fewer than `least` and of more than `most` words leave."""
    return (
        Rule(
            "too-short",
            [WORDS, LANGUAGE],
            lambda seen: pc.less(seen[WORDS], least.rows(seen)),
            lambda row: f"{row[WORDS]} words of at least {least.of(row[LANGUAGE])}",
        ),
        Rule(
            "too-long",
            [WORDS, LANGUAGE],
            lambda seen: pc.greater(seen[WORDS], most.rows(seen)),
            lambda row: f"{row[WORDS]} words of at most {most.of(row[LANGUAGE])}",
        ),
    )
