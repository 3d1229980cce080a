"""Rows of donated CSV and TSV files."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from minga.collect.rows import LONGEST_ROW, Row, RowFault
from minga.errors import InputError, NothingToDo

__all__ = ["DelimitedRows"]

_DELIMITERS = ",;\t|"


class DelimitedRows:
    """A table of text whose first row names the columns; separated by commas, semicolons, tabs or bars.

    `start` is the beginning of the text, which is not blank. Raises InputError when the header cannot be used,
    NothingToDo without rows.
    """

    total: int | None = None

    def __init__(self, path: Path, where: str, encoding: str, start: str) -> None:
        self._path = path
        self._where = where
        self._encoding = encoding
        self._delimiter = _delimiter(start, path.suffix.lower())
        records = self._records()
        header, _, _ = next(records)
        self.columns = [name.strip(" \ufeff") or f"column {number}" for number, name in enumerate(header, 1)]
        twice = [name for name, count in Counter(self.columns).items() if count > 1]
        if twice:
            raise InputError(f"column {twice[0]!r} stands twice in the header", where=where, hint="rename one")
        if next(records, None) is None:
            raise NothingToDo("the donation has a header and no row", where=where)

    def rows(self, columns: Sequence[str]) -> Iterator[Row | RowFault]:
        """All rows; one with more or fewer cells than the header is a fault. Raises InputError at an open quotation."""
        records = self._records()
        next(records)
        for number, (cells, first, last) in enumerate(records, 1):
            if len(cells) == len(self.columns):
                yield Row(number, dict(zip(self.columns, cells, strict=True)))
            else:
                lines = f"line {first}" if first == last else f"lines {first} to {last}"
                detail = f"{len(cells)} cells where the header has {len(self.columns)} ({lines})"
                yield RowFault("invalid-row", detail, number)

    def _records(self) -> Iterator[tuple[list[str], int, int]]:
        """Header and rows as cells, with their first and last lines; blank lines are left out."""
        csv.field_size_limit(max(csv.field_size_limit(), LONGEST_ROW))
        with self._path.open(encoding=self._encoding, newline="") as handle:
            lines = _Lines(handle)
            reader = csv.reader(lines, delimiter=self._delimiter)
            while True:
                first = reader.line_num + 1
                try:
                    cells = next(reader, None)
                except csv.Error as error:
                    raise self._open_quotation(first) from error
                if cells is None:
                    return
                if lines.ended:
                    # the reader asked for one more line, so this is not a row but the rest of the file
                    raise self._open_quotation(first)
                if cells:
                    yield cells, first, reader.line_num

    def _open_quotation(self, line: int) -> InputError:
        return InputError(
            "a quotation mark is opened and never closed",
            where=f"{self._where}:{line}",
            hint='close it, or write it twice (""), on this line or soon after',
        )


class _Lines:
    """The lines of a file, which remembers when it was asked for more than there are."""

    def __init__(self, handle: TextIO) -> None:
        self._handle = handle
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._handle.readline(LONGEST_ROW)
        self.ended = not line
        if self.ended:
            raise StopIteration
        return line


def _delimiter(start: str, ending: str) -> str:
    """The sign that stands most often in the header, outside quotation marks."""
    header = _unquoted_line(start)
    counts = {sign: header.count(sign) for sign in _DELIMITERS}
    best = max(_DELIMITERS, key=lambda sign: counts[sign])
    return best if counts[best] else ("\t" if ending == ".tsv" else ",")


def _unquoted_line(text: str) -> str:
    """The first record of a text, without what stands in quotation marks."""
    outside: list[str] = []
    for number, part in enumerate(text.split('"')):
        if number % 2 == 0:
            outside.append(part.partition("\n")[0])
            if "\n" in part:
                break
    return "".join(outside)
