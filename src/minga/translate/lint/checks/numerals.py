"""Numbers in words, months and days of the week."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from minga.translate.lint.number_words import composed, said_cardinals, said_values
from minga.translate.lint.pairs import Fault, TextPair, Word
from minga.translate.lint.sleeping_patterns import first_match

__all__ = ["lost_date", "lost_number_word"]

_DIGITS = re.compile(r"\d+")
_SHARE = re.compile(r"\d\s?/\s?\d|[½⅓⅔¼¾%]|\d[.,]\d")
_ROMAN_FIGURES = re.compile(
    r"\b(?=[IVXLCDM]+\b)(?!(?:I|C|D|M|L|CD|DC|MD|MC|CV|MIX|LI|DI|MI|CC|CM|MM|CL|DL|XL|XXL)\b)"
    r"M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b"
)
"""But for those that are mostly something else."""
_ROMAN_LETTERS = re.compile(r"[IVXLCDM](?![^\W\d_IVXLCDM])")
_ROMAN = re.compile(r"\b[IVX]{1,5}\b")


def lost_number_word(text: TextPair) -> Iterator[Fault]:
    """A number in words, a half, third or quarter is missing; an error where another one stands there instead.

    So are Roman figures that became others.
    """
    yield from _lost_fraction(text)
    yield from _other_roman(text)
    if not text.between_languages or text.source_rules.numbers.keys().isdisjoint(_with_parts(text)):
        return
    theirs = said_values(text.target_words, text.target_rules)
    digits = {int(number) for number in _DIGITS.findall(text.target)[:20] if len(number) < 16}
    for word, value in said_cardinals(text.source_words, text.source_rules):
        if _is_named(word, text):
            continue
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


def _is_named(word: Word, text: TextPair) -> bool:
    """Whether a number is the beginning of a name: of one within a sentence, or that the translation has too.

    At the beginning of a sentence every number has a capital: `Five Guys`, but also `Five Germans`.
    """
    after = next((other for other in text.source_capitals if other.start == word.end + 1), None)
    if after is None or not word.text[0].isupper():
        return False
    before = text.source[: word.start].rstrip(" \n\"'“‘(¿¡")
    begins = not before or before[-1] in ".?!:;…"
    return not begins or text.source[word.start : after.end] in text.target


def _lost_fraction(text: TextPair) -> Iterator[Fault]:
    if not text.between_languages or "fractions" not in text.target_rules.values:
        return
    for key, patterns in text.source_awake.items():
        if not key.startswith("fractions."):
            continue
        kind, theirs = key.removeprefix("fractions."), text.target_rules.patterns("fractions")
        found = first_match(patterns, text.source)
        if found is None or theirs[kind].search(text.target) or _SHARE.search(text.target):
            continue
        other = next((one for name, one in theirs.items() if name != kind and one.search(text.target)), None)
        wrong = other.search(text.target) if other and not _says_both(text, kind) else None
        if wrong:
            yield Fault(text.name, wrong[0], wrong.start(), found[0], found.start())
        else:
            yield text.in_source(*found.span(), "warning")


def _says_both(text: TextPair, kind: str) -> bool:
    """Whether the source itself has another fraction, or an ordinal that is said alike."""
    ours = text.source_rules.patterns("fractions")
    others = any(one.search(text.source) for name, one in ours.items() if name != kind)
    return others or re.search(r"\b(?:third|fourth|middle|mean|average)\b", text.source, re.IGNORECASE) is not None


def _other_roman(text: TextPair) -> Iterator[Fault]:
    """Roman figures of the source that became others, as `Louis XV` and `Luis XIV`."""
    if not _ROMAN_LETTERS.search(text.source):
        return
    ours = [found for found in _ROMAN_FIGURES.finditer(text.source) if found[0]]
    if not ours:
        return
    theirs = [found for found in _ROMAN_FIGURES.finditer(text.target) if found[0]]
    lost = [found for found in ours if found[0] not in {one[0] for one in theirs}]
    added = [found for found in theirs if found[0] not in {one[0] for one in ours}]
    if len(lost) == len(added) == 1:
        yield Fault(text.name, added[0][0], added[0].start(), lost[0][0], lost[0].start())


def _other(text: TextPair, ours: frozenset[int]) -> Word | None:
    """A number word of the translation that the source has not."""
    digits = {int(number) for number in _DIGITS.findall(text.source)[:20] if len(number) < 16}
    for word, value in said_cardinals(text.target_words, text.target_rules):
        if value not in ours and value not in digits and value < 100 and not composed(value, ours):
            return word
    return None


def _with_parts(text: TextPair) -> Set[str]:
    words = text.source_set
    return {part for word in words for part in word.split("-")} if "-" in text.source else words


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
