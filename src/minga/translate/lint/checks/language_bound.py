"""Questions about the source's language itself."""

from __future__ import annotations

from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, ItemPair

__all__ = ["language_bound"]


def language_bound(pair: ItemPair) -> Iterator[Fault]:
    """Spelling, rhyme, grammar, what letters stand for: it has to be adapted or left out, not translated."""
    pattern = pair.rules[0].pattern("language_bound")
    if pair.rules[0].language == pair.rules[1].language:
        return
    for text in pair.texts:
        found = pattern.search(text.source) if "language_bound" in text.source_awake else None
        if found:
            yield text.in_source(found.start(), found.end())
