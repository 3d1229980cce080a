"""Patterns that are searched only where a word of the text can begin a match."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from minga.translate.lint.beginnings import WHOLE, beginnings

__all__ = ["SleepingPatterns"]

_MOST_WORDS = 200_000


class SleepingPatterns:
    """Patterns by their names, and which of them a text's words wake.

    Searching every text for everything takes most of the linter's time; here a word is looked up once.
    """

    def __init__(self, patterns: Mapping[str, str]) -> None:
        every = {key: beginnings(text) for key, text in patterns.items()}
        starts = {key: tuple(found) for key, found in every.items() if found is not None}
        self._always = frozenset(patterns) - starts.keys()
        """Those that any word may begin."""
        self._by_letter = {
            letter: tuple(
                (key, own)
                for key, found in starts.items()
                if (own := tuple(start for start in found if start.startswith(letter)))
            )
            for letter in {start[0] for found in starts.values() for start in found if start}
        }
        self._known: dict[str, tuple[str, ...]] = {}

    def awake(self, words: Iterable[str]) -> frozenset[str]:
        """The names of the patterns that can match a text of these words (in lower case)."""
        found = set(self._always)
        for word in words:
            keys = self._known.get(word)
            if keys is None:
                keys = self._woken_by(word)
                if len(self._known) < _MOST_WORDS:
                    self._known[word] = keys
            if keys:
                found.update(keys)
        return frozenset(found)

    def _woken_by(self, word: str) -> tuple[str, ...]:
        parts = (word + WHOLE, *(part + WHOLE for part in word.split("-")))
        return tuple(
            {key for part in parts for key, starts in self._by_letter.get(part[0], ()) if part.startswith(starts)}
        )
