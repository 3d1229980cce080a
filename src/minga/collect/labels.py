"""What a row says of itself, where a donation's settings would otherwise speak for it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from minga.collect.rows import RowFault
from minga.errors import LanguageError, LicenceError
from minga.languages import check_tag
from minga.licences import check_expression
from minga.settings import DonationSettings

__all__ = ["Labels"]

_COLUMNS = {
    "language": "language",
    "country": "country",
    "domain": "domain",
    "licence": "licence",
    "license": "licence",
    "task": "task",
    "region": "region",
    "register": "register",
    "period": "period",
}
_COUNTRY = re.compile(r"[A-Z]{2}")


class Labels:
    """Labels of a donation's rows: its own columns where they are filled in, else what the donation says.

    `accept` are the licences that the project takes, all where it is empty.
    """

    def __init__(self, donation: DonationSettings, columns: Sequence[str], accept: Collection[str] = ()) -> None:
        self._accept = accept
        self._defaults: dict[str, str | None] = {
            "language": donation.language,
            "country": donation.country,
            "domain": donation.domain,
            "licence": donation.licence,
            "origin": donation.origin,
            "source": donation.source or donation.name,
            "contributor": donation.contributor,
        }
        named = {column.strip().casefold(): column for column in reversed(columns)}
        self._columns = {named[name]: label for name, label in _COLUMNS.items() if name in named}

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are read."""
        return tuple(self._columns)

    def of(self, row: Mapping[str, Any]) -> dict[str, str | None]:
        """The labels of one row. Raises RowFault when a column holds what is no such label, or a licence that is not
        accepted."""
        labels = dict(self._defaults)
        for column, label in self._columns.items():
            value = row.get(column)
            if value is None or value == "":
                continue
            if not isinstance(value, str):
                raise RowFault("invalid-label", f"{column} is not text")
            if text := value.strip():
                labels[label] = _checked(label, text)
        if self._accept and labels["licence"] not in self._accept:
            raise RowFault("licence-not-accepted", str(labels["licence"]))
        return labels


def _checked(label: str, text: str) -> str:
    try:
        if label == "language":
            return check_tag(text)
        if label == "licence":
            return check_expression(text)
    except (LanguageError, LicenceError) as error:
        raise RowFault("invalid-label", f"{label}: {error.what}") from None
    if label == "country":
        text = text.upper()
        if not _COUNTRY.fullmatch(text):
            raise RowFault("invalid-label", f"country: {text!r} is not a code of two letters, such as PE")
    return text
