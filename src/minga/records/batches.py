"""Records to Arrow batches and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

import pyarrow as pa
from pydantic import ValidationError

from minga.errors import RecordError
from minga.records.record import Record

__all__ = ["first_fault", "parse_rows", "records_of", "rows_of", "to_batch"]

R = TypeVar("R", bound=Record)


def parse_rows(rows: Iterable[Mapping[str, Any]], model: type[R], where: str) -> Iterator[R | RecordError]:
    """Each row as a `model`, or as the error that says what is wrong with it (`where`, row number from 1)."""
    for number, row in enumerate(rows, 1):
        try:
            yield model.model_validate(row)
        except ValidationError as error:
            yield RecordError(first_fault(error), where=f"{where}, row {number}")


def first_fault(error: ValidationError) -> str:
    """The first of pydantic's faults, in one line: `messages[0].role: input should be …`."""
    fault = error.errors(include_url=False)[0]
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in fault["loc"]).lstrip(".")
    message = fault["msg"].removeprefix("Value error, ")
    return f"{path}: {message}" if path else message


def rows_of(batch: pa.RecordBatch, model: type[R]) -> Iterator[R]:
    """The records of a batch; the inverse of `to_batch`."""
    for row in batch.to_pylist():
        yield model.model_validate({name: value for name, value in row.items() if value is not None})


def records_of(batches: Iterable[pa.RecordBatch], model: type[R]) -> Iterator[R]:
    """The records of a table's batches, one after the other: `records_of(table.batches(), BenchmarkItem)`."""
    for batch in batches:
        yield from rows_of(batch, model)


def to_batch(records: Iterable[Record], schema: pa.Schema) -> pa.RecordBatch:
    """`records` as one Arrow batch with `schema`."""
    return pa.RecordBatch.from_pylist(
        [record.model_dump(mode="json", by_alias=True) for record in records], schema=schema
    )
