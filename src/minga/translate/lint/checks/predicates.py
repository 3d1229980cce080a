"""Adjectives that say something of the subject of the stem: `The windows are` … `yellow`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from minga.translate.lint.folding import folded
from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.pairs import Fault, ItemPair, TextPair

__all__ = ["predicate_disagrees"]

_GAP = re.compile(r"[\s_.…:\-–—\"'“”«»(]*$")
_CLAUSE = re.compile(r"[.?!:;,¿¡«“\"(]")
_LONGEST = 3
"""Words of a choice that is no more than an adjective: `not very big`."""
_LONGEST_SUBJECT = 8
_ALIKE = 2
"""Choices that must agree with each other before another one is the odd one."""


class _Form(NamedTuple):
    """Gender and number, each empty where it does not show."""

    gender: str
    number: str

    def clashes(self, other: _Form) -> bool:
        """Whether both show what they cannot both be."""
        return any(one and two and one != two for one, two in zip(self, other, strict=True))


def predicate_disagrees(pair: ItemPair) -> Iterator[Fault]:
    """Adjectives that do not agree with the subject that the stem names, or one that is unlike all others."""
    if not pair.choices or "predicates" not in pair.rules[1].values or "adjectives" not in pair.rules[0].values:
        return
    forms = [(text, form) for text in pair.choices if (form := _form_of(text)) is not None]
    if not forms:
        return
    subject = _subject(pair)
    if subject is not None:
        for text, form in forms:
            if form.clashes(subject):
                yield text.whole(None if text is pair.choices[pair.source.answer or 0] else "warning")
        return
    yield from _odd_one(forms)


def _odd_one(forms: list[tuple[TextPair, _Form]]) -> Iterator[Fault]:
    counts = Counter(form for _, form in forms)
    usual, count = counts.most_common(1)[0]
    others = [(text, form) for text, form in forms if form != usual]
    if count >= _ALIKE and len(others) == 1 and others[0][1].clashes(usual):
        yield others[0][0].whole("warning")


def _form_of(text: TextPair) -> _Form | None:
    """The form of a choice whose source is an adjective."""
    ours, theirs = text.source_words, text.target_words
    if not ours or not theirs or len(ours) > _LONGEST or len(theirs) > _LONGEST:
        return None
    if not text.source_rules.words("adjectives").fullmatch(ours[-1].low) or len(theirs[-1].low) < _LONGEST:
        return None
    return _form(theirs[-1].low, text.target_rules)


@lru_cache(maxsize=8192)
def _form(word: str, rules: LanguageRules) -> _Form | None:
    patterns = _patterns(rules)
    for key in ("masculine_plural", "feminine_plural", "masculine_singular", "feminine_singular"):
        if key in patterns and patterns[key].fullmatch(word):
            gender, number = key.split("_")
            return _Form(gender, number)
    for number in ("plural", "singular"):
        if number in patterns and patterns[number].fullmatch(word):
            return _Form("", number)
    return None


@lru_cache(maxsize=64)
def _patterns(rules: LanguageRules) -> Mapping[str, re.Pattern[str]]:
    return rules.patterns("predicates")


def _subject(pair: ItemPair) -> _Form | None:
    """Gender and number of the subject of a stem that ends with `is` or `are`: by its article, and by the verb."""
    stem, rules = pair.stem, pair.rules[1]
    if stem is None or not stem.target_words or not _GAP.match(stem.target, stem.target_words[-1].end):
        return None
    verb = stem.target_words[-1]
    patterns = _patterns(rules)
    number = next(
        (key for key, name in (("singular", "is"), ("plural", "are")) if patterns[name].fullmatch(verb.low)), ""
    )
    if not number:
        return None
    start = max((found.end() for found in _CLAUSE.finditer(stem.target, 0, verb.start)), default=0)
    words = [word for word in stem.target_words if start <= word.start < verb.start]
    article = rules.inflections.get(words[0].low) if 2 <= len(words) <= _LONGEST_SUBJECT else None
    if (
        article is None
        or words[0].low in rules.conjunctions
        or any(word.low in rules.conjunctions for word in words[1:])
    ):
        return _Form("", number)
    if article.number != number or words[1].low in rules.either_gender or folded(words[1].low) in rules.exceptions:
        return _Form("", number) if article.number == number else None
    return _Form(article.gender, number)
