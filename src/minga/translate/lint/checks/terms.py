"""One word of the source, one word of the translation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.folding import folded
from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Fault, ItemPair, TextPair, Word

__all__ = ["mixed_terms", "terms_collapsed"]

_STEM = 5
"""Letters at the beginning that the forms of one word share."""
_LONG = 4
"""Letters of a word that can be a term."""
_NEAR = 3
"""Words after a conjunction among which its second part is, articles aside."""
_COMPARING = frozenset(["de", "que", "do", "com", "como", "con", "amb", "contra", "frente", "baino", "than", "with"])
"""What stands between two things that are compared, besides conjunctions."""
_LONGER = 5
"""Letters of a word that is hardly a particle."""
_POINTING = frozenset(
    ["it", "they", "them", "one", "ones", "that", "those", "this", "these", "other", "others", "another", "than", "so"]
)
"""English words for what was named before: others may name it again."""
_TIMES = 4
"""Texts with the term from which one that lacks it stands out."""


def mixed_terms(pair: ItemPair) -> Iterator[Fault]:
    """A term that is translated by one word in all texts but one: people, and models, take them for two things."""
    if not pair.between_languages or len(pair.texts) < _TIMES:
        return
    ours = [_terms(text, source=True) for text in pair.texts]
    counts: dict[str, list[int]] = {}
    for at, terms in enumerate(ours):
        for term in terms:
            counts.setdefault(term, []).append(at)
    frequent = {term: places for term, places in counts.items() if len(places) >= _TIMES}
    theirs = [_terms(text, source=False) for text in pair.texts] if frequent else []
    for term, places in frequent.items():
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
        if word.end - word.start >= _LONG and word.low not in rules.function_words
    }


def terms_collapsed(pair: ItemPair) -> Iterator[Fault]:
    """A text tells two words apart, and its translation says one word twice: `mass and weight`, `peso y peso`."""
    if not pair.between_languages:
        return
    for text in pair.texts:
        twins = next(_twins(text), None)
        if twins is not None and not _joined_twins(text):
            yield text.in_target(twins[0].start, twins[1].end)
        elif twins is None and (far := next(_repeated(text), None)) is not None:
            yield text.in_target(far[0].start, far[1].end, "note")


def _twins(text: TextPair) -> Iterator[tuple[Word, Word]]:
    """The same word on both sides of one that joins or compares, articles aside: `the mass with the mass`."""
    words, rules = text.target_words, text.target_rules
    if len(text.target_set) == len(words) and not rules.inflected:
        return
    for at, joint in enumerate(words[1:-1], 1):
        if not _joins(joint.low, text):
            continue
        one, rest = words[at - 1], words[at + 1 : at + 1 + _NEAR]
        while len(rest) > 1 and (rest[0].low in rules.inflections or rest[0].low in rules.prepositions):
            rest = rest[1:]
        if len(one.low) >= _LONG - 1 and rest and _same_word(one.low, rest[0].low, rules):
            yield one, rest[0]


def _repeated(text: TextPair) -> Iterator[tuple[Word, Word]]:
    """A content word that stands twice in a sentence, where the source's has none and none that points back."""
    ours, theirs = text.sentences
    if len(ours) != len(theirs) or len(text.target_set) == len(text.target_words):
        return
    places = {word.start: word for word in text.target_words}
    offset = 0
    for one, other in zip(ours, theirs, strict=True):
        offset = text.target.find(other, offset)
        words = [word for start, word in places.items() if offset <= start < offset + len(other)]
        seen: dict[str, Word] = {}
        for word in words:
            if len(word.low) < _LONGER or word.low in text.target_rules.function_words or not word.text.islower():
                continue
            if word.low in seen and not _points_back(one):
                yield seen[word.low], word
            seen[word.low] = word


def _points_back(sentence: str) -> bool:
    words = [word.lower() for word in re.findall(r"[^\W\d_]{2,}", sentence)]
    beginnings = [word[:_STEM] for word in words if len(word) >= _LONG - 1]
    return not _POINTING.isdisjoint(words) or len(beginnings) != len(set(beginnings))


def _same_word(one: str, other: str, rules: LanguageRules) -> bool:
    if one == other or not rules.inflected:
        return one == other
    short, long = sorted((one, other), key=len)
    return len(short) >= _LONG and long.startswith(short) and long[len(short) :] in rules.endings


def _joins(word: str, text: TextPair) -> bool:
    return word in text.target_rules.conjunctions or word in _COMPARING


def _joined_twins(text: TextPair) -> bool:
    rules = text.source_rules
    low = [word.low for word in text.source_words if word.low not in rules.function_words]
    return any(word in low[at + 1 : at + 3] for at, word in enumerate(low))
