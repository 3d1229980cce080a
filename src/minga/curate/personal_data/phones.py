"""Telephone numbers, valid by the numbering plans of `phonenumbers`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from minga.curate.personal_data.cues import MONEY, PHONE, followed_by_unit, label_before, labels
from minga.curate.personal_data.span import Span

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

__all__ = ["phones"]

_CANDIDATE = re.compile(r"(?<![\w+])(?<!\d[.,:/-])(?:\+ ?|00)?\(?\d(?:[ .\-/()]{0,2}\d){6,15}(?!\w)(?![,:]\d)")
_LAST_GROUP = re.compile(r" \(?\d+$")
"""Where another number may begin."""
_DATE = re.compile(r"\(?(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})\b")
_YEARS = re.compile(r"(?:1\d|20)\d\d ?[-/] ?(?:1\d|20)\d\d")
_DECIMAL = re.compile(r"\d{1,3}\.\d{4,}|\d{1,3}(?:\.\d{3})+")
_GROUPED = re.compile(r"\(\d{1,4}\)[ -]?\d{1,6}(?:[ -]\d{2,6}){0,4}|\d{1,5}(?:[ -]\d{2,6}){1,5}")
"""As people write telephones."""
_WORD_AFTER = re.compile(r" [^\W\d_]")


def phones(text: str, countries: Sequence[str]) -> Iterator[Span]:
    """Telephones with a country code, and those of `countries`.

    A number without a country code needs a word that says what it is (`tel.`, `llámame al`), or to be valid and
    written in groups, or to be a valid mobile number at the end of what is said. Behind a word such as `pedido`,
    `factura` or `DNI`, a currency, or before a unit it is left alone.
    """
    position = 0
    while found := _CANDIDATE.search(text, position):
        number, span = found[0], None
        for _ in range(4):
            span = _phone(text, found.start(), number, countries)
            shorter = _LAST_GROUP.sub("", number)
            if span or shorter == number:
                break
            number = shorter
        if span:
            yield span
        position = found.start() + len(number) if span else found.end()


def _phone(text: str, start: int, number: str, countries: Sequence[str]) -> Span | None:
    digits = sum(map(str.isdigit, number))
    if not 7 <= digits <= 15:
        return None
    end = start + len(number)
    label = label_before(labels(text, start))
    if label is not None and label not in PHONE:
        return None
    if number.startswith(("+", "00")):
        country = _international(number)
    elif label in PHONE:
        country = _national(number, countries, labelled=True)
    elif _unlike(text, start, number):
        country = None
    else:
        country = _national(number, countries, labelled=False)
    return None if country is None else Span(start, end, "phone", country or None)


def _unlike(text: str, start: int, number: str) -> bool:
    """Whether a number that nothing calls a telephone looks or is used like something else."""
    from stdnum import isbn

    end = start + len(number)
    if isbn.is_valid(number) or any(shape.fullmatch(number) for shape in (_YEARS, _DECIMAL)) or _DATE.match(number):
        return True
    if MONEY.search(text[max(0, start - 6) : start]) or followed_by_unit(text, end):
        return True
    if number.isdigit():
        return _WORD_AFTER.match(text, end) is not None
    return _GROUPED.fullmatch(number) is None


def _international(number: str) -> str | None:
    import phonenumbers

    try:
        parsed = phonenumbers.parse("+" + number.lstrip("+0 "), None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return phonenumbers.region_code_for_number(parsed) or ""


def _national(number: str, countries: Sequence[str], *, labelled: bool) -> str | None:
    """The first of `countries` in which it is valid; behind a label a number without its area code will do."""
    import phonenumbers

    parsed = []
    for country in countries:
        try:
            parsed.append((country, phonenumbers.parse(number, country)))
        except phonenumbers.NumberParseException:
            continue
    for country, one in parsed:
        if phonenumbers.is_valid_number_for_region(one, country) and (labelled or _counts(number, one)):
            return country
    if labelled:
        local = phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
        for country, one in parsed:
            if phonenumbers.is_possible_number_with_reason(one) == local:
                return country
    return None


def _counts(number: str, parsed: PhoneNumber) -> bool:
    import phonenumbers

    mobile = phonenumbers.PhoneNumberType.MOBILE
    return not number.isdigit() or phonenumbers.number_type(parsed) == mobile
