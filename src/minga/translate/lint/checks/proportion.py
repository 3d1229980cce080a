"""Translations that are too short or too long for their source."""

from __future__ import annotations

import math
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["length_out_of_proportion"]

_USUAL = 0.08
"""Logarithm of the ratio that is usual from English into the languages of Spain and its neighbours."""
_SPREAD = 0.08
"""Standard deviation of the logarithm in very long texts …"""
_SPREAD_SHORT = 1.2
"""… and what shorter ones add, over the square root of their characters. Both are rounded from human translations."""
_FAR = 4.5
"""Standard deviations."""


def length_out_of_proportion(text: TextPair) -> Iterator[Fault]:
    """The logarithm of the ratio of lengths is far from what is usual for a text of this length."""
    length = len(text.source.strip())
    if not text.target.strip() or not length:
        return
    ratio = math.log(len(text.target.strip()) / length)
    spread = math.hypot(_SPREAD, _SPREAD_SHORT / math.sqrt(length + 5))
    if abs(ratio - _USUAL) > _FAR * spread:
        yield text.in_target(0, len(text.target), source=text.source)
