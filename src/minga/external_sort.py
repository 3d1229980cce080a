"""Putting more rows in order than fit in memory: sorted runs on disk, merged."""

from __future__ import annotations

import tempfile
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from minga.errors import TableError

__all__ = ["ExternalSorter", "merge", "scratch_folder"]

_CHUNK = 2 << 20
"""Bytes of one run that are in memory while runs are merged."""
_MOST = 128
"""Runs that are left as they are: more of them are merged to one, so that memory and open files stay bounded."""


class ExternalSorter:
    """Takes rows in any order and gives them back in order of `keys`, ascending.

    Rows are kept in memory up to `memory` bytes; beyond that, sorted runs go to `folder`, which the caller removes.
    The keys together must name a row: the order of rows with equal keys is not defined.
    """

    def __init__(self, folder: Path, keys: Sequence[str], *, memory: int = 64 << 20) -> None:
        self.folder = folder
        self.keys = list(keys)
        self.memory = memory
        self._pending: list[pa.RecordBatch] = []
        self._bytes = 0
        self._runs: list[Path] = []
        self._long_runs: list[Path] = []

    def add(self, batch: pa.RecordBatch) -> None:
        """Take these rows."""
        self._pending.append(batch)
        self._bytes += batch.nbytes
        if self._bytes > self.memory:
            self._spill()

    def batches(self) -> Iterator[pa.Table]:
        """All rows in order. Call it once, after the last `add`."""
        if not self._runs and not self._long_runs:
            if self._pending:
                yield self._sorted_pending()
            return
        if self._pending:
            self._spill()
        yield from merge([_read_run(path) for path in (*self._long_runs, *self._runs)], self.keys)

    def _sorted_pending(self) -> pa.Table:
        table = pa.Table.from_batches(self._pending).sort_by([(key, "ascending") for key in self.keys])
        self._pending, self._bytes = [], 0
        return table

    def _spill(self) -> None:
        self._runs.append(self._written(iter([self._sorted_pending()])))
        if len(self._runs) == _MOST:
            self._long_runs.append(self._written(merge([_read_run(path) for path in self._runs], self.keys)))
            for path in self._runs:
                path.unlink()
            self._runs = []

    def _written(self, tables: Iterator[pa.Table]) -> Path:
        path = self.folder / f"run-{len(self._long_runs):05d}-{len(self._runs):05d}.arrow"
        first = next(tables)
        options = pa.ipc.IpcWriteOptions(compression="lz4")
        with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_stream(sink, first.schema, options=options) as writer:
            for table in chain([first], tables):
                writer.write_table(table, max_chunksize=max(1, table.num_rows * _CHUNK // max(1, table.nbytes)))
        return path


def merge(runs: Sequence[Iterable[pa.RecordBatch]], keys: Sequence[str]) -> Iterator[pa.Table]:
    """The rows of several runs, each sorted by `keys`, as one sorted sequence of tables.

    Only one batch of each run is in memory. Rows with equal keys come in the order of `runs` where they meet in one
    table. Raises TableError when the batches of a run are not in order.
    """
    order = [(key, "ascending") for key in keys]
    live = [run for run in (_Run(iter(batches), keys) for batches in runs) if run.rows]
    while live:
        bound = min(run.last for run in live)
        parts = [part for part in (run.take(bound) for run in live) if part.num_rows]
        table = pa.Table.from_batches(parts)
        yield table if len(parts) == 1 and _ascends(table[keys[0]]) else table.sort_by(order)
        live = [run for run in live if run.rows]


def _ascends(column: pa.ChunkedArray) -> bool:
    """Whether each value is less than the next: rows of one run, which need no sorting."""
    return bool(pc.all(pc.less(column.slice(0, len(column) - 1), column.slice(1))).as_py())


class _Run:
    """One sorted sequence of batches, and how far it has been read."""

    def __init__(self, batches: Iterator[pa.RecordBatch], keys: Sequence[str]) -> None:
        self._batches = batches
        self._keys = keys
        self._batch: pa.RecordBatch | None = None
        self._start = 0
        self.last: tuple[Any, ...] = ()
        self._advance()

    @property
    def rows(self) -> int:
        """Rows of the current batch that are still to be taken; 0 at the end of the run."""
        return 0 if self._batch is None else self._batch.num_rows - self._start

    def take(self, bound: tuple[Any, ...]) -> pa.RecordBatch:
        """The rows of the current batch up to and with `bound`."""
        batch = self._batch
        assert batch is not None  # noqa: S101 - `merge` only asks runs that have rows
        end = bisect_right(range(batch.num_rows), bound, lo=self._start, key=lambda row: self._key(batch, row))
        part = batch.slice(self._start, end - self._start)
        self._start = end
        if end == batch.num_rows:
            self._advance()
        return part

    def _advance(self) -> None:
        self._start = 0
        self._batch = next((batch for batch in self._batches if batch.num_rows), None)
        if self._batch is None:
            return
        if self.last and self._key(self._batch, 0) < self.last:
            raise TableError(f"rows are not sorted by {', '.join(self._keys)}", where=self._key(self._batch, 0)[0])
        self.last = self._key(self._batch, self._batch.num_rows - 1)

    def _key(self, batch: pa.RecordBatch, row: int) -> tuple[Any, ...]:
        return tuple(batch.column(key)[row].as_py() for key in self._keys)


@contextmanager
def scratch_folder(building: Path) -> Iterator[Path]:
    """A folder beside `building` (an artifact under construction) for what does not fit in memory."""
    # the name is one that the workspace sweeps away after a crash
    with tempfile.TemporaryDirectory(prefix=".building-scratch-", dir=building.parent) as folder:
        yield Path(folder)


def _read_run(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.OSFile(str(path), "rb") as source, pa.ipc.open_stream(source) as reader:
        yield from reader
