"""Rows of a donated Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from minga.collect.rows import Row, RowFault
from minga.errors import InputError, NothingToDo

__all__ = ["ParquetRows"]

_BATCH = 64
"""Rows unpacked at once: few, because a short file can hold one long text a million times."""


class ParquetRows:
    """A Parquet file whose footer could be read. Raises InputError when it could not, NothingToDo without rows."""

    def __init__(self, path: Path, where: str, max_mb: int) -> None:
        self._path = path
        self._where = where
        try:
            with pq.ParquetFile(path) as file:
                metadata = file.metadata
                self.columns = list(file.schema_arrow.names)
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error) from error
        self.total = metadata.num_rows
        if self.total == 0:
            raise NothingToDo("the donation has no row", where=where)
        unpacked = max(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
        if unpacked > max_mb * 1_000_000:
            raise InputError(
                f"a row group unpacks to {unpacked / 1e6:.0f} MB, and donations may have {max_mb} MB",
                where=where,
                hint="raise [collect] max_file_mb",
            )

    def rows(self, columns: Sequence[str]) -> Iterator[Row | RowFault]:
        """All rows, with these columns only."""
        number = 0
        try:
            with pq.ParquetFile(self._path) as file:
                for batch in file.iter_batches(batch_size=_BATCH, columns=list(columns)):
                    for position in range(batch.num_rows):
                        number += 1
                        yield _row(batch, position, number)
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error, number) from error

    def _broken(self, error: Exception, rows: int = 0) -> InputError:
        where = f"{self._where}, after row {rows}" if rows else self._where
        what = str(error).partition("\n")[0].rstrip(".")
        return InputError(f"is damaged or cut short ({what})", where=where, hint="fetch or export it again")


def _row(batch: pa.RecordBatch, position: int, number: int) -> Row | RowFault:
    try:
        return Row(number, batch.slice(position, 1).to_pylist()[0])
    except UnicodeDecodeError:
        return RowFault("invalid-row", "a text is not UTF-8", number)
