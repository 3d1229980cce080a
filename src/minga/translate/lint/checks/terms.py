"""One word of the source, one word of the translation."""

from __future__ import annotations

from collections.abc import Iterator

from minga.translate.lint.folding import folded
from minga.translate.lint.pairs import Fault, ItemPair, TextPair

__all__ = ["mixed_terms", "terms_collapsed"]

_STEM = 5
"""Letters at the beginning that the forms of one word share."""
_LONG = 4
"""Letters of a word that can be a term."""
_TIMES = 4
"""Texts with the term from which one that lacks it stands out."""


def mixed_terms(pair: ItemPair) -> Iterator[Fault]:
    """A term that is translated by one word in all texts but one: people, and models, take them for two things."""
    if not pair.between_languages or len(pair.texts) < _TIMES:
        return
    ours = [_terms(text, source=True) for text in pair.texts]
    theirs = [_terms(text, source=False) for text in pair.texts]
    counts: dict[str, list[int]] = {}
    for at, terms in enumerate(ours):
        for term in terms:
            counts.setdefault(term, []).append(at)
    for term, places in counts.items():
        if len(places) < _TIMES or len(places) > len(ours):
            continue
        yield from _odd_one(pair, term, places, theirs)


def _odd_one(pair: ItemPair, term: str, places: list[int], theirs: list[dict[str, str]]) -> Iterator[Fault]:
    """The one text whose translation lacks the word that all others have for the term."""
    held: dict[str, list[int]] = {}
    for at in places:
        for word in theirs[at]:
            held.setdefault(word, []).append(at)
    if not held or max(map(len, held.values())) == len(places):
        return
    word, having = max(held.items(), key=lambda entry: len(entry[1]))
    elsewhere = sum(word in terms for at, terms in enumerate(theirs) if at not in places)
    if len(having) != len(places) - 1 or elsewhere:
        return
    text = pair.texts[next(at for at in places if at not in having)]
    shown = next(one for one in text.source_words if one.low[:_STEM] == term)
    yield text.in_source(shown.start, shown.end)


def _terms(text: TextPair, *, source: bool) -> dict[str, str]:
    """The beginnings of the content words of a text, with the words."""
    rules = text.source_rules if source else text.target_rules
    words = text.source_words if source else text.target_words
    cut = str if source else folded
    return {
        cut(word.low)[:_STEM]: word.low
        for word in words
        if len(word.low) >= _LONG and word.low not in rules.function_words
    }


def terms_collapsed(pair: ItemPair) -> Iterator[Fault]:
    """A text tells two words apart, and its translation says one word twice: `mass and weight`, `peso y peso`."""
    if not pair.between_languages:
        return
    for text in pair.texts:
        words = text.target_words
        for one, joint, other in zip(words, words[1:], words[2:], strict=False):
            if one.low == other.low and len(one.low) >= _LONG and _joins(joint.low, text) and not _joined_twins(text):
                yield text.in_target(one.start, other.end)


def _joins(word: str, text: TextPair) -> bool:
    conjunctions = str(text.target_rules.values.get("conjunctions", "")).split("|")
    return word in conjunctions or word in {"de", "que", "than", "baino"}


def _joined_twins(text: TextPair) -> bool:
    words = text.source_words
    return any(one.low == other.low for one, other in zip(words, words[2:], strict=False))
