"""Questions about the source's language itself."""

from __future__ import annotations

from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["language_bound"]


def language_bound(text: TextPair) -> Iterator[Fault]:
    """Spelling, rhyme, grammar, what letters stand for: it has to be adapted or left out, not translated."""
    if text.source_rules.language == text.target_rules.language:
        return
    found = text.source_rules.pattern("language_bound").search(text.source)
    if found:
        yield Fault(text.name, source_text=found[0], source_start=found.start())
