"""Lines of text files, and the rows of HellaSwag's and other plain ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from minga.errors import InputError
from minga.unpacking import BoundedFile

__all__ = ["decoded", "hellaswag_rows", "not_utf8", "prompt_rows"]

_LINES = 6
"""Of one HellaSwag question: what is to be continued, the number of the right ending, four endings."""


def decoded(file: BoundedFile) -> Iterator[tuple[int, str]]:
    """Each line's number, from 1, and its text without the line's end. Raises InputError where it is not UTF-8."""
    for number, line in enumerate(file.lines(), 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise not_utf8(file.name, number) from error
        yield number, text.removesuffix("\n").removesuffix("\r")


def not_utf8(name: str, line: int) -> InputError:
    """The error that line `line` is in some other encoding."""
    return InputError("is not UTF-8", where=f"{name}:{line}", hint="save the file as UTF-8")


def hellaswag_rows(file: BoundedFile) -> Iterator[tuple[int, dict[str, Any]]]:
    """Questions of six lines each, numbered from 1; of one that the file's end cuts short what is there."""
    lines = (text for _, text in decoded(file))
    number = 0
    while block := list(islice(lines, _LINES)):
        if any(line.strip() for line in block):
            number += 1
            yield number, dict(zip(("query", "label"), block, strict=False)) | {"endings": block[2:]}


def prompt_rows(file: BoundedFile) -> Iterator[tuple[int, dict[str, Any]]]:
    """One prompt a line, numbered as the lines are."""
    for number, text in decoded(file):
        if text.strip():
            yield number, {"prompt": text}
