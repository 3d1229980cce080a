"""What is known of every record after the rules, as a file beside the table that is being made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from minga.curate.duplicates.compared_texts import ComparedText

__all__ = ["Judged"]


class Judged:
    """One row a record, in order of ids: what was measured of it, `reason` and `detail`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, tables: Iterable[pa.Table]) -> None:
        """Keep these rows."""
        writer = None
        for table in tables:
            writer = writer or pq.ParquetWriter(self._path, table.schema, compression="lz4", use_dictionary=False)
            writer.write_table(table, row_group_size=1 << 18)
        if writer:
            writer.close()

    def __len__(self) -> int:
        return int(pq.read_metadata(self._path).num_rows)

    def column(self, name: str) -> pa.ChunkedArray:
        """One column, whole."""
        return pq.read_table(self._path, columns=[name], memory_map=True)[name]

    def band(self, text: ComparedText, number: int) -> np.ndarray:
        """The hashes of one band of a text (uint64); 0 where a record has none."""
        return self.column(text.band_column(number)).fill_null(0).to_numpy()

    def has_bands(self, text: ComparedText) -> np.ndarray:
        """Whether each record's text has words enough to be nearly the same as another."""
        return self.column(text.band_column(0)).is_valid().to_numpy()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """`id`, `reason` and `detail`, in order."""
        with pq.ParquetFile(self._path) as file:
            yield from file.iter_batches(columns=["id", "reason", "detail"])
