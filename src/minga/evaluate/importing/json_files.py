"""JSON from outside: bounded, and nothing in it that means two things."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from minga.errors import InputError
from minga.unpacking import open_bounded

__all__ = ["LARGEST", "json_lines", "parse_json", "read_json"]

LARGEST = 256 << 20
"""Bytes of JSON that are taken in at once."""
_HALF = b"\\ud"
"""How half of a surrogate pair is written in JSON: without the other half it can stand in no file of ours."""


def read_json(path: Path, where: str) -> tuple[Any, bytes]:
    """What a file holds, and its bytes. Raises InputError when it is too large, or no JSON that can be trusted."""
    with open_bounded(path, where, LARGEST) as file:
        parts = []
        while part := file.read(1 << 20):
            parts.append(part)
    data = b"".join(parts)
    return parse_json(data, where), data


def json_lines(path: Path, where: str) -> Iterator[Any]:
    """The values of a file of JSON Lines, packed or not, with one of them in memory. Raises InputError."""
    with open_bounded(path, where) as file:
        for number, line in enumerate(file.lines(), 1):
            if line.strip():
                yield parse_json(line, f"{where}:{number}")


def parse_json(data: bytes, where: str) -> Any:
    """Text as JSON. A key that stands twice is an error: readers differ in which of the two they take."""
    try:
        value = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_without_doubles)
        return _whole(value) if _HALF in data.lower() else value
    except UnicodeDecodeError:
        raise InputError("is not UTF-8", where=where) from None
    except json.JSONDecodeError as error:
        raise InputError(
            f"is not JSON: {error.msg} (line {error.lineno}, column {error.colno})",
            where=where,
            hint="was it copied whole?",
        ) from None
    except (ValueError, zlib.error) as error:  # a key twice, or an integer of thousands of digits
        raise InputError(f"is not JSON: {str(error).partition(';')[0]}", where=where) from None
    except RecursionError:
        raise InputError("is nested too deeply", where=where) from None


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        seen: set[str] = set()
        double = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"the key {double[:80]!r} stands twice")
    return values


def _whole(value: Any) -> Any:
    """`value` with a replacement character for every half of a surrogate pair."""
    match value:
        case str() if not value.isascii():
            return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        case dict():
            return {_whole(key): _whole(part) for key, part in value.items()}
        case list():
            return [_whole(part) for part in value]
    return value
