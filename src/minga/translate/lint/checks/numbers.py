"""Numbers that came or went."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from minga.translate.lint.checks.units import is_converted
from minga.translate.lint.language_rules import LanguageRules
from minga.translate.lint.number_words import composed, said_values
from minga.translate.lint.pairs import Fault, TextPair, Word

__all__ = ["added_number", "lost_number"]

_NUMBER = re.compile(r"\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?!\d)|\d+(?:[.,'’]\d+)*")
_DECADE = re.compile(r"['’]?s\b")
"""What follows a number in `the 1950s` and `the 50's`."""
_ROMAN = re.compile(r"\b[IVXLCDM]{1,8}\b")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ATTACKS = re.compile(r"\b9/11\b")
_ELEVENTH = re.compile(r"\b11\W?S\b|\b11 (?:de |d['’])se[pt]|\birailaren 11", re.IGNORECASE)
"""The same day as others call it."""
_SCALES = (10**3, 10**6, 10**9)


@dataclass(frozen=True)
class _Number:
    text: str
    start: int
    readings: frozenset[str]
    """What it may mean: `1.000` is a thousand to some, and one to others."""

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def values(self) -> frozenset[int]:
        """The readings that are whole numbers."""
        return frozenset(int(reading) for reading in self.readings if reading.isdecimal())


def lost_number(text: TextPair) -> Iterator[Fault]:
    """A number of the source that the translation neither has nor writes out.

    Decimal commas, thousands, Roman centuries, number words, short decades (`1950s`), afternoon hours, millions and
    converted units are understood. Where one number became another, the finding suggests the right one.
    """
    lost, added = _unmatched(text)
    for number in lost:
        if len(lost) == len(added) == 1:
            wrong = added[0]
            alike = len(wrong.text) == len(number.text)  # 500 billion may be 800.000 million in other words
            mended = text.target[: wrong.start] + number.text + text.target[wrong.end :] if alike else ""
            yield Fault(text.name, wrong.text, wrong.start, number.text, number.start, mended)
        else:
            yield text.in_source(number.start, number.end)


def added_number(text: TextPair) -> Iterator[Fault]:
    """A number in the translation that the source neither has nor writes out."""
    lost, added = _unmatched(text)
    if len(added) > len(lost):
        for number in added:
            yield text.in_target(number.start, number.end)


def _unmatched(text: TextPair) -> tuple[list[_Number], list[_Number]]:
    """Numbers of the source and of the translation that the other text says in no way."""
    if not text.has_digits:
        return [], []
    lost, added = _numbers(text.source), _numbers(text.target)
    for number in list(lost):
        twin = next((other for other in added if other.readings & number.readings), None)
        if twin is not None:
            lost.remove(number)
            added.remove(twin)
    if _ATTACKS.search(text.source) and _ELEVENTH.search(text.target):
        lost = [number for number in lost if number.text != "9"]
    if not lost and not added:
        return [], []
    for number in list(lost):
        twin = next((other for other in added if _same_otherwise(number, other, text)), None)
        if twin is not None:
            added.remove(twin)
        if twin is not None or _in_words(number, text.target, text.target_words, text.target_rules):
            lost.remove(number)
    added = [one for one in added if not _in_words(one, text.source, text.source_words, text.source_rules)]
    return ([], []) if (lost or added) and is_converted(text) else (lost, added)


def _numbers(text: str) -> list[_Number]:
    numbers = []
    for found in _NUMBER.finditer(text):
        if found[0] == "00" and text[found.start() - 1 : found.start()] == ":":
            continue  # 8pm and 20:00
        if text[found.start() - 1 : found.start()] == "%" and text[found.end() : found.end() + 1] == "$":
            continue  # the place of an argument
        readings = _readings(found[0])
        if _DECADE.match(text, found.end()):
            readings |= {found[0][-2:]}
        numbers.append(_Number(found[0], found.start(), readings))
    return numbers


def _readings(text: str) -> frozenset[str]:
    parts = re.split(r"\D", text)
    if len(parts) == 1:
        return frozenset({text, text.lstrip("0") or "0"})
    whole, decimals = "".join(parts[:-1]).lstrip("0") or "0", parts[-1].rstrip("0")
    readings = {".".join(parts)}
    if decimals or len(parts[-1]) != 3:  # 12,000 is not 12
        readings.add(f"{whole}.{decimals}" if decimals else whole)
    if all(len(part) == 3 for part in parts[1:]):
        readings.add("".join(parts).lstrip("0") or "0")
    return frozenset(readings)


def _same_otherwise(number: _Number, other: _Number, text: TextPair) -> bool:
    """Whether `other` is the same as `number` of the source in another custom of writing."""
    after = text.source[number.end :][:12].lower()
    pairs = [(ours, theirs) for ours in number.values for theirs in other.values]
    for scale in _SCALES:
        if any(ours * scale == theirs or theirs * scale == ours for ours, theirs in pairs) and _scaled(text):
            return True  # 2 million and 2.000.000, 1 billion and mil millones
    if _DECADE.match(after):
        return any(ours % 100 == theirs % 100 and min(ours, theirs) < 100 for ours, theirs in pairs)  # the 1950s
    afternoon = re.match(r"(?::\d\d)?\s*(?:p\.?\s?m|in the (?:afternoon|evening)|at night)", after)
    return bool(afternoon) and any(ours + 12 == theirs for ours, theirs in pairs)


def _scaled(text: TextPair) -> bool:
    """Whether thousands or millions are said in words on either side, or by a letter (`20k`)."""
    said = said_values(text.source_words, text.source_rules) | said_values(text.target_words, text.target_rules)
    return not said.isdisjoint(_SCALES) or re.search(r"\d\s?(?:[kKMB]|bn|mill)\b", text.source) is not None


def _in_words(number: _Number, text: str, words: Sequence[Word], rules: LanguageRules) -> bool:
    """Whether `text` says the number in words or in Roman figures."""
    said = said_values(words, rules)
    if said and any(composed(value, said) for value in number.values):
        return True
    return any(_roman(found[0]) in number.values for found in _ROMAN.finditer(text))


def _roman(figures: str) -> int:
    values = [_ROMAN_VALUES[figure] for figure in figures]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))
