"""Rows of donated JSON Lines and JSON files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from minga.collect.rows import LONGEST_ROW, Row, RowFault
from minga.errors import InputError, NothingToDo

__all__ = ["JsonArrayRows", "JsonLinesRows"]

_SAMPLE = 100
"""Rows that are looked at to learn the columns."""
_CHUNK = 1 << 20
_HINT = "a donation is JSON Lines (one object a line) or one list of objects"


class JsonLinesRows:
    """One JSON object a line; a line that is none is a fault of that row.

    Raises InputError when none of the first lines is an object, NothingToDo when there is no line.
    """

    total: int | None = None

    def __init__(self, path: Path, where: str, encoding: str) -> None:
        self._path = path
        self._encoding = encoding
        sample = list(islice(self.rows(()), _SAMPLE))
        faults = [row for row in sample if isinstance(row, RowFault)]
        if not sample:
            raise NothingToDo("the donation is empty", where=where)
        if len(faults) == len(sample):
            raise InputError(f"is not JSON: {faults[0]}", where=f"{where}:{faults[0].number}", hint=_HINT)
        self.columns = _columns(sample)

    def rows(self, columns: Sequence[str]) -> Iterator[Row | RowFault]:
        """All rows, numbered as their lines are; blank lines are left out."""
        with self._path.open(encoding=self._encoding) as handle:
            for number, line in enumerate(_lines(handle), 1):
                if line is None:
                    yield RowFault("too-long", f"a line of more than {LONGEST_ROW} characters", number)
                elif text := line.strip(" \t\r\n\ufeff"):
                    yield _parse_line(text, number)


class JsonArrayRows:
    """One JSON list of objects, read an element at a time.

    Raises InputError when it is not JSON, NothingToDo when the list is empty.
    """

    total: int | None = None

    def __init__(self, path: Path, where: str, encoding: str) -> None:
        self._path = path
        self._where = where
        self._encoding = encoding
        sample = list(islice(self.rows(()), _SAMPLE))
        if not sample:
            raise NothingToDo("the donation is an empty list", where=where)
        self.columns = _columns(sample)

    def rows(self, columns: Sequence[str]) -> Iterator[Row | RowFault]:
        """All elements, numbered from 1. Raises InputError with line and column where the JSON breaks off."""
        with self._path.open(encoding=self._encoding) as handle:
            for number, value in enumerate(_ArrayReader(handle, self._where), 1):
                yield _row(value, number)


def _columns(sample: Iterable[Row | RowFault]) -> list[str]:
    return list(dict.fromkeys(name for row in sample if isinstance(row, Row) for name in row.values))


def _row(value: object, number: int) -> Row | RowFault:
    if isinstance(value, dict):
        return Row(number, value)
    return RowFault("invalid-row", f"is not an object but {type(value).__name__}", number)


def _lines(handle: TextIO) -> Iterator[str | None]:
    """The lines of a file; None for one that is longer than any row may be."""
    while line := handle.readline(LONGEST_ROW):
        if len(line) < LONGEST_ROW or line.endswith("\n"):
            yield line
            continue
        while line and not line.endswith("\n"):
            line = handle.readline(LONGEST_ROW)
        yield None


def _parse_line(text: str, number: int) -> Row | RowFault:
    try:
        return _row(json.loads(text), number)
    except json.JSONDecodeError as error:
        return RowFault("invalid-json", f"{error.msg} (column {error.colno})", number)
    except ValueError as error:  # an integer of thousands of digits
        return RowFault("invalid-json", str(error).partition(";")[0], number)
    except RecursionError:
        return RowFault("invalid-json", "is nested too deeply", number)


class _ArrayReader:
    """The elements of a JSON list, with one of them in memory."""

    def __init__(self, handle: TextIO, where: str) -> None:
        self._handle = handle
        self._where = where
        self._text = ""
        self._at = 0
        self._ended = False
        self._line = 1
        self._column = 1

    def __iter__(self) -> Iterator[Any]:
        self._take("[")
        if self._peek() == "]":
            self._take("]")
        else:
            yield self._element()
            while self._peek() == ",":
                self._take(",")
                yield self._element()
            self._take("]")
        if self._peek():
            raise self._fault("there is more after the end of the list")

    def _peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in " \t\r\n\ufeff":
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(_CHUNK):
                return ""

    def _take(self, sign: str) -> None:
        if self._peek() != sign:
            raise self._fault(f"'{sign}' is missing")
        self._at += 1

    def _element(self) -> Any:
        self._peek()
        decoder = json.JSONDecoder()
        while True:
            try:
                value, end = decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                # the element may go on in what has not been read; doubling keeps the work linear
                if self._more(max(_CHUNK, len(self._text) - self._at)):
                    continue
                self._at = error.pos
                raise self._fault(error.msg) from None
            except (ValueError, RecursionError) as error:
                raise self._fault(str(error).partition(";")[0]) from None
            if end < len(self._text) or not self._more(_CHUNK):  # else a number could go on
                self._at = end
                return value

    def _more(self, size: int) -> bool:
        """Read on, forgetting what was used; False when there is no more, or an element grows too long."""
        if self._ended or len(self._text) - self._at > LONGEST_ROW:
            return False
        used = self._text[: self._at]
        self._line, self._column = _moved(self._line, self._column, used)
        fresh = self._handle.read(size)
        self._text, self._at, self._ended = self._text[self._at :] + fresh, 0, not fresh
        return bool(fresh)

    def _fault(self, what: str) -> InputError:
        line, column = _moved(self._line, self._column, self._text[: self._at])
        return InputError(f"is not JSON: {what}", where=f"{self._where}:{line}:{column}", hint=_HINT)


def _moved(line: int, column: int, text: str) -> tuple[int, int]:
    lines = text.count("\n")
    return line + lines, len(text) - text.rfind("\n") if lines else column + len(text)
