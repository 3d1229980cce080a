"""What a word can be known by in another language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from minga.translate.lint.folding import cognate
from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.vocabulary import meanings

__all__ = ["KIN", "marks_in", "marks_of"]

KIN = 4
"""Letters at the beginning by which words of two languages are held to be kin."""


def marks_in(words: Iterable[str], rules: LanguageRules) -> frozenset[str]:
    """The marks of all these words (in lower case)."""
    return frozenset().union(*[marks_of(word, rules) for word in words])


@lru_cache(maxsize=65536)
def marks_of(word: str, rules: LanguageRules) -> frozenset[str]:
    """What a word may mean, `~` and how its kin begin, `=` and its number, its month or day; none for small words."""
    if word in rules.function_words:
        return frozenset()
    marks = set(meanings(word, rules.language))
    if len(word) > KIN:
        marks.add("~" + cognate(word)[:KIN])
    elif word in rules.numbers:
        marks.add(f"={rules.numbers[word]}")
    if word in rules.calendar:
        marks.add(rules.calendar[word])
    return frozenset(marks)
