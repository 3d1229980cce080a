"""Answers in which an assistant refuses, or speaks of itself as a language model."""

from __future__ import annotations

import re

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.quality.refusal_phrases import GALICIAN_SELF, KEYS, PHRASES
from minga.curate.rules import Measure, told

__all__ = ["MEASURES", "REFUSAL"]

_OPENING = 160
"""Characters of an answer in which such a sentence stands; later it is a quotation or a theme."""
_PATTERN, _GALICIAN = (
    re.compile(r"(?<!\w)(?:" + "|".join(phrases) + ")") for phrases in (PHRASES, (*PHRASES, *GALICIAN_SELF))
)


def _refusal(example: Example) -> str | None:
    """The words with which an answer opens that is a refusal, or in which an assistant speaks of itself."""
    if KEYS.isdisjoint(example.answer_words):
        return None
    pattern = _GALICIAN if example.language.partition("-")[0] == "gl" else _PATTERN
    found = pattern.search(example.normalised_answer[:_OPENING])
    return found[0] if found else None


MEASURES = (Measure("quality.refusal", pa.string(), _refusal),)
REFUSAL = told("refusal", "quality.refusal")
