"""Rows of CSV and TSV files, with a header or in one of the layouts that have none."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from minga.errors import InputError
from minga.translate.readers.json_rows import BadRow
from minga.translate.readers.text_lines import decoded
from minga.unpacking import LONGEST_LINE, BoundedFile

__all__ = ["delimited_rows"]

_MMLU = ("question", "A", "B", "C", "D", "answer")
_MGSM = ("question", "answer")
_NUMBER = re.compile(r"[-+]?\d[\d.,]*")
_CSV_SIGNS = ",;\t|"


def delimited_rows(file: BoundedFile, *, tabs: bool) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    """Each row's number, from 1 without the header, and its cells by column; an empty cell is None.

    Files without a header are MMLU's (a question, four choices, a letter) and MGSM's (a question, a number). A CSV is
    cut at the sign (`,`, `;`, tab or `|`) that gives its first row the most cells. In a TSV a quotation mark is a
    character like any other, but around a cell with doubled ones in it.
    """
    rows = _tab_rows(file) if tabs else _csv_rows(file)
    first = next(rows, None)
    if first is None:
        return
    headless = _headless(first)
    columns = headless or [name.strip() for name in first]
    number = 0
    if headless:
        number += 1
        yield number, _cells(columns, first)
    for row in rows:
        number += 1
        yield number, _cells(columns, row)


def _headless(first: Sequence[str]) -> Sequence[str]:
    """The columns of a file whose first row is a question already."""
    last = first[-1].strip() if first else ""
    if len(first) == len(_MMLU) and last in {"A", "B", "C", "D"}:
        return _MMLU
    if len(first) == len(_MGSM) and _NUMBER.fullmatch(last):
        return _MGSM
    return ()


def _cells(columns: Sequence[str], row: Sequence[str]) -> dict[str, Any] | BadRow:
    if len(row) > len(columns):
        return BadRow("invalid-row", f"{len(row)} cells in {len(columns)} columns")
    return {name: cell if cell.strip() else None for name, cell in zip(columns, row, strict=False) if name}


def _tab_rows(file: BoundedFile) -> Iterator[list[str]]:
    for _, line in decoded(file):
        if line.strip():
            yield [_unquoted(cell) for cell in line.split("\t")]


def _unquoted(cell: str) -> str:
    inner = cell[1:-1]
    quoted = len(cell) > 2 and cell[0] == cell[-1] == '"' and '""' in inner and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if quoted else cell


def _csv_rows(file: BoundedFile) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_LINE)
    lines = (f"{line}\n" for _, line in decoded(file))
    start = next(lines, None)
    if start is None:
        return
    sign = max(_CSV_SIGNS, key=lambda sign: len(next(csv.reader([start], delimiter=sign), [])))
    try:
        yield from (row for row in csv.reader(_again(start, lines), delimiter=sign) if any(map(str.strip, row)))
    except csv.Error as error:
        raise InputError(f"is no CSV: {error}", where=file.name, hint="export it anew, as CSV in UTF-8") from error


def _again(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest
