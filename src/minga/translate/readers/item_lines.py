"""Benchmark items in minga's own fields: one JSON object a line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from minga.errors import InputError
from minga.settings import BenchmarkSettings
from minga.translate.readers.rows import Dropped, Row, item_or_fault

__all__ = ["read_items"]

_GIVEN = frozenset(
    {"subject", "context", "question", "choices", "answer", "reference"}
    | {"cultural", "cultural_knowledge", "time_sensitive"}
    | {"language", "country", "domain", "origin", "source", "licence", "contributor"}
)
_MADE = frozenset(
    {"id", "benchmark", "source_item", "findings", "alternatives", "risk", "generator", "parents", "validated_by"}
    | {"verdict"}
)
"""Fields that minga fills itself: a file that it wrote may be read again."""


def read_items(benchmark: BenchmarkSettings, content: Mapping[str, bytes]) -> Iterator[Row]:
    """Lines such as `{"question": "…", "choices": ["…", "…"], "answer": 0}`; `answer` counts from 0.

    `reference` takes the place of choices in a generative item. Dropped: `invalid-json`, `invalid-row`.
    Raises InputError when the file is not UTF-8.
    """
    for name, data in content.items():
        for number, line in enumerate(_lines(name, data), 1):
            if line.strip():
                yield _row(benchmark, f"row {number}", line)


def _lines(name: str, data: bytes) -> list[str]:
    try:
        return data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError("is not UTF-8", where=f"{name}:{line}", hint="save the file as UTF-8") from error


def _row(benchmark: BenchmarkSettings, place: str, line: str) -> Row:
    try:
        values: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Dropped(place, "invalid-json", str(error))
    if not isinstance(values, dict):
        return Dropped(place, "invalid-row", "not an object")
    unknown = sorted(values.keys() - _GIVEN - _MADE)
    if unknown:
        return Dropped(place, "invalid-row", f"unknown field {unknown[0]}")
    given = {name: value for name, value in values.items() if name in _GIVEN and value is not None}
    return item_or_fault(benchmark, place, {"origin": "human", **given})
