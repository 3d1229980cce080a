"""Entries as CSV, for a spreadsheet, and as JSON Lines."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from minga import spreadsheets
from minga.errors import InputError
from minga.spreadsheets import delimiter_of, inert
from minga.translate.handover.entries import Entry

__all__ = ["read_csv", "read_jsonl", "write_csv", "write_jsonl"]

_COLUMNS = ("item", "field", "source", "target", "note")
_SYNONYMS: Mapping[str, tuple[str, ...]] = {
    "item": ("item", "id", "item_id"),
    "field": ("field", "name"),
    "source": ("source",),
    "target": ("target", "text", "translation"),
}
_HEADING = "the heading is: item,field,source,target"
_LONGEST_CELL = 1 << 20


def write_csv(path: Path, entries: Iterable[Entry], source: str, target: str) -> int:
    """One row a text, with a heading; a spreadsheet shows and never calculates it. Returns the number of rows."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        return spreadsheets.write_csv(file, _COLUMNS, (vars(entry) for entry in entries))


def read_csv(path: Path) -> Iterator[Entry]:
    """Rows with `item`, `field` and `target` (or `text`). Raises InputError when there are no such columns."""
    csv.field_size_limit(_LONGEST_CELL)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            file.seek(0)
            rows = csv.DictReader(file, delimiter=delimiter_of(first), strict=True)
            for number, row in enumerate(rows, 2):
                yield _entry({key: _calculated(value) for key, value in row.items()}, f"{path}, row {number}")
    except (csv.Error, UnicodeDecodeError) as error:
        raise InputError(f"is not CSV in UTF-8: {error}", where=path, hint=_HEADING) from error


def write_jsonl(path: Path, entries: Iterable[Entry], source: str, target: str) -> int:
    """One object a line, one line a text. Returns the number of lines."""
    written = 0
    with path.open("w", encoding="utf-8") as file:
        for entry in entries:
            written += 1
            file.write(json.dumps({name: getattr(entry, name) for name in _COLUMNS}, ensure_ascii=False) + "\n")
    return written


def read_jsonl(path: Path) -> Iterator[Entry]:
    """Objects with `item` (or `id`), `field` and `target` (or `text`). Raises InputError when a line is none."""
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise InputError("is not JSON", where=f"{path}:{number}", hint="one object a line") from error
                yield _entry(row if isinstance(row, dict) else {}, f"{path}:{number}")


def _entry(row: Mapping[str, Any], where: str) -> Entry:
    values = {
        name: next((str(row[one]) for one in names if row.get(one) is not None), "")
        for name, names in _SYNONYMS.items()
    }
    if not values["item"] or not values["field"]:
        raise InputError("does not say which text of which item it is", where=where, hint=_HEADING)
    return Entry(**values)


def _calculated(value: Any) -> Any:
    """A cell without the mark that kept a spreadsheet from calculating it."""
    guarded = isinstance(value, str) and value.startswith("'") and inert(value[1:]) == value
    return value[1:] if guarded else value
