"""All personal data of a text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from minga.curate.personal_data.accounts import account_shapes, accounts, cards
from minga.curate.personal_data.cues import words_of
from minga.curate.personal_data.identity_numbers import identity_numbers
from minga.curate.personal_data.internet import emails, handles, ip_addresses, links, secret_links
from minga.curate.personal_data.phones import phones
from minga.curate.personal_data.span import Span
from minga.languages import language_of, territories, territory_of

__all__ = ["countries_of", "find_personal_data"]

_NUMBER = re.compile(r"\d(?:(?:[ .\-/()]{0,2}\d){4}|\d{0,2}(?:\.\d{1,3}){3})")
_COLONS = re.compile(r"[0-9A-Fa-f]:[0-9A-Fa-f:]{1,5}:")
_DIGITS = re.compile(r"\d(?:[ .\-/()]{0,2}\d){4}")
_COUNTRIES = words_of("ES PT AD MX GT HN SV NI CR PA CU DO PR CO VE EC PE BO CL AR UY PY BR")
"""Where the languages of this project are at home; Spanish is spoken in the Philippines and Germany too."""


def find_personal_data(text: str, countries: Sequence[str]) -> list[Span]:
    """Where personal data stands in `text`, in order, without overlaps.

    `countries` (ISO 3166-1, see `countries_of`) are those whose telephones and identity numbers are looked for without
    a country code or a label. The time is linear in the text: every pattern looks at a bounded number of characters
    from each place, and numbers of any length are passed over at once.

    >>> find_personal_data("Escríbeme a ana@correo.example", ["ES"])
    [Span(start=12, end=30, kind='email', country=None)]
    """
    if not _worth_reading(text):
        return []
    taken = _Taken()
    if "://" in text:
        taken.add(secret_links(text))
    if "@" in text:
        taken.add(emails(text))
        taken.add(handles(text))
    if ":" in text or "." in text:
        taken.add(ip_addresses(text))
    if _DIGITS.search(text):
        taken.add(accounts(text))
        # a number in a link is the number of a page, and an IBAN with a slip in it is no telephone
        known = _Taken([*(links(text) if "://" in text else ()), *account_shapes(text)])
        for found in (cards(text), identity_numbers(text, countries), phones(text, countries)):
            taken.add(span for span in found if known.free(span))
    return taken.spans


def _worth_reading(text: str) -> bool:
    return bool("@" in text or "://" in text or _NUMBER.search(text) or (text.count(":") > 1 and _COLONS.search(text)))


@lru_cache(maxsize=4096)
def countries_of(country: str | None, language: str) -> tuple[str, ...]:
    """The countries a text may be from: its own, that of its language tag, else all where the language is at home.

    >>> countries_of("PE", "es"), countries_of(None, "es-AR"), countries_of(None, "ca")
    (('PE',), ('AR',), ('ES', 'AD'))
    """
    territory = territory_of(language)
    known = tuple(dict.fromkeys(one for one in (country, territory) if one and one.isalpha()))
    return known or tuple(one for one in territories(language_of(language)) if one in _COUNTRIES)


class _Taken:
    """Spans that do not overlap; what comes first stays."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: list[int] = []
        self._spans: list[Span] = []
        self.add(spans)

    def add(self, spans: Iterable[Span]) -> None:
        new = [span for span in spans if self.free(span)]
        self._spans = sorted([*self._spans, *new])
        self._starts = [span.start for span in self._spans]

    def free(self, span: Span) -> bool:
        place = bisect_left(self._starts, span.end)
        return place == 0 or self._spans[place - 1].end <= span.start

    @property
    def spans(self) -> list[Span]:
        return self._spans
