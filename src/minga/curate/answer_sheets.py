"""Sheets that people fill in: CSV as any spreadsheet saves it, or JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from minga.errors import InputError
from minga.spreadsheets import delimiter_of

__all__ = ["read_sheet"]

_MOST_BYTES = 64 << 20


def read_sheet(path: Path, hint: str) -> Iterator[Mapping[str, str]]:
    """The rows of a CSV with a heading, or of JSON Lines where the name ends so, as texts by column.

    Raises InputError when it is not there (with `hint`), too large or not UTF-8, or has no such form.
    """
    if not path.is_file():
        raise InputError("is not there", where=path, hint=hint)
    if path.stat().st_size > _MOST_BYTES:
        raise InputError(f"is larger than {_MOST_BYTES >> 20} MB", where=path, hint="a sheet has a few hundred rows")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            if path.suffix in (".jsonl", ".ndjson"):
                yield from _json_rows(file.read().splitlines(), path)
            else:
                yield from csv.DictReader(file, delimiter=_delimiter(path))
    except UnicodeDecodeError as error:
        raise InputError("is not UTF-8", where=path, hint="save it as CSV UTF-8") from error
    except csv.Error as error:
        raise InputError(f"is no CSV ({error})", where=path, hint="save it as CSV UTF-8") from error


def _json_rows(lines: Sequence[str], path: Path) -> Iterator[Mapping[str, str]]:
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError) as error:
            raise InputError("is no JSON", where=f"{path}:{number}", hint="write one object a line") from error
        if row is not None and not isinstance(row, dict):
            raise InputError("is no JSON object", where=f"{path}:{number}", hint="write one object a line")
        if row:
            yield {str(key): "" if value is None else str(value) for key, value in row.items()}


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig") as file:
        head = file.readline(1 << 16)
    return delimiter_of(head)
