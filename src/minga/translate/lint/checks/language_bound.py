"""Questions about the source's language itself."""

from __future__ import annotations

from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, ItemPair
from minga.translate.lint.sleeping_patterns import first_match

__all__ = ["language_bound"]


def language_bound(pair: ItemPair) -> Iterator[Fault]:
    """Spelling, rhyme, grammar, what letters stand for: it has to be adapted or left out, not translated."""
    if pair.rules[0].language == pair.rules[1].language:
        return
    for text in pair.texts:
        patterns = text.source_awake.get("language_bound")
        found = first_match(patterns, text.source) if patterns else None
        if found:
            yield text.in_source(found.start(), found.end())
