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
_CONTENT = 2
"""Words that mean something by which source and translation differ at least: small words are many or few as it goes."""
_SMALL_WORDS = 1.3
"""How much further texts may be apart that have as many words that mean something."""
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
        off = max(abs(ratio - usual) / far, min(abs(ratio - own), abs(ratio - usual)) / apart) / spread
        if off > 1 and (off > _SMALL_WORDS or _differs(text)):
            yield text.whole()


def _differs(text: TextPair) -> bool:
    """Whether it is not only small words that the translation has less or more."""
    if not text.source_rules.known or not text.target_rules.known:
        return True
    ours = sum(word.low not in text.source_rules.function_words for word in text.source_words)
    theirs = sum(word.low not in text.target_rules.function_words for word in text.target_words)
    return abs(ours - theirs) >= _CONTENT


def _ratio(text: TextPair) -> float:
    return math.log(len(text.target.strip()) / len(text.source.strip()))
