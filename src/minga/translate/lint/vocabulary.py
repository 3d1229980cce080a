"""Common words in the languages with rules: what a word may mean, for telling which text translates which."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from minga.translate.lint.folding import folded

__all__ = ["is_left_in_english", "meanings"]

_ENGLISH_ENDINGS = frozenset(
    ["", "s", "es", "d", "ed", "r", "er", "rs", "ers", "ing", "y", "ly", "n", "en", "st", "est", "th", "ful", "ion"]
)
_LONGEST_ENDING = {"eu": 7}
"""Letters that may follow a beginning in a language but English; others have at most …"""
_USUAL_ENDING = 6
_WHOLE = "!"
"""Ends what is a whole word of the table, and no beginning."""
_SHORT = 3
"""Beginnings up to this length take shorter endings: `sol` is not in `solution`."""
_SHORT_ENDING = 3


@lru_cache(maxsize=65536)
def meanings(word: str, language: str) -> frozenset[str]:
    """The English words of the table that `word` (in lower case) may mean; empty for most words.

    >>> sorted(meanings("abejas", "es")), sorted(meanings("bees", "en"))
    (['bee'], ['bee'])
    """
    table = _beginnings(language)
    low = folded(word)
    longest = _LONGEST_ENDING.get(language, _USUAL_ENDING)
    found: set[str] = set(table.get(low + _WHOLE, ()))
    if found and language == "en":
        return frozenset(found)
    for cut in range(min(len(low), 12), 1, -1):
        known = table.get(low[:cut])
        if not known:
            continue
        if language == "en":
            if _is_english_ending(low[cut:], low[cut - 1]):
                return known
        elif len(low) - cut <= (min(longest, _SHORT_ENDING) if cut <= _SHORT and language != "eu" else longest):
            found |= known
    return frozenset(found)


def _is_english_ending(ending: str, letter: str) -> bool:
    """Whether a word may have this ending, the last letter before it doubled or not: `kills`, `stopped`."""
    return ending in _ENGLISH_ENDINGS or (ending[:1] == letter and ending[1:] in _ENGLISH_ENDINGS)


@lru_cache(maxsize=16384)
def is_left_in_english(word: str, language: str) -> bool:
    """Whether a word is a common English one, and none in `language`."""
    known = meanings(word, "en")
    return bool(known) and not meanings(word, language) and language in _columns()


@lru_cache(maxsize=16)
def _beginnings(language: str) -> Mapping[str, frozenset[str]]:
    if language not in _columns():
        return {}
    at = _columns().index(language)
    found: dict[str, frozenset[str]] = {}
    for row in _rows()[1:]:
        for beginning in row[at].split("/"):
            found[beginning] = found.get(beginning, frozenset()) | {row[0].split("/")[0].removesuffix(_WHOLE)}
    return found


def _columns() -> tuple[str, ...]:
    return _rows()[0]


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[str, ...], ...]:
    text = files(__package__).joinpath("rules", "words.tsv").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines() if "\t" in line]
    return tuple(tuple(folded(cell) for cell in line.split("\t")) for line in lines)
