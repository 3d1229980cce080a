"""Translations that are much longer or shorter than they should be."""

from __future__ import annotations

import math
from collections.abc import Iterator
from statistics import median

from minga.translate.lint.pairs import Fault, ItemPair, TextPair

__all__ = ["length_out_of_proportion"]

_SPREAD = 0.08
"""Standard deviation of the logarithm of the ratio in very long texts …"""
_SPREAD_SHORT = 1.2
"""… and what shorter ones add, over the square root of their characters. Both are rounded from human translations."""
_FAR = 3.8
"""Standard deviations from what is usual for the languages."""
_FAR_UNKNOWN = 4.5
"""Standard deviations where the rules do not say how long texts are."""
_APART = 3.3
"""Standard deviations from what is usual in the item."""
_ACRONYM = 5
"""Characters of what is often written out in another language: `UK`."""
_TEXTS = 4
"""Texts of an item from which one can be unlike the others."""


def length_out_of_proportion(pair: ItemPair) -> Iterator[Fault]:
    """The logarithm of the ratio of lengths is far from what is usual for a text of this length.

    What is usual comes from the rules of both languages, and from the other texts of the item.
    """
    usual = math.log(pair.rules[1].length / pair.rules[0].length)
    ratios = [(text, _ratio(text)) for text in pair.texts if text.target.strip() and text.source.strip()]
    own = median(ratio for _, ratio in ratios) if len(ratios) >= _TEXTS else usual
    far, apart = (_FAR, _APART) if pair.between_languages else (_FAR_UNKNOWN, _FAR_UNKNOWN)
    for text, ratio in ratios:
        if len(text.source) <= _ACRONYM and text.source.isupper():
            continue
        spread = math.hypot(_SPREAD, _SPREAD_SHORT / math.sqrt(len(text.source.strip()) + 5))
        if abs(ratio - usual) > far * spread or (min(abs(ratio - own), abs(ratio - usual)) > apart * spread):
            yield text.whole()


def _ratio(text: TextPair) -> float:
    return math.log(len(text.target.strip()) / len(text.source.strip()))
