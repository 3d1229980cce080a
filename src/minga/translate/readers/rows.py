"""What a reader gives for each question of a benchmark."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from pydantic import ValidationError

from minga.records import BenchmarkItem, first_fault
from minga.settings import BenchmarkSettings

__all__ = ["Dropped", "Reader", "Row", "item_or_fault"]


@dataclass(frozen=True)
class Dropped:
    """A question that makes no item."""

    place: str
    """Where it stands: `row 12`, `mmlu_anatomy.yaml, question 3`."""
    reason: str
    """In kebab-case, for the manifest."""
    detail: str = ""


Row = BenchmarkItem | Dropped


class Reader(Protocol):
    """One layout of benchmark files."""

    def __call__(self, benchmark: BenchmarkSettings, content: Mapping[str, bytes]) -> Iterator[Row]:
        """Each question of the files (name to bytes), in their order.

        Raises InputError when a file is not of this layout at all.
        """
        ...


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
