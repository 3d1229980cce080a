"""Text in a neighbour's language."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from minga.translate.lint.language_rules import rules_for
from minga.translate.lint.leanings import Leaning, leaning
from minga.translate.lint.pairs import Fault, ItemPair, Severity, TextPair, Word

__all__ = ["wrong_language"]

_SUSPECT, _LIKELY, _SURE = 3.5, 4.5, 8.0
"""What the words of a stretch must say together for a note, a warning and an error (see `leanings`)."""
_LEANS = 0.5
"""From here on a word counts as one of those that say it …"""
_LEAST = 2
"""… of which a stretch has so many at least."""
_ENOUGH = 5
"""Words of a text that has a small word of its own language, if it is in it: else one strange spelling is enough."""


class _Stretch(NamedTuple):
    """Words in a row that say together that they are in another language."""

    language: str
    score: float
    first: Word
    last: Word


def wrong_language(pair: ItemPair) -> Iterator[Fault]:
    """Stretches in a neighbour's language, as Portuguese in Galician and Spanish in Catalan: a whole text or a part.

    Small words, spellings and the letters of words speak for the one language or the other. Words with capitals and
    the source's own words count for nothing. The source's language is `untranslated`'s.
    """
    rules = pair.rules[1]
    if not rules.known or pair.rules[0].language == rules.language:
        return
    for text in pair.texts:
        leanings = [_leaning(word, text) for word in text.target_words]
        if sum(one.most for one in leanings if one is not None and one.most > 0) >= _SUSPECT or _is_strange(leanings):
            yield from _faults(text, leanings, pair)


def _leaning(word: Word, text: TextPair) -> Leaning | None:
    """What a word says; None for names and for the source's words."""
    if word.text != word.low or word.low in text.source_set:
        return None
    return leaning(word.low, text.target_rules)


def _is_strange(leanings: Sequence[Leaning | None]) -> bool:
    return len(leanings) >= _ENOUGH and any(one is not None and one.strange for one in leanings)


def _faults(text: TextPair, leanings: Sequence[Leaning | None], pair: ItemPair) -> Iterator[Fault]:
    said = Counter(word for other in pair.texts for word in other.target_set)
    again = {word for word, count in said.items() if count > 1}
    others = [rules for rules in map(rules_for, _languages(leanings)) if rules is not pair.rules[0]]
    found = [_stretch(text, leanings, one.language, again - one.function_words) for one in others]
    best = max((one for one in found if one is not None), key=lambda one: one.score, default=None)
    if best is not None and best.score >= _SUSPECT:
        severity: Severity = "error" if best.score >= _SURE else "warning" if best.score >= _LIKELY else "note"
        yield text.in_target(best.first.start, best.last.end, severity)
    else:
        yield from _strange_word(text, leanings, again)


def _languages(leanings: Sequence[Leaning | None]) -> Sequence[str]:
    return next((tuple(one.towards) for one in leanings if one is not None), ())


def _stretch(text: TextPair, leanings: Sequence[Leaning | None], language: str, again: Set[str]) -> _Stretch | None:
    """The words in a row that say most for a language (Kadane's algorithm).

    Words that the item has `again` in another text are its subject's, however they look.
    """
    best: _Stretch | None = None
    score, count, first = 0.0, 0, text.target_words[0]
    for word, one in zip(text.target_words, leanings, strict=True):
        says = 0.0 if one is None else one.towards[language]
        if says > 0 and word.low in again:
            continue
        if score <= 0:
            score, count, first = 0.0, 0, word
        score += says
        count += says > _LEANS
        if says > 0 and count >= _LEAST and (best is None or score > best.score):
            best = _Stretch(language, score, first, word)
    return best


def _strange_word(text: TextPair, leanings: Sequence[Leaning | None], again: Set[str]) -> Iterator[Fault]:
    """A word spelt as in another language: a warning in a text without a small word that only its own language has."""
    if not _is_strange(leanings):
        return
    for word, one in zip(text.target_words, leanings, strict=True):
        if one is not None and one.strange and word.low not in again:
            alone = text.target_set.isdisjoint(text.target_rules.exclusive)
            yield text.in_target(word.start, word.end, None if alone else "note")
            return
