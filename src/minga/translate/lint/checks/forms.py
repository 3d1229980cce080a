"""The shape of choices: capitals, full stops, and what tells the right one by its shape alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from minga.translate.lint.pairs import Fault, ItemPair, TextPair

__all__ = ["case_changed", "key_form"]

_ENOUGH = 3
"""Choices from which one can stand out."""


def key_form(pair: ItemPair) -> Iterator[Fault]:
    """Only the right choice has a full stop or a capital, or has none, or was translated: its form gives it away."""
    key = pair.source.answer
    if key is None or len(pair.choices) < _ENOUGH:
        return
    forms: tuple[Callable[[TextPair], tuple[bool, bool]], ...] = (_closed, _small, _copied)
    for form in forms:
        ours, theirs = zip(*(form(text) for text in pair.choices), strict=True)
        if _alone(theirs, key) and not _alone(ours, key):
            yield pair.choices[key].whole()
            return


def _alone(values: tuple[bool, ...], key: int) -> bool:
    return values.count(values[key]) == 1


def _closed(text: TextPair) -> tuple[bool, bool]:
    return text.source.rstrip().endswith("."), text.target.rstrip().endswith(".")


def _small(text: TextPair) -> tuple[bool, bool]:
    return text.source[:1].islower(), text.target[:1].islower()


def _copied(text: TextPair) -> tuple[bool, bool]:
    """Whether the translation is the source's text; in the source no choice stands out by that."""
    same = text.source.casefold() == text.target.casefold()
    return False, same and any(word.text.islower() and len(word.text) > 2 for word in text.source_words)


def case_changed(pair: ItemPair) -> Iterator[Fault]:
    """A choice came to begin with another case than its source, unlike most others; or is in capitals now."""
    changed = [text for text in pair.choices if _other_case(text)]
    for text in pair.choices:
        if _shouted(text.target) and not _shouted(text.source):
            yield text.replaced(0, len(text.target), _quiet(text), "warning")
        elif text in changed and len(changed) * 2 < len(pair.choices):
            first = text.target[0]
            yield text.replaced(0, 1, first.upper() if first.islower() else first.lower())


def _other_case(text: TextPair) -> bool:
    ours, theirs = text.source[:1], text.target[:1]
    return (ours.islower() and theirs.isupper()) or (ours.isupper() and theirs.islower())


def _shouted(text: str) -> bool:
    return len(text) > 5 and " " in text.strip() and text.isupper()


def _quiet(text: TextPair) -> str:
    low = text.target.lower()
    return low.capitalize() if text.source[:1].isupper() else low
