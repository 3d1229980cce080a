"""Translations that belong to another text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from minga.translate.lint.checks.units import is_converted
from minga.translate.lint.folding import cognate, folded
from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.marks import KIN
from minga.translate.lint.pairs import Fault, ItemPair, TextPair, Word
from minga.translate.lint.vocabulary import meanings

__all__ = ["other_text"]

_UNLIKELY, _IMPOSSIBLE = -2.0, -3.0
"""Nats for a note and for a warning. One human translation in a hundred is below the one and one in two hundred is
below the other, before the rest of the item is looked at."""
_CLEARLY = 2
"""Marks in both texts that leave no doubt."""
_CUT = 0.45
"""How long a text is, beside its source, that has not been cut short."""
_LEAST, _ENOUGH = 2, 3
"""Words of the source that mean something, from which its translation can be known, and be known for sure."""
_STEM = 5
"""Letters at the beginning that the forms of one word share."""
_NAME = 3
"""Letters by which a name is known."""
_SPREAD = 0.28
"""Standard deviation of the logarithm of the ratio of lengths of short texts in human translations, rounded up."""
_FAR = 3.0
"""Where the square of the distance in standard deviations, halved, counts no more."""

# Logistic regression over 12,000 pairs of human translations into five languages against as many drawn at random,
# languages weighing the same; rounded.
_FIRST = 0.6
_WORDS = {
    # a word of the source or of the translation that the table of common words has, or that it has not
    ("source", "meaning"): (1.2, -1.0),
    ("target", "meaning"): (1.8, -0.3),
    ("source", "kin"): (2.1, -0.2),
    ("target", "kin"): (1.6, 0.0),
}
"""What it counts that such a word has one that answers to it on the other side, and that it has none."""
_NUMBER = (1.4, -1.4)
_DENIES, _DENIES_NO_MORE, _DENIES_NOW = 1.3, -1.9, -0.4
_ASKS = -2.0
"""One of the two asks."""
_NAMES = {"source": (0.6, -0.6), "target": (0.9, -0.4)}
_LENGTH = -1.6
_DIGITS = re.compile(r"\d+")


def other_text(pair: ItemPair) -> Iterator[Fault]:
    """Hardly anything of the source is in the translation: neither its words nor its numbers, names, denials, length.

    A row that slipped, or an ending of another item. Where source and translation both share words with the same other
    text of the item, they belong together. What is said freely looks alike, so that some are notes.
    """
    if not pair.between_languages:
        return
    for text in pair.texts:
        if len(text.target) < _CUT * len(text.source) or len(text.source_marks & text.target_marks) >= _CLEARLY:
            continue
        ours, theirs = _content(text.source_words, text.source_rules), _content(text.target_words, text.target_rules)
        if len(ours) < _LEAST or len(text.target_words) < _LEAST:
            continue
        fit = _FIRST + _words(ours, theirs, text) + _figures(text) + _names(text) + _length(text)
        if fit < _UNLIKELY and not _has_its_place(text, pair):
            yield text.whole(None if fit < _IMPOSSIBLE and len(ours) >= _ENOUGH else "note")


def _has_its_place(text: TextPair, pair: ItemPair) -> bool:
    """Whether the source and the translation share words with one and the same other text of the item."""
    ours, theirs = _stems(text.source_words, text.source_rules), _stems(text.target_words, text.target_rules)
    return any(
        not ours.isdisjoint(_stems(other.source_words, other.source_rules))
        and not theirs.isdisjoint(_stems(other.target_words, other.target_rules))
        for other in pair.texts
        if other is not text and other.source != text.source
    )


def _stems(words: Iterable[Word], rules: LanguageRules) -> set[str]:
    return {word[:_STEM] for word in _content(words, rules) if len(word) >= KIN}


def _content(words: Iterable[Word], rules: LanguageRules) -> list[str]:
    """What is neither a small word nor, by its capital, a name."""
    return [
        word.low for word in words if word.low not in rules.function_words and (not word.start or word.text == word.low)
    ]


def _words(ours: list[str], theirs: list[str], text: TextPair) -> float:
    return _answered("source", ours, text.source_rules.language, theirs, text.target_rules.language) + _answered(
        "target", theirs, text.target_rules.language, ours, text.source_rules.language
    )


def _answered(side: str, words: list[str], language: str, others: list[str], other: str) -> float:
    """What it counts for these words that they have, or have not, words that answer to them on the other side."""
    known = frozenset().union(*(meanings(word, other) for word in others))
    kin = {cognate(word)[:KIN] for word in others if len(word) >= KIN}
    fit = 0.0
    for word in words:
        meant = meanings(word, language)
        if meant:
            fit += _WORDS[side, "meaning"][meant.isdisjoint(known)]
        elif len(word) >= KIN:
            fit += _WORDS[side, "kin"][cognate(word)[:KIN] not in kin]
    return fit


def _figures(text: TextPair) -> float:
    """What numbers, denials and question marks count."""
    ours, theirs = set(_DIGITS.findall(text.source)), set(_DIGITS.findall(text.target))
    fit = 0.0
    if ours or theirs:
        fit = _NUMBER[ours.isdisjoint(theirs) and not is_converted(text)]
    denies, still = "negations" in text.source_awake, "negations" in text.target_awake
    if denies:
        fit += _DENIES if still else _DENIES_NO_MORE
    elif still:
        fit += _DENIES_NOW
    return fit + (_ASKS if ("?" in text.source) != ("?" in text.target) else 0.0)


def _names(text: TextPair) -> float:
    ours = {folded(word.text)[:_NAME] for word in text.source_capitals if word.start}
    theirs = {folded(word.text)[:_NAME] for word in text.target_capitals if word.start}
    return sum(_NAMES["source"][name not in text.target_folded] for name in ours) + sum(
        _NAMES["target"][name not in text.source_folded] for name in theirs
    )


def _length(text: TextPair) -> float:
    usual = math.log(text.target_rules.length / text.source_rules.length)
    far = math.log((len(text.target) + 3) / (len(text.source) + 3)) - usual
    return _LENGTH * min(_FAR, (far / _SPREAD) ** 2 / 2)
