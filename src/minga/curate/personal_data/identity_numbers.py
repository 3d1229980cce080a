"""National identity and tax numbers, by their check digits or by the word beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from minga.curate.personal_data.cues import IDENTITY, MONEY, OTHER, PHONE, label_before, labels
from minga.curate.personal_data.schemes import SCHEMES, Scheme, any_shape
from minga.curate.personal_data.span import Span

__all__ = ["identity_numbers"]

_LETTERS = r"[A-Za-zÑñ&]{1,4}[- ]?"
_DIGITS = r"(?=\d{0,2}[ .\-/]?\d{3})(?=(?:[ .\-/]?\d){5})"
"""What begins like one of the shapes: five digits or more, of which three in a row."""
_LABELS = frozenset(word for scheme in SCHEMES for word in scheme.labels)


def identity_numbers(text: str, countries: Sequence[str]) -> Iterator[Span]:
    """Numbers of all countries that a label names or whose shape is like nothing else, and others of `countries`.

    A label counts for the numbers of `countries` that are so called; where none of them has one, for those of any.
    Behind a word such as `pedido` or `factura`, or a currency, a number is left alone.
    """
    end = 0
    own = tuple(countries)
    for found in _starts(own).finditer(text):
        for start in dict.fromkeys((found.start(), found.end())):
            span = _identity_number(text, start, own) if start >= end else None
            if span:
                end = span.end
                yield span
                break


def _identity_number(text: str, start: int, countries: tuple[str, ...]) -> Span | None:
    schemes, shape = _likely(label_before(labels(text, start)), countries)
    if not schemes or not shape.match(text, start):
        return None
    for scheme in schemes:
        found = scheme.pattern.match(text, start)
        if found and scheme.is_valid(found[0]):
            if MONEY.search(text[max(0, start - 6) : start]):
                return None
            return Span(start, found.end(), scheme.kind, scheme.country)
    return None


@lru_cache(maxsize=512)
def _starts(countries: tuple[str, ...]) -> re.Pattern[str]:
    """Up to four letters, and what begins like a shape; behind another number, which leaves no label, a whole shape."""
    _, shape = _likely(None, countries)
    return re.compile(
        rf"(?<!\w)(?<!\d[.,:/-])(?<![^\s(]-)"
        rf"(?:(?<!\d )(?:{_LETTERS})?{_DIGITS}|(?<=\d )(?:(?={shape.pattern})(?:{_LETTERS})?|{_LETTERS}{_DIGITS}))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=4096)
def _likely(label: str | None, countries: tuple[str, ...]) -> tuple[tuple[Scheme, ...], re.Pattern[str]]:
    """What a number behind `label` may be, and what it then looks like at least: one match instead of twenty."""
    schemes = _possible(label, countries)
    return schemes, any_shape(schemes)


def _possible(label: str | None, countries: tuple[str, ...]) -> tuple[Scheme, ...]:
    """What a number behind `label` may be, those of the record's countries first."""
    own = tuple(scheme for scheme in SCHEMES if scheme.country in countries)
    abroad = tuple(scheme for scheme in SCHEMES if scheme.country not in countries)
    if label in PHONE or label in OTHER or label in IDENTITY - _LABELS:
        return ()
    if label is not None:
        called = tuple(scheme for scheme in own if label in scheme.labels)
        return called or tuple(scheme for scheme in abroad if label in scheme.labels)
    home = tuple(scheme for scheme in own if scheme.alone != "never")
    return home + tuple(scheme for scheme in abroad if scheme.alone == "anywhere")
