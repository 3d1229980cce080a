"""Numbers in words, months and days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.number_words import composed, said_cardinals, said_values
from minga.translate.lint.pairs import Fault, TextPair, Word

__all__ = ["lost_date", "lost_number_word"]

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"\b[IVX]{1,5}\b")


def lost_number_word(text: TextPair) -> Iterator[Fault]:
    """A number in words is missing; an error where another number stands there instead."""
    if not text.between_languages or text.source_rules.numbers.keys().isdisjoint(_with_parts(text.source_set)):
        return
    theirs = said_values(text.target_words, text.target_rules)
    digits = {int(number) for number in _DIGITS.findall(text.target)[:20] if len(number) < 16}
    for word, value in said_cardinals(text.source_words, text.source_rules):
        if composed(value, theirs) or value in digits or any(number % 10**9 == value for number in digits):
            continue
        if (
            value >= 100
            or any(value * scale in digits for scale in (10, 100, 1000, 10**6))
            or _ROMAN.search(text.target)
        ):
            continue
        ours = said_values(text.source_words, text.source_rules)
        other = _other(text, ours)
        if other is not None:
            yield Fault(text.name, other.text, other.start, word.text, word.start)
        else:
            yield text.in_source(word.start, word.end, "warning" if not digits else "note")


def _other(text: TextPair, ours: frozenset[int]) -> Word | None:
    """A number word of the translation that the source has not."""
    digits = {int(number) for number in _DIGITS.findall(text.source)[:20] if len(number) < 16}
    for word, value in said_cardinals(text.target_words, text.target_rules):
        if value not in ours and value not in digits and value < 100 and not composed(value, ours):
            return word
    return None


def _with_parts(words: frozenset[str]) -> set[str]:
    return {part for word in words for part in word.split("-")}


def lost_date(text: TextPair) -> Iterator[Fault]:
    """A month or a day of the week is missing, or became another one."""
    ours, theirs = text.source_rules.calendar, text.target_rules.calendar
    if not text.between_languages or not theirs or ours.keys().isdisjoint(text.source_set):
        return
    said = {_date(word.low, text): word for word in text.target_words}
    wanted = [word for word in text.source_words if word.low in ours and _is_date(word, text)]
    for word in wanted:
        name = ours[word.low]
        if name in said:
            continue
        part = name.split()[0]
        known = {ours[one.low] for one in wanted}
        other = next((one for date, one in said.items() if date.startswith(part) and date not in known), None)
        if other is not None:
            yield Fault(text.name, other.text, other.start, word.text, word.start)
        elif not re.search(r"\d[/.-]\d", text.target):
            yield text.in_source(word.start, word.end, "warning")


def _date(word: str, text: TextPair) -> str:
    """The month or day that a word of the translation names; empty for other words."""
    names = text.target_rules.calendar
    if not text.target_rules.inflected:
        return names.get(word, "")
    return next((date for name, date in names.items() if word.startswith(name)), "")


def _is_date(word: Word, text: TextPair) -> bool:
    """Whether `May` and `March` are months: English writes them with a capital, as it does the first word."""
    if text.source_rules.language != "en":
        return True
    if not word.text[0].isupper():
        return False
    return word.start > 0 and (word.low not in {"may", "march", "august"} or _dated(word, text))


def _dated(word: Word, text: TextPair) -> bool:
    around = text.source[max(0, word.start - 12) : word.start] + " " + text.source[word.end : word.end + 8]
    return bool(
        re.search(
            r"\d|\b(?:in|of|by|since|until|on|early|late|last|next|and|to)\s*$|\b(?:in|of|by|since|until) ", around
        )
    )
