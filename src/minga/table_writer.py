"""Rows into Parquet shards whose bytes depend on the rows alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from minga.manifests import Counts

__all__ = ["TableWriter"]

_DROPPED = pa.schema([("id", pa.string()), ("reason", pa.string()), ("detail", pa.string())])


class TableWriter:
    """Writes rows into shards of a fixed size, and counts what comes in, stays and leaves.

    Rows must arrive in their final order (sorted by id). Used as a context manager; counts are checked at its end.
    """

    shard_rows = 500_000
    group_rows = 50_000

    def __init__(self, folder: Path, schema: pa.Schema) -> None:
        self.folder = folder
        self.schema = schema
        self.counts = Counts()
        self.notes: dict[str, Any] = {}
        self.languages: dict[str, int] = {}
        self.licences: dict[str, int] = {}
        self._rows = _ShardWriter(folder / "data", schema, self.shard_rows, self.group_rows)
        self._dropped = _ShardWriter(folder / "dropped", _DROPPED, 10 * self.shard_rows, self.group_rows)
        self._leaving: list[dict[str, str]] = []

    def count_in(self, units: int = 1) -> None:
        """Say that `units` more units were read."""
        self.counts.rows_in += units

    def write(self, batch: pa.RecordBatch | pa.Table) -> None:
        """Keep these rows."""
        table = pa.table(batch) if isinstance(batch, pa.RecordBatch) else batch
        self.counts.rows_kept += table.num_rows
        for name, tally in (("language", self.languages), ("licence", self.licences)):
            if name in table.column_names:
                for entry in table[name].value_counts().to_pylist():
                    tally[entry["values"] or ""] = tally.get(entry["values"] or "", 0) + entry["counts"]
        self._rows.write(table)

    def drop(self, reason: str, unit: str, detail: str = "") -> None:
        """Let the unit with id (or place) `unit` go, for a reason in `kebab-case`."""
        self.counts.dropped[reason] = self.counts.dropped.get(reason, 0) + 1
        self._leaving.append({"id": unit, "reason": reason, "detail": detail[:500]})
        if len(self._leaving) >= self.group_rows:
            self._flush_dropped()

    def _flush_dropped(self) -> None:
        if self._leaving:
            self._dropped.write(pa.Table.from_pylist(self._leaving, schema=_DROPPED))
            self._leaving = []

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        if kind is None:
            self._flush_dropped()
            self.counts.dropped = dict(sorted(self.counts.dropped.items()))
            self.counts.check(self.folder.parent.name)
        self._rows.close(empty_shard=True)
        self._dropped.close(empty_shard=False)


class _ShardWriter:
    """One schema's rows, re-cut so that the files depend on the rows alone and not on the batches they came in."""

    def __init__(self, folder: Path, schema: pa.Schema, shard_rows: int, group_rows: int) -> None:
        self.folder = folder
        self.schema = schema
        self.shard_rows = shard_rows
        self.group_rows = group_rows
        self._pending: list[pa.Table] = []
        self._pending_rows = 0
        self._written = 0
        self._shards: list[Path] = []
        self._writer: pq.ParquetWriter | None = None

    def write(self, table: pa.Table) -> None:
        self._pending.append(table.select(self.schema.names).cast(self.schema))
        self._pending_rows += table.num_rows
        while self._pending_rows >= self.group_rows:
            self._write_group(self.group_rows)

    def _write_group(self, rows: int) -> None:
        pending = pa.concat_tables(self._pending)
        group, rest = pending.slice(0, rows), pending.slice(rows)
        self._pending, self._pending_rows = [rest], rest.num_rows
        if self._writer is None:
            self._open()
        assert self._writer is not None  # noqa: S101 - _open has just set it
        self._writer.write_table(group.combine_chunks(), row_group_size=self.group_rows)
        self._written += group.num_rows
        if self._written >= self.shard_rows:
            self._writer.close()
            self._writer, self._written = None, 0

    def _open(self) -> None:
        self.folder.mkdir(exist_ok=True)
        self._shards.append(self.folder / f"part-{len(self._shards):05d}.parquet")
        self._writer = pq.ParquetWriter(self._shards[-1], self.schema, compression="zstd")

    def close(self, *, empty_shard: bool) -> None:
        if self._pending_rows:
            self._write_group(self._pending_rows)
        if not self._shards and empty_shard:
            self._open()
        if self._writer is not None:
            self._writer.close()
        for path in self._shards:
            path.rename(path.with_name(f"{path.stem}-of-{len(self._shards):05d}.parquet"))
