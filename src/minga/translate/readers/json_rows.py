"""Rows of JSON Lines and of JSON lists, one at a time."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import Any

from minga.errors import InputError
from minga.translate.readers.text_lines import decoded, not_utf8
from minga.unpacking import LONGEST_LINE, BoundedFile

__all__ = ["BadRow", "array_rows", "line_rows"]

_CHUNK = 1 << 20
_HINT = "give one JSON list of objects, or JSON Lines: one object a line"
_BLANK = " \t\r\n\ufeff"


class BadRow(Exception):
    """One row that is no object; the others may be."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(detail)


def line_rows(file: BoundedFile) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    """Each line's number, from 1, and its object; blank lines are left out. Raises InputError where it is not UTF-8."""
    for number, line in decoded(file):
        if text := line.strip(_BLANK):
            yield number, _object(text)


def _object(text: str) -> dict[str, Any] | BadRow:
    try:
        return _row(json.loads(text))
    except (ValueError, RecursionError) as error:
        return BadRow("invalid-json", str(error))


def _row(value: Any) -> dict[str, Any] | BadRow:
    return value if isinstance(value, dict) else BadRow("invalid-row", "not an object")


def array_rows(file: BoundedFile) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    """Each element's number, from 1, and the object; only one element is in memory.

    Raises InputError with its line where the list breaks off or is not UTF-8.
    """
    text = _Text(file)
    text.take("[")
    number = 0
    if text.peek() != "]":
        number += 1
        yield number, _row(text.value())
        while text.peek() == ",":
            text.take(",")
            number += 1
            yield number, _row(text.value())
    text.take("]")
    if text.peek():
        raise text.fault("there is more after the end of the list")


class _Text:
    """What of a file has been read and not yet been used."""

    def __init__(self, file: BoundedFile) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder()
        self._text = ""
        self._at = 0
        self._line = 1
        self._ended = False

    def peek(self) -> str:
        """The next character that is not blank; empty at the end."""
        while True:
            while self._at < len(self._text):
                if self._text[self._at] not in _BLANK:
                    return self._text[self._at]
                self._at += 1
            if not self._more(_CHUNK):
                return ""

    def take(self, sign: str) -> None:
        """Go past `sign`. Raises InputError where there is something else."""
        if self.peek() != sign:
            raise self.fault(f"'{sign}' is missing")
        self._at += 1

    def value(self) -> Any:
        """The JSON value that begins here."""
        self.peek()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except (ValueError, RecursionError) as error:
                # it may go on in what has not been read; doubling keeps the work linear
                if isinstance(error, json.JSONDecodeError) and self._more(max(_CHUNK, len(self._text) - self._at)):
                    continue
                raise self.fault(str(error)) from None
            if end < len(self._text) or not self._more(_CHUNK):  # else a number could go on
                self._at = end
                return value

    def fault(self, what: str) -> InputError:
        """`what` is wrong, here."""
        line = self._line + self._text.count("\n", 0, self._at)
        return InputError(f"is not JSON: {what}", where=f"{self._file.name}:{line}", hint=_HINT)

    def _more(self, size: int) -> bool:
        if self._ended or len(self._text) - self._at > LONGEST_LINE:
            return False
        self._line += self._text.count("\n", 0, self._at)
        data = self._file.read(size)
        try:
            fresh = self._decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            line = self._line + self._text.count("\n", self._at) + error.object.count(b"\n", 0, error.start)
            raise not_utf8(self._file.name, line) from error
        self._text, self._at, self._ended = self._text[self._at :] + fresh, 0, not data
        return bool(data)
