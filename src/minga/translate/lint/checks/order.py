"""Choices that changed places."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence

from minga.translate.lint.pairs import Fault, ItemPair, TextPair
from minga.translate.lint.sleeping_patterns import first_match

__all__ = ["choices_reordered"]

_DIGITS = re.compile(r"\d+")
_SURE = 1.3
"""How much better (in nats) another order must fit: about four to one."""
_SPREAD = 0.28
"""Standard deviation of the logarithm of the ratio of lengths of short texts in human translations, rounded up."""
_LONGEST = 40
"""Choices; the work grows with the square."""


def choices_reordered(pair: ItemPair) -> Iterator[Fault]:
    """Two choices fit each other's source better than their own: the right answer may have moved.

    Choices are known by what passes from one language to another: numbers, number words, names, words of one origin,
    denials, lengths. Words that all choices share tell nothing.
    """
    count = len(pair.choices)
    if not 1 < count <= _LONGEST:
        return
    fits = _fits(pair)
    moved: dict[int, int] = {}
    own = [row[at] for at, row in enumerate(fits)]
    for one, row in enumerate(fits):
        for other in range(one + 1, count):
            if row[other] + fits[other][one] - own[one] - own[other] > _SURE:
                moved.setdefault(one, other)
                moved.setdefault(other, one)
    if not moved and count > 2:
        moved = _cycle(fits)
    for index, source in moved.items():
        text = pair.choices[index]
        yield Fault(text.name, text.target, 0, pair.choices[source].source, -1)


def _cycle(fits: Sequence[Sequence[float]]) -> dict[int, int]:
    """Choices that all fit another source best, where these sources are the same choices: moved round."""
    best = {index: max(range(len(row)), key=row.__getitem__) for index, row in enumerate(fits)}
    moved = {index: source for index, source in best.items() if source != index}
    gain = sum(fits[index][source] - fits[index][index] for index, source in moved.items())
    return moved if moved and sorted(moved) == sorted(moved.values()) and gain > _SURE else {}


def _fits(pair: ItemPair) -> list[list[float]]:
    """How well each translation (row) fits each source (column)."""
    ours = _holders(_marks(text, source=True) for text in pair.choices)
    theirs = _holders(_marks(text, source=False) for text in pair.choices)
    lengths = [math.log(len(text.source) + 3) for text in pair.choices]
    translated = [math.log(len(text.target) + 3) for text in pair.choices]
    count = len(lengths)
    usual = sorted(there - here for there, here in zip(translated, lengths, strict=True))[count // 2]
    fits = [[-min(3.0, ((there - here - usual) / _SPREAD) ** 2 / 4) for here in lengths] for there in translated]
    for mark, columns in ours.items():
        if len(columns) == count or mark not in theirs:
            continue
        weight = math.log(count / len(columns))
        for row in theirs[mark]:
            for column in columns:
                fits[row][column] += weight
    return fits


def _holders(every: Iterable[set[str]]) -> dict[str, list[int]]:
    """The texts in which each mark is."""
    holders: dict[str, list[int]] = {}
    for at, marks in enumerate(every):
        for mark in marks:
            holders.setdefault(mark, []).append(at)
    return holders


def _marks(text: TextPair, *, source: bool) -> set[str]:
    """What a text can be known by in any language."""
    side, marks = (text.source, text.source_marks) if source else (text.target, text.target_marks)
    numbers = {f"={number.lstrip('0')}" for number in _DIGITS.findall(side)} if text.has_digits else set()
    denials = (text.source_awake if source else text.target_awake).get("negations")
    denies = {"not"} if denials and first_match(denials, side) else set()
    return {*marks, *numbers, *denies}
