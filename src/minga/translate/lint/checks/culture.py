"""What belongs to the culture of the source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, ItemPair
from minga.translate.lint.sleeping_patterns import first_match

__all__ = ["culture_bound", "idiom"]

_DIGIT = re.compile(r"\d|fahrenheit", re.IGNORECASE)
"""What text about imperial units has."""


def culture_bound(pair: ItemPair) -> Iterator[Fault]:
    """Imperial units, institutions, holidays, sports, brands, schools and coins of one country.

    Where the translation gives another unit, somebody has adapted it.
    """
    yield from _found(pair, idioms=False)


def idiom(pair: ItemPair) -> Iterator[Fault]:
    """A set phrase whose words do not say what it means: it cannot be translated word by word."""
    yield from _found(pair, idioms=True)


def _found(pair: ItemPair, *, idioms: bool) -> Iterator[Fault]:
    if pair.rules[0].language == pair.rules[1].language:
        return
    for text in pair.texts:
        for key, patterns in text.source_awake.items():
            if not key.startswith("culture.") or (key == "culture.idioms") is not idioms:
                continue
            if key == "culture.imperial" and not _DIGIT.search(text.source):
                continue
            found = first_match(patterns, text.source)
            if found and idioms and _is_mentioned(text.source, found):
                continue  # that is a question about the language
            if found:
                yield text.in_source(found.start(), found.end())


def _is_mentioned(source: str, found: re.Match[str]) -> bool:
    """Whether a phrase stands in quotation marks of its own."""
    return bool(re.search(r"[\"“«‘'][^\"”»]{0,12}$", source[: found.start()])) and bool(
        re.match(r"[^\"“«]{0,12}[\"”»’']", source[found.end() :])
    )
