"""Choices that changed places."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from minga.translate.lint.folding import cognate
from minga.translate.lint.pairs import Fault, ItemPair, TextPair, Word
from minga.translate.lint.vocabulary import meanings

__all__ = ["choices_reordered"]

_DIGITS = re.compile(r"\d+")
_KIN = 4
"""Letters at the beginning by which words of two languages are held to be kin."""
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
    for one in range(count):
        for other in range(one + 1, count):
            if fits[one][other] + fits[other][one] - fits[one][one] - fits[other][other] > _SURE:
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
    ours = [_marks(text, source=True) for text in pair.choices]
    theirs = [_marks(text, source=False) for text in pair.choices]
    count = len(ours)
    holders = Counter(mark for marks in ours for mark in marks)
    weights = {mark: math.log(count / number) for mark, number in holders.items() if number < count}
    ratios = [math.log((len(text.target) + 3) / (len(text.source) + 3)) for text in pair.choices]
    usual = sorted(ratios)[count // 2]
    lengths = [math.log(len(text.source) + 3) for text in pair.choices]
    translated = [math.log(len(text.target) + 3) for text in pair.choices]
    return [
        [
            sum(weights.get(mark, 0.0) for mark in marks & ours[column])
            - min(3.0, ((translated[row] - lengths[column] - usual) / _SPREAD) ** 2 / 4)
            for column in range(count)
        ]
        for row, marks in enumerate(theirs)
    ]


def _marks(text: TextPair, *, source: bool) -> frozenset[str]:
    """What a text can be known by in any language."""
    side, words = (text.source, text.source_words) if source else (text.target, text.target_words)
    rules = text.source_rules if source else text.target_rules
    marks = {f"={number.lstrip('0')}" for number in _DIGITS.findall(side)}
    for word in words:
        if word.low in rules.function_words:
            continue
        marks.update(meanings(word.low, rules.language))
        if len(word.low) > _KIN:
            marks.add("~" + cognate(word.low)[:_KIN])
        elif word.low in rules.numbers:
            marks.add(f"={rules.numbers[word.low]}")
        if word.low in rules.calendar:
            marks.add(rules.calendar[word.low])
    if _denies(side, words, rules.words("negations")):
        marks.add("not")
    return frozenset(marks)


def _denies(side: str, words: Sequence[Word], negations: re.Pattern[str]) -> bool:
    return bool(words) and negations.search(side) is not None
