"""Telephone numbers, valid by the numbering plans of `phonenumbers`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from minga.curate.personal_data.cues import MONEY, PHONE, followed_by_unit, label_before, labels
from minga.curate.personal_data.numbering_plans import valid_digits
from minga.curate.personal_data.span import Span

__all__ = ["phones"]

_CANDIDATE = re.compile(r"(?<![\w+])(?<!\d[.,:/-])(?:\+ ?|00)?\(?\d(?:[ .\-/()]{0,2}\d){6,15}(?!\w)(?![,:]\d)")
_LAST_GROUP = re.compile(r" \(?\d+$")
"""Where another number may begin."""
_DATE = re.compile(r"\(?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b")
_YEARS = re.compile(r"(?:1\d|20)\d\d ?[-/] ?(?:1\d|20)\d\d")
_DECIMAL = re.compile(r"\d{1,3}\.\d{4,}|\d{1,3}(?:\.\d{3})+")
_GROUPED = re.compile(r"\(\d{1,4}\)[ -]?\d{1,6}(?:[ -]\d{2,6}){0,4}|\d{1,5}(?:[ -]\d{2,6}){1,5}")
"""As people write telephones."""
_NO_DIGITS = re.compile(r"\D+")
_WORD_AFTER = re.compile(r" [^\W\d_]")


def phones(text: str, countries: Sequence[str]) -> Iterator[Span]:
    """Telephones with a country code, and those of `countries`.

    A number without a country code needs a word that says what it is (`tel.`, `llámame al`), or to be valid and
    written in groups, or to be a valid mobile number at the end of what is said. Behind a word such as `pedido`,
    `factura` or `DNI`, a currency, or before a unit it is left alone.
    """
    position = 0
    while found := _CANDIDATE.search(text, position):
        start = found.start()
        label = label_before(labels(text, start))
        span = None
        if label is None or label in PHONE:
            span = _longest_phone(text, start, found[0], tuple(countries), labelled=label is not None)
        if span:
            yield span
        position = span.end if span else found.end()


def _longest_phone(text: str, start: int, number: str, countries: tuple[str, ...], *, labelled: bool) -> Span | None:
    for _ in range(4):
        country = _country(number, countries, labelled=labelled)
        told = labelled or number.startswith(("+", "00"))
        if country is not None and (told or not _unlike(text, start, number)):
            return Span(start, start + len(number), "phone", country or None)
        shorter = _LAST_GROUP.sub("", number)
        if shorter == number:
            break
        number = shorter
    return None


@lru_cache(maxsize=4096)
def _country(number: str, countries: tuple[str, ...], *, labelled: bool) -> str | None:
    """Where `number` is a telephone: empty where it belongs to no single country, None where it is none.

    What was seen lately is remembered, since signatures and tables repeat themselves.
    """
    digits = _NO_DIGITS.sub("", number)
    if not 7 <= len(digits) <= 15:
        return None
    if number.startswith(("+", "00")):
        return _international(number)
    grouped = digits != number
    if grouped and not labelled and not _GROUPED.fullmatch(number):
        return None
    if not digits.isascii():
        digits = "".join(str(int(digit)) for digit in digits)
    return _national(digits, countries, labelled=labelled, grouped=grouped)


def _unlike(text: str, start: int, number: str) -> bool:
    """Whether a number that nothing calls a telephone looks or is used like something else."""
    from stdnum import isbn

    end = start + len(number)
    if any(shape.fullmatch(number) for shape in (_YEARS, _DECIMAL)) or _DATE.match(number) or isbn.is_valid(number):
        return True
    if MONEY.search(text[max(0, start - 6) : start]) or followed_by_unit(text, end):
        return True
    return number.isdigit() and _WORD_AFTER.match(text, end) is not None


def _international(number: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse("+" + number.lstrip("+0 "), None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.region_code_for_number(parsed) or ""


def _national(digits: str, countries: tuple[str, ...], *, labelled: bool, grouped: bool) -> str | None:
    """The first of `countries` in which it is valid; behind a label a number without its area code will do.

    With neither a label nor groups it must be a mobile number.
    """
    import phonenumbers

    parsed = []
    for country, plan in _plans(countries, local=labelled):
        if plan.fullmatch(digits):
            try:
                parsed.append((country, phonenumbers.parse(digits, country)))
            except phonenumbers.NumberParseException:
                continue
    mobile = phonenumbers.PhoneNumberType.MOBILE
    for country, one in parsed:
        if phonenumbers.is_valid_number_for_region(one, country) and (
            labelled or grouped or phonenumbers.number_type(one) == mobile
        ):
            return country
    if labelled:
        local = phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
        for country, one in parsed:
            if phonenumbers.is_possible_number_with_reason(one) == local:
                return country
    return None


@lru_cache(maxsize=512)
def _plans(countries: tuple[str, ...], *, local: bool) -> list[tuple[str, re.Pattern[str]]]:
    plans = ((country, valid_digits(country, local=local)) for country in countries)
    return [(country, plan) for country, plan in plans if plan]
