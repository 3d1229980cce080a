"""The rows of several tables as one sequence, in order of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NoReturn

import numpy as np
import pyarrow as pa

from minga.curate.duplicates.compared_words import compared_words
from minga.curate.example import Example
from minga.errors import TableError
from minga.external_sort import merge
from minga.tables import Table

__all__ = ["InOrder", "beside", "side_by_side"]


class InOrder:
    """Tables whose rows are sorted by id; of rows with the same id that of an earlier table comes first."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tables
        self.rows = sum(table.rows for table in tables)

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """All rows in order; with `columns`, which must hold `id`, those columns only.

        Raises TableError when a table is damaged or not sorted.
        """
        runs = [self._run(number, columns) for number in range(len(self.tables))]
        for table in merge(runs, ["id", "table"]):
            yield table.drop_columns(["table"])

    def selected(self, mask: np.ndarray, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows that `mask` (one truth value a row, in order) selects; see `batches`."""
        start = 0
        for table in self.batches(columns):
            chosen = table.filter(pa.array(mask[start : start + table.num_rows]))
            start += table.num_rows
            if chosen.num_rows:
                yield chosen

    def texts(self, mask: np.ndarray) -> Iterator[pa.Array]:
        """The words of the conversations that `mask` selects."""
        for table in self.selected(mask, ["id", "messages"]):
            rows = [Example(messages, "").conversation for messages in table["messages"].to_pylist()]
            yield pa.array(compared_words(rows), pa.large_string())

    def _run(self, number: int, columns: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
        for batch in self.tables[number].batches(columns):
            yield batch.append_column("table", pa.array(np.full(batch.num_rows, number, np.int32)))


def side_by_side(first: Iterable[pa.Table], second: Iterable[pa.Table]) -> Iterator[tuple[pa.Table, pa.Table]]:
    """The tables of `first`, and with each the rows of `second` with the same ids; both are in the same order.

    Raises TableError when they are not.
    """
    more = iter(second)
    rest: list[pa.Table] = []
    for table in first:
        while sum(part.num_rows for part in rest) < table.num_rows:
            rest.append(next(more, None) or _differ())
        rows = pa.concat_tables(rest) if rest else table.slice(0, 0).select(["id"])
        same = rows.slice(0, table.num_rows)
        if not same["id"].equals(table["id"].cast(same["id"].type)):
            _differ()
        yield table, same
        rest = [rows.slice(table.num_rows)] if rows.num_rows > table.num_rows else []


def beside(first: Iterable[pa.Table], second: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The tables of `first` with the columns of `second` beside their own; see `side_by_side`."""
    for table, same in side_by_side(first, second):
        wider = table
        for name in same.column_names:
            wider = wider if name == "id" else wider.append_column(name, same[name])
        yield wider


def _differ() -> NoReturn:
    raise TableError("rows are not sorted by id", hint="delete the tables that are curated and run again")
