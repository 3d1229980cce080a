"""What only shows when the choices are looked at together."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.folding import folded
from minga.translate.lint.pairs import Fault, ItemPair, Severity, TextPair

__all__ = ["choices_collapsed", "key_length_changed", "structure_changed"]

_LONGEST_NOW = 1.35
"""The key is this many times as long as any other choice in the translation …"""
_NOT_BEFORE = 1.05
"""… and at most this many times in the source."""
_SHORT = 12
"""Characters; lengths of shorter keys say nothing."""


def structure_changed(pair: ItemPair) -> Iterator[Fault]:
    """Choices came or went, or another one is the right one."""
    source, target = pair.source, pair.target
    if len(source.choices) != len(target.choices) or source.answer != target.answer:
        yield Fault("question")
    for text in pair.texts:
        if not text.target.strip():
            yield text.in_source(0, len(text.source))


def choices_collapsed(pair: ItemPair) -> Iterator[Fault]:
    """Two choices that differ in the source read the same in the translation.

    An error where one of them is the right one: nobody can answer then. Where the source itself tells them apart by a
    word or two, less.
    """
    first: dict[str, int] = {}
    for index, text in enumerate(pair.choices):
        earlier = first.setdefault(_bare(text.target), index)
        if earlier == index or _bare(pair.choices[earlier].source) == _bare(text.source):
            continue
        decisive = pair.source.answer in {earlier, index}
        near = _near(pair.choices[earlier], text)
        severity: Severity = "error" if decisive and not near else "warning" if decisive or not near else "note"
        yield text.in_target(0, len(text.target), severity, text.source)


def _near(one: TextPair, other: TextPair) -> bool:
    """Whether the sources differ by little more than a synonym: a translator may well have one word for both."""
    shared, every = one.source_set & other.source_set, one.source_set | other.source_set
    known = [name for text in (one, other) for name in [text.target_rules.names.get(folded(_name(text.source)), ())]]
    return len(shared) * 2 >= len(every) or bool(known[0] and set(known[0]) & set(known[1]))


def _name(text: str) -> str:
    return re.sub(r"^(?:in |the )+", "", text.strip(" ."), flags=re.IGNORECASE).replace(".", "")


def key_length_changed(pair: ItemPair) -> Iterator[Fault]:
    """The right choice became by far the longest, which gives it away."""
    key = pair.source.answer
    if key is None or len(pair.choices) < 3:
        return
    text = pair.choices[key]
    if (
        len(text.target) >= _SHORT
        and _lead(pair, key, "target") >= _LONGEST_NOW
        and (_lead(pair, key, "source") <= _NOT_BEFORE)
    ):
        yield text.in_target(0, len(text.target), source=text.source)


def _lead(pair: ItemPair, key: int, side: str) -> float:
    """How many times as long as the longest other choice the right one is."""
    lengths = [len(getattr(text, side)) for text in pair.choices]
    return lengths[key] / max(1, *(length for index, length in enumerate(lengths) if index != key))


def _bare(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;")
