"""The rows of several tables as one sequence, in order of ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from minga.curate.annotations import conversation_text
from minga.curate.example import Example
from minga.external_sort import merge
from minga.tables import Table

__all__ = ["InOrder"]


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

    def texts(self, mask: np.ndarray) -> Iterator[pa.Array]:
        """The words of the conversations that `mask` (one truth value a row, in order) selects."""
        start = 0
        for table in self.batches(["id", "messages"]):
            chosen = table.filter(pa.array(mask[start : start + table.num_rows]))
            start += table.num_rows
            if chosen.num_rows:
                rows = chosen["messages"].to_pylist()
                yield pa.array([conversation_text(Example(messages, "")) for messages in rows], pa.large_string())

    def _run(self, number: int, columns: Sequence[str] | None) -> Iterator[pa.RecordBatch]:
        for batch in self.tables[number].batches(columns):
            yield batch.append_column("table", pa.array(np.full(batch.num_rows, number, np.int32)))
