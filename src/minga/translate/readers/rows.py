"""What a reader gives for each question of a benchmark, and the rows it is read from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from minga.records import BenchmarkItem, first_fault
from minga.settings import BenchmarkSettings

__all__ = ["Dropped", "FileRow", "Row", "RowReader", "Unusable", "item_or_fault"]


@dataclass(frozen=True)
class Dropped:
    """A question that makes no item."""

    place: str
    """Where it stands: `row 12`, `mmlu_anatomy.yaml, question 3`."""
    reason: str
    """In kebab-case, for the manifest."""
    detail: str = ""


Row = BenchmarkItem | Dropped


@dataclass(frozen=True)
class FileRow:
    """One row of a benchmark's file, as it stands there."""

    place: str
    """`row 12`; where a benchmark has several files `anatomy.csv, row 12`."""
    number: str
    """`12`, or `anatomy/12`: the row's number for a benchmark whose rows have no id."""
    values: Mapping[str, Any]
    """By column; texts of CSV and TSV are never empty but None."""
    stem: str = ""
    """The file's name without its endings."""


class Unusable(Exception):
    """A row that makes no item: why, in kebab-case, and what exactly."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(reason)


RowReader = Callable[[FileRow, str], Mapping[str, Any]]
"""What a form makes of a row, given the benchmark's language: the fields of an item. Raises Unusable."""


def item_or_fault(benchmark: BenchmarkSettings, place: str, values: Mapping[str, Any]) -> Row:
    """An item with `values`, and with what the settings say where the values do not."""
    known = {
        "benchmark": benchmark.name,
        "language": benchmark.language,
        "licence": benchmark.licence,
        "source": benchmark.source or benchmark.name,
    }
    try:
        return BenchmarkItem.model_validate({**known, **values})
    except ValidationError as error:
        return Dropped(place, "invalid-row", first_fault(error))
