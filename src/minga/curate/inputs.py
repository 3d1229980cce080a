"""The rows of several tables as one sequence, in order of ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NoReturn

import numpy as np
import pyarrow as pa

from minga.curate.duplicates.compared_texts import ComparedText
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
        self._owners = np.zeros(self.rows if len(tables) == 1 else 0, np.int32)

    def batches(self, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """All rows in order; with `columns`, which must hold `id`, those columns only.

        Raises TableError when a table is damaged or not sorted.
        """
        owners = []
        for table in self._merged(table.batches(columns) for table in self.tables):
            owners.append(table["table"].to_numpy())
            yield table.drop_columns(["table"])
        self._owners = np.concatenate(owners) if owners else self._owners

    def selected(self, mask: np.ndarray, columns: Sequence[str] | None = None) -> Iterator[pa.Table]:
        """The rows that `mask` (one truth value a row, in order) selects; see `batches`."""
        owners = self._table_of_each_row()
        masks = (mask[owners == number] for number in range(len(self.tables)))
        chosen = (table.selected(rows, columns) for table, rows in zip(self.tables, masks, strict=True))
        for table in self._merged(chosen):
            yield table.drop_columns(["table"])

    def texts(self, rows: np.ndarray, text: ComparedText) -> Iterator[pa.Array]:
        """The words of a text of the records in these rows, which ascend."""
        mask = np.zeros(self.rows, bool)
        mask[rows] = True
        for table in self.selected(mask, ["id", "messages"]):
            written = [text.written(Example(messages, "")) for messages in table["messages"].to_pylist()]
            yield compared_words(pa.array(written, pa.large_string()))

    def _table_of_each_row(self) -> np.ndarray:
        if len(self._owners) < self.rows:
            for _ in self.batches(["id"]):
                pass
        return self._owners

    def _merged(self, tables: Iterable[Iterator[pa.RecordBatch]]) -> Iterator[pa.Table]:
        return merge([_numbered(batches, number) for number, batches in enumerate(tables)], ["id", "table"])


def _numbered(batches: Iterable[pa.RecordBatch], number: int) -> Iterator[pa.RecordBatch]:
    for batch in batches:
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
