"""Benchmark items in minga's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.records import BenchmarkItem
from minga.translate.readers.rows import FileRow, Unusable

__all__ = ["ITEM_FIELDS", "read_item"]

_GIVEN = frozenset(
    {"subject", "context", "question", "choices", "answer", "reference"}
    | {"cultural", "cultural_knowledge", "time_sensitive"}
    | {"split", "number", "task", "answers", "solution", "error_type"}
    | {"language", "country", "domain", "origin", "source", "licence", "contributor"}
)
ITEM_FIELDS = frozenset(BenchmarkItem.model_fields)
"""All that a row may have: what minga fills itself is passed over, so a file that it wrote may be read again."""


def read_item(row: FileRow, _language: str) -> Mapping[str, Any]:
    """Rows such as `{"question": "…", "choices": ["…", "…"], "answer": 0}`; `answer` counts from 0.

    `reference` takes the place of choices in a generative item.
    """
    unknown = sorted(row.values.keys() - ITEM_FIELDS)
    if unknown:
        raise Unusable("invalid-row", f"unknown field {unknown[0]}")
    return {
        "origin": "human",
        "number": row.number,
        **{name: value for name, value in row.values.items() if name in _GIVEN and value is not None},
    }
