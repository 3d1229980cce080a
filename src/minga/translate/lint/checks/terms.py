"""Words that the source tells apart and the translation does not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Fault, ItemPair, TextPair, Word

__all__ = ["terms_collapsed"]

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
    parts = [part for word in text.source_words for part in word.low.split("-")]
    low = [part for part in parts if part not in rules.function_words]
    return any(word in low[at + 1 : at + 3] for at, word in enumerate(low))
