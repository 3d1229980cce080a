"""Words that look like the source's and mean something else."""

from __future__ import annotations

from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["false_friend"]


def false_friend(text: TextPair) -> Iterator[Fault]:
    """`actually` became `actualmente`. The rules of the target's language list these for English."""
    calques = text.target_rules.calques
    if text.source_rules.language != "en" or calques.keys().isdisjoint(text.source_set):
        return
    for word in calques.keys() & text.source_set:
        calque = calques[word]
        ours, theirs = calque.source.search(text.source), calque.target.search(text.target)
        if ours and theirs:
            yield Fault(text.name, theirs[0], theirs.start(), ours[0], ours.start())
