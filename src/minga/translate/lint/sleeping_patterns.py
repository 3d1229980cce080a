"""Patterns that are searched only where the text has a word or a sign without which they match nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from minga.translate.lint.beginnings import DIGIT, WHOLE, alternatives, signals

__all__ = ["Awake", "SleepingPatterns", "first_match", "match_at_start"]

_MOST_WORDS = 200_000
_DIGIT = re.compile(r"\d")

Awake = Mapping[str, Sequence[re.Pattern[str]]]
"""Patterns by their names; each as those of its alternatives that can match a text, in their order."""
_NONE: Awake = {}


class SleepingPatterns:
    """Patterns by their names, and which of their alternatives a text's words and signs wake.

    Searching every text for everything takes most of the linter's time; here a word is looked up once, and of a
    pattern of fifty alternatives the one or two that can match are searched.
    """

    def __init__(self, patterns: Mapping[str, str], compiled: Callable[[str, str], re.Pattern[str]]) -> None:
        self._compiled = compiled
        """What makes a pattern of a name and one of its alternatives."""
        self._parts = [(key, part) for key, text in patterns.items() for part in alternatives(text)]
        self._made: dict[int, re.Pattern[str]] = {}
        self._always: list[int] = []
        """Those of which no word is known that they need."""
        self._by_letter: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        self._by_sign: dict[str, list[int]] = {}
        for number, (_, part) in enumerate(self._parts):
            self._put_to_sleep(number, part)
        self._known: dict[str, tuple[int, ...]] = {}

    def awake(self, words: Iterable[str], text: str = "") -> Awake:
        """The alternatives that can match `text`, which has these words (in lower case)."""
        found = set(self._always)
        for word in words:
            numbers = self._known.get(word)
            if numbers is None:
                numbers = self._look_up(word)
            if numbers:
                found.update(numbers)
        for sign, numbers_of_sign in self._by_sign.items():
            if sign in text if sign != DIGIT else _DIGIT.search(text):
                found.update(numbers_of_sign)
        return self._patterns(sorted(found)) if found else _NONE

    def _patterns(self, numbers: Iterable[int]) -> Awake:
        awake: dict[str, list[re.Pattern[str]]] = {}
        for number in numbers:
            key, part = self._parts[number]
            pattern = self._made.get(number)
            if pattern is None:
                pattern = self._made[number] = self._compiled(key, part)
            awake.setdefault(key, []).append(pattern)
        return awake

    def _put_to_sleep(self, number: int, part: str) -> None:
        starts = signals(part)
        if starts is None:
            self._always.append(number)
            return
        by_letter: dict[str, list[str]] = {}
        for start in starts:
            if start[0].isalpha():
                by_letter.setdefault(start[0], []).append(start)
            else:
                self._by_sign.setdefault(start, []).append(number)
        for letter, own in by_letter.items():
            self._by_letter.setdefault(letter, []).append((number, tuple(own)))

    def _look_up(self, word: str) -> tuple[int, ...]:
        parts = {word + WHOLE, *(part + WHOLE for part in word.split("-"))}
        found = {
            number for part in parts for number, starts in self._by_letter.get(part[0], ()) if part.startswith(starts)
        }
        numbers = tuple(found)
        if len(self._known) < _MOST_WORDS:
            self._known[word] = numbers
        return numbers


def first_match(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """What a pattern of these alternatives finds: the first place, and there the first alternative."""
    first: re.Match[str] | None = None
    for pattern in patterns:
        found = pattern.search(text)
        if found is not None and (first is None or found.start() < first.start()):
            first = found
    return first


def match_at_start(patterns: Iterable[re.Pattern[str]], text: str) -> re.Match[str] | None:
    """What a pattern of these alternatives matches at the beginning of a text."""
    return next((found for pattern in patterns if (found := pattern.match(text)) is not None), None)
