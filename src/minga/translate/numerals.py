"""Decimal marks and thousands as the target's country writes them (CLDR)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from minga.translate.protected import protected_parts

__all__ = ["NumberCustom", "custom_of", "localise_numbers"]

_NOT_SPACES = "\u00a0\u202f"
_FOUR_TOGETHER = frozenset({"es", "es_ES", "pt_PT"})
"""Where CLDR's minimumGroupingDigits, which Babel does not carry, is 2: 1000, but 10.000."""
_VERSION = (
    r"(?:v|ver|vers|version|versión|versió|release|python|windows|ios|android|java|php|linux|kernel|ubuntu|usb|web|http|html"
    r"|css|sql|gpt|llama|ieee|iso|rfc|din|doi|isbn|bluetooth|opengl|tls|ssl|ipv?\d?)"
)
_REFERENCE = (
    r"(?:§+|sections?|sec|chapters?|chap|ch|figures?|fig|tables?|tab|equations?|eq|exercises?|examples?|articles?|art|rules?"
    r"|paragraphs?|para|theorems?|lemmas?|questions?|problems?|appendix|parts?|verses?|psalms?|genesis|john|luke|mark|matthew)"
)
_BEFORE = re.compile(
    rf"(?:\b{_VERSION}[\s./-]{{0,2}}|\b{_REFERENCE}\.?\s?|§+\s?|[#/:_@]|\d[.,:]?|[A-Za-z])$", re.IGNORECASE
)
_AFTER = re.compile(
    r"[.,:/]?\d|[_@]|\s?(?:a\.?\s?m\b|p\.?\s?m\b|o'clock|hrs?\b(?!\s*(?:ago|long)))|[A-Za-z]*-?(?:bit|beta)\b",
    re.IGNORECASE,
)
_TIME = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")


@dataclass(frozen=True)
class NumberCustom:
    """How a country writes numbers."""

    decimal: str
    group: str
    least: int = 4
    """Digits of the whole part from which thousands are parted."""


@lru_cache(maxsize=256)
def custom_of(tag: str) -> NumberCustom:
    """The custom of a BCP-47 tag's country by CLDR; that of the language where the country is not known.

    >>> custom_of("es-MX").decimal, custom_of("es-ES").decimal
    ('.', ',')
    """
    from babel import Locale, UnknownLocaleError
    from babel.numbers import get_decimal_symbol, get_group_symbol
    from langcodes import Language

    asked = Language.get(tag)
    names = [f"{asked.language}_{asked.territory}"] if asked.territory else []
    for name in [*names, asked.language or "en"]:
        try:
            locale = Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
        decimal, group = get_decimal_symbol(locale), get_group_symbol(locale)
        return NumberCustom(decimal, group, 5 if name in _FOUR_TOGETHER else 4)
    return NumberCustom(",", ".") if asked.language in {"gn", "ast", "an", "oc"} else NumberCustom(".", ",")


def localise_numbers(source_text: str, text: str, source: str, target: str) -> str:
    """`text`, a translation of `source_text`, with numbers in the target's custom (BCP-47 tags).

    Only numbers that stand in both texts alike are written anew, and none in formulas, code, addresses, versions,
    dates, times, or references such as `section 3.2`.

    >>> localise_numbers("It is 3.5 km.", "Son 3.5 km.", "en", "es-ES")
    'Son 3,5 km.'
    """
    ours, theirs = custom_of(source), custom_of(target)
    if (ours.decimal, ours.group, ours.least) == (theirs.decimal, theirs.group, theirs.least):
        return text
    written = {number: _rewritten(number, ours, theirs) for number in _numbers(source_text, ours)}
    written = {number: other for number, other in written.items() if number != other}
    if not written or written.keys() & set(written.values()):
        return text  # 1.000 and 1,000 in one text: whether it was done already cannot be seen
    left = Counter(number for number in _numbers(source_text, ours) if number in written)
    out, place = [], 0
    for start, number in _places(text, ours):
        if left[number] > 0:
            left[number] -= 1
            out += [text[place:start], written[number]]
            place = start + len(number)
    return "".join([*out, text[place:]])


def _numbers(text: str, custom: NumberCustom) -> list[str]:
    return [number for _, number in _places(text, custom)]


def _places(text: str, custom: NumberCustom) -> Iterator[tuple[int, str]]:
    """Numbers with a decimal mark or parted thousands, and where they begin."""
    found = list(_pattern(custom).finditer(text))
    if not found:
        return
    kept = [(part.start, part.end) for part in protected_parts(text) if part.kind != "letter" and not _plain(part.text)]
    for one in found:
        start, end = one.span()
        inside = any(begin <= start and end <= stop for begin, stop in kept)
        if not inside and _is_quantity(text, start, end):
            yield start, one[0]


def _plain(part: str) -> bool:
    """Whether a protected part is a number or a range, and no formula."""
    return re.fullmatch(r"[\d.,]+%?(?:[-–][\d.,]+%?)?", part) is not None


def _is_quantity(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 16) : start], text[end : end + 12]
    if _BEFORE.search(before):
        return False
    told = _AFTER.match(after)
    if told is None:
        return True
    # 3.5 hours are a quantity, 3.30 pm a time
    return told[0].strip().lower().startswith("hr") and not _TIME.fullmatch(text[start:end])


@lru_cache(maxsize=16)
def _pattern(custom: NumberCustom) -> re.Pattern[str]:
    group = f"[{re.escape(custom.group)}{_NOT_SPACES}]" if custom.group.isspace() else re.escape(custom.group)
    decimal = re.escape(custom.decimal)
    return re.compile(
        rf"(?:\d{{1,3}}(?:{group}\d{{3}}){{1,20}}(?!\d)(?:{decimal}\d{{1,30}})?|\d{{1,30}}{decimal}\d{{1,30}})(?!\d)"
    )


def _rewritten(number: str, ours: NumberCustom, theirs: NumberCustom) -> str:
    whole, _, decimals = number.partition(ours.decimal)
    digits = re.sub(r"\D", "", whole)
    grouped = digits != whole
    if grouped and len(digits) >= theirs.least:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", theirs.group, digits)
    return digits + (theirs.decimal + decimals if decimals else "")
