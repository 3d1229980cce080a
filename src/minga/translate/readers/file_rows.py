"""The rows of a benchmark's files, whatever format each is in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from minga.errors import InputError
from minga.translate.readers.delimited import delimited_rows
from minga.translate.readers.json_rows import BadRow, array_rows, line_rows
from minga.translate.readers.rows import Dropped, FileRow
from minga.translate.readers.text_lines import hellaswag_rows, prompt_rows
from minga.unpacking import MAX_UNPACKED, endings_of, open_bounded, seekable

__all__ = ["KINDS", "SourceFile", "kind_of", "rows_of_files"]

KINDS = {
    ".json": "json",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "csv",
    ".tsv": "tsv",
    ".txt": "text",
    ".parquet": "parquet",
}
"""What is read, by the ending of its name."""

_START = 64 << 10
_BATCH = 64
"""Rows of a Parquet file in memory at once: few, because a short file can hold one long text a million times."""
_BLANK = " \t\r\n\ufeff"


@dataclass(frozen=True)
class SourceFile:
    """One file of a benchmark."""

    name: str
    """For messages and subjects: without its folder."""
    path: Path

    @property
    def stem(self) -> str:
        """The name without its endings."""
        return self.name.removesuffix(endings_of(self.name)[1]).rpartition(".")[0] or self.name


def kind_of(file: SourceFile) -> str:
    """`json`, `lines`, `csv`, `tsv`, `text` or `parquet`; empty for a file with nothing in it.

    JSON and Parquet are known by their beginning, the others by the ending. Raises InputError for anything else.
    """
    with open_bounded(file.path, file.name) as handle:
        start = handle.read(_START)
    text = start.decode("utf-8", "ignore").lstrip(_BLANK)
    if not text:
        return ""
    kind = KINDS.get(endings_of(file.name)[0], "")
    if start.startswith(b"PAR1"):
        return "parquet"
    if kind in {"", "json", "lines"} and text[0] in "[{":
        return "json" if text[0] == "[" else "lines"
    if kind and kind != "json":
        return kind
    raise InputError("is of no known form", where=file.name, hint=f"what is read: {', '.join(KINDS)}, also packed")


def rows_of_files(
    files: Iterable[SourceFile], form: str = "auto", *, several: bool, limit: int = MAX_UNPACKED
) -> Iterator[FileRow | Dropped]:
    """Every row of the files, in their order; `form` says what a text file holds.

    Raises InputError where a file is in no readable format, damaged, or unpacks to more than `limit` bytes.
    """
    for file in files:
        for number, row in _rows(file, form, limit):
            place = f"{file.name}, row {number}" if several else f"row {number}"
            if isinstance(row, BadRow):
                yield Dropped(place, row.reason, row.detail)
            else:
                yield FileRow(place, f"{file.stem}/{number}" if several else str(number), row, file.stem)


def _rows(file: SourceFile, form: str, limit: int) -> Iterator[tuple[int, Mapping[str, Any] | BadRow]]:
    kind = kind_of(file)
    if kind == "parquet":
        yield from _parquet_rows(file, limit)
    elif kind:
        with open_bounded(file.path, file.name, limit) as handle:
            if kind == "json":
                yield from array_rows(handle)
            elif kind == "lines":
                yield from line_rows(handle)
            elif kind != "text":
                yield from delimited_rows(handle, tabs=kind == "tsv")
            elif form == "prompts":
                yield from prompt_rows(handle)
            else:
                yield from hellaswag_rows(handle)


def _parquet_rows(file: SourceFile, limit: int) -> Iterator[tuple[int, Mapping[str, Any]]]:
    try:
        with seekable(file.path, file.name, limit) as handle, pq.ParquetFile(handle) as shard:
            about = shard.metadata
            unpacked = max((about.row_group(place).total_byte_size for place in range(about.num_row_groups)), default=0)
            if unpacked > limit:
                raise InputError(
                    f"has a row group of {unpacked >> 20:,} MB", where=file.name, hint="write it with smaller ones"
                )
            number = 0
            for batch in shard.iter_batches(batch_size=_BATCH):
                for row in batch.to_pylist():
                    number += 1
                    yield number, row
    except (pa.ArrowException, OSError) as error:
        what = str(error).partition("\n")[0]
        raise InputError(f"cannot be read: {what}", where=file.name, hint="fetch it anew") from error
