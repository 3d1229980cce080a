"""Rows of a donated Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from minga.collect.rows import LONGEST_ROW, Row, RowFault
from minga.errors import InputError, NothingToDo

__all__ = ["ParquetRows", "unpacked_bytes"]

_BATCH = 64
"""Rows that are read at once."""


class ParquetRows:
    """A Parquet file whose footer could be read. Raises InputError when it could not, NothingToDo without rows.

    A short file can hold one long text a million times. Texts are therefore read as references to the different ones
    that there are, and what they come to is counted before any is written out.
    """

    def __init__(self, path: Path, where: str, max_mb: int) -> None:
        self._path = path
        self._where = where
        self._max_mb = max_mb
        try:
            with pq.ParquetFile(path) as file:
                metadata = file.metadata
                self.columns = list(file.schema_arrow.names)
                self._texts = _text_columns(file.schema)
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error) from error
        self.total = metadata.num_rows
        if self.total == 0:
            raise NothingToDo("the donation has no row", where=where)
        unpacked = max(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
        if unpacked > max_mb * 1_000_000:
            raise self._too_large(f"a row group unpacks to {unpacked / 1e6:.0f} MB")

    def rows(self, columns: Sequence[str]) -> Iterator[Row | RowFault]:
        """All rows, with these columns only; a row that unpacks to more than any row may have is a fault.

        Raises InputError where the rows read so far unpack to more than a donation may have.
        """
        number, unpacked = 0, 0
        try:
            with pq.ParquetFile(self._path, read_dictionary=self._texts) as file:
                for batch in file.iter_batches(batch_size=_BATCH, columns=list(columns)):
                    size = _size(batch)
                    unpacked += size
                    if unpacked > self._max_mb * 1_000_000:
                        rows = number + batch.num_rows
                        raise self._too_large(f"its first {rows} rows unpack to {unpacked / 1e6:.0f} MB")
                    for position in range(batch.num_rows):
                        number += 1
                        yield _row(batch.slice(position, 1), number, may_be_long=size > LONGEST_ROW)
        except (pa.ArrowException, OSError) as error:
            raise self._broken(error, number) from error

    def _too_large(self, what: str) -> InputError:
        limit = f"{what}, and donations may have {self._max_mb} MB"
        return InputError(limit, where=self._where, hint="raise [collect] max_file_mb")

    def _broken(self, error: Exception, rows: int = 0) -> InputError:
        where = f"{self._where}, after row {rows}" if rows else self._where
        what = str(error).partition("\n")[0].rstrip(".")
        return InputError(f"is damaged or cut short ({what})", where=where, hint="fetch or export it again")


def unpacked_bytes(values: pa.Array) -> int:
    """Bytes of `values` when each text is written out as often as it is referred to."""
    if not len(values):
        return 0
    if pa.types.is_dictionary(values.type):
        lengths = pc.binary_length(values.dictionary).cast(pa.int64())
        return pc.sum(lengths.take(values.indices)).as_py() or 0
    if pa.types.is_struct(values.type):
        return sum(unpacked_bytes(field) for field in values.flatten())
    if pa.types.is_map(values.type):
        first, end = values.offsets[0].as_py(), values.offsets[-1].as_py()
        return sum(unpacked_bytes(part.slice(first, end - first)) for part in (values.keys, values.items))
    if pa.types.is_nested(values.type):  # lists of all kinds
        return 4 * len(values) + unpacked_bytes(values.flatten())
    return int(values.nbytes)


def _size(batch: pa.RecordBatch) -> int:
    return sum(unpacked_bytes(column) for column in batch.columns)


def _row(one: pa.RecordBatch, number: int, *, may_be_long: bool) -> Row | RowFault:
    if may_be_long and (size := _size(one)) > LONGEST_ROW:
        return RowFault("too-long", f"unpacks to {size / 1e6:.0f} MB", number)
    try:
        return Row(number, one.to_pylist()[0])
    except UnicodeDecodeError:
        return RowFault("invalid-row", "a text is not UTF-8", number)


def _text_columns(schema: pq.ParquetSchema) -> list[str]:
    """Paths of the columns whose values are texts or bytes, those within lists and structures too."""
    leaves = (schema.column(number) for number in range(len(schema)))
    return [leaf.path for leaf in leaves if leaf.physical_type == "BYTE_ARRAY" and leaf.logical_type.type != "DECIMAL"]
