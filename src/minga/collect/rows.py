"""Rows as they come out of a donated file, before anybody knows what they mean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

__all__ = ["DonatedRows", "LONGEST_ROW", "Row", "RowFault"]

LONGEST_ROW = 64 << 20
"""Characters of one line, cell or JSON value beyond which a file is hostile or broken."""


@dataclass(frozen=True)
class Row:
    """One row, with its number: the line in JSON Lines, else counted from 1 after a header."""

    number: int
    values: Mapping[str, Any]


class RowFault(Exception):
    """Why one row cannot be used: a reason in `kebab-case`, a detail for people, and the row's number when known."""

    def __init__(self, reason: str, detail: str, number: int = 0) -> None:
        self.reason = reason
        self.detail = detail
        self.number = number
        super().__init__(detail)


class DonatedRows(Protocol):
    """A file that has been opened and recognised."""

    @property
    def columns(self) -> list[str]:
        """Names of the columns, in the file's order."""
        ...

    @property
    def total(self) -> int | None:
        """Number of rows, where the file says; 0 when it has none."""
        ...

    def rows(self, columns: Sequence[str]) -> Iterator[Row | RowFault]:
        """All rows from the start, with at least these columns. Raises InputError when the file breaks off."""
        ...
