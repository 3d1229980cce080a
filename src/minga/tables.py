"""Artifacts and tables: immutable folders with a manifest, and how to read them.

    data/curated/3f2a9c81d07b/manifest.json
    data/curated/3f2a9c81d07b/data/part-00000-of-00001.parquet
    data/curated/latest -> 3f2a9c81d07b

They are made by a `Workspace` (`minga.workspace`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from minga.errors import TableError
from minga.manifests import Manifest, file_hash

__all__ = ["Artifact", "State", "Table", "load"]

State = Literal["made", "unchanged", "pending"]


@dataclass(frozen=True)
class Artifact:
    """An immutable folder that a stage made, or (when `state` is `pending`) would make."""

    name: str
    path: Path
    state: State
    manifest_: Manifest | None = None
    reason: str = ""
    """Why it is pending."""

    @property
    def own_name(self) -> str:
        """The last part of its name: `arc_es` of `tasks/arc_es` and of `evaluations/tiny/arc_es`."""
        return self.name.rpartition("/")[2]

    @property
    def manifest(self) -> Manifest:
        """What it is and what it was made from. Raises TableError while it is pending."""
        if self.manifest_ is None:
            raise TableError(f"{self.name} has not been made yet", hint="run: minga run")
        return self.manifest_

    @property
    def content(self) -> str | None:
        """Hash of what it holds; None while it is pending."""
        return None if self.manifest_ is None else self.manifest_.content

    @property
    def files(self) -> list[Path]:
        """All its files, in the order of their names."""
        return [self.path / entry.path for entry in self.manifest.files]

    def verify(self) -> None:
        """Raise TableError unless every file is there with the bytes that the manifest names."""
        for entry in self.manifest.files:
            path = self.path / entry.path
            if not path.is_file():
                raise _damaged(path, "is missing", self.path)
            if path.stat().st_size != entry.bytes or file_hash(path) != entry.sha256:
                raise _damaged(path, "was changed or cut short", self.path)


class Table(Artifact):
    """An artifact made of Parquet shards with one schema."""

    @property
    def shards(self) -> list[Path]:
        """The Parquet files with the rows, in order."""
        return [path for path in self.files if path.parent.name == "data"]

    @property
    def rows(self) -> int:
        """Number of rows."""
        return self.manifest.counts.rows_kept

    @property
    def schema(self) -> pa.Schema:
        """The columns."""
        return _open_parquet(self.shards[0]).schema_arrow

    def batches(self, columns: Sequence[str] | None = None, size: int = 4096) -> Iterator[pa.RecordBatch]:
        """The rows in order, `size` at a time; only one shard is open at once."""
        for path in self.shards:
            with _open_parquet(path) as shard:
                yield from _read_groups(shard, path, range(shard.num_row_groups), columns, size)

    def selected(
        self, mask: np.ndarray, columns: Sequence[str] | None = None, size: int = 4096
    ) -> Iterator[pa.RecordBatch]:
        """The rows that `mask` (one truth value a row) selects, in order; only their row groups are read."""
        start = 0
        for path in self.shards:
            with _open_parquet(path) as shard:
                rows = [shard.metadata.row_group(number).num_rows for number in range(shard.num_row_groups)]
                ends = start + np.cumsum([0, *rows])
                groups = [number for number in range(len(rows)) if mask[ends[number] : ends[number + 1]].any()]
                chosen = np.concatenate([mask[ends[number] : ends[number + 1]] for number in groups] or [mask[:0]])
                start, done = int(ends[-1]), 0
                for batch in _read_groups(shard, path, groups, columns, size) if groups else ():
                    yield batch.filter(pa.array(chosen[done : done + batch.num_rows]))
                    done += batch.num_rows

    def read(self, columns: Sequence[str] | None = None) -> pa.Table:
        """All rows in memory: for small tables and for tests."""
        schema = self.schema if columns is None else pa.schema([self.schema.field(name) for name in columns])
        return pa.Table.from_batches(list(self.batches(columns)), schema=schema)

    def dropped(self) -> Iterator[dict[str, str]]:
        """Units that left, as `{id, reason, detail}`."""
        for path in (path for path in self.files if path.parent.name == "dropped"):
            with _open_parquet(path) as shard:
                for batch in shard.iter_batches():
                    yield from batch.to_pylist()


def load(name: str, folder: Path, state: State) -> Table:
    """The artifact in `folder`. Raises TableError when its manifest or a file is missing or cut short."""
    path = folder / "manifest.json"
    try:
        manifest = Manifest.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise _damaged(path, "cannot be read", folder) from error
    for entry in manifest.files:
        shard = folder / entry.path
        if not shard.is_file() or shard.stat().st_size != entry.bytes:
            raise _damaged(shard, "is missing or was cut short", folder)
    return Table(name, folder, state, manifest)


def _damaged(path: Path, what: str, folder: Path) -> TableError:
    return TableError(what, where=path, hint=f"delete {folder} and run again: it is made anew from its inputs")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def _read_groups(
    shard: pq.ParquetFile, path: Path, groups: Iterable[int], columns: Sequence[str] | None, size: int
) -> Iterator[pa.RecordBatch]:
    names = None if columns is None else list(columns)
    try:
        yield from shard.iter_batches(batch_size=size, row_groups=list(groups), columns=names)
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(path, error) from error


def _open_parquet(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise _unreadable(path, error) from error


def _unreadable(path: Path, error: Exception) -> TableError:
    # shards lie in a folder of their own within the artifact's
    return _damaged(path, f"cannot be read ({_first_line(error)})", path.parent.parent)
