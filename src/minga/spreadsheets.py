"""Rows as CSV that a spreadsheet shows and never calculates."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

__all__ = ["csv_text", "delimiter_of", "inert", "write_csv"]

_CALCULATES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def inert(value: Any) -> Any:
    """A text that a spreadsheet would calculate gets a mark in front, and is shown; anything else stays as it is.

    >>> inert("=1+1"), inert("maíz"), inert(-3)
    ("'=1+1", 'maíz', -3)
    """
    if not isinstance(value, str) or not value.lstrip(" \u00a0\ufeff\u200b").startswith(_CALCULATES):
        return value
    return f"'{value}"


def delimiter_of(heading: str) -> str:
    """What parts the columns of a CSV, by its first line: spreadsheets write `;` or tabs where `,` parts decimals."""
    return max(",;\t", key=heading.count)


def write_csv(file: IO[str], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a heading and `rows` to `file` (opened with `newline=""`); returns the number of rows."""
    # as RFC 4180 has it; with another line end the csv module would leave a carriage return in a text unquoted
    writer = csv.DictWriter(file, columns, lineterminator="\r\n", extrasaction="ignore")
    writer.writerow({name: inert(name) for name in columns})
    written = 0
    for row in rows:
        writer.writerow({name: inert(row.get(name)) for name in columns})
        written += 1
    return written


def csv_text(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """The same as one text."""
    text = io.StringIO(newline="")
    write_csv(text, columns, rows)
    return text.getvalue()
