"""Which rows of a benchmark become its items: no duplicates, nothing withdrawn, and not more than are wanted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from minga.credits import name_hash
from minga.external_sort import ExternalSorter
from minga.records import BenchmarkItem, to_batch
from minga.table_writer import TableWriter
from minga.translate.readers.rows import Dropped, Row
from minga.translate.readers.sampling import spread

__all__ = ["sorted_items", "write_spread"]

_BATCH = 256
_ROW = "row"
_SCHEMA = BenchmarkItem.schema.append(pa.field(_ROW, pa.int64()))


def sorted_items(
    rows: Iterable[Row], withdrawn: frozenset[str], writer: TableWriter, folder: Path
) -> Iterator[pa.Table]:
    """The rows that are items, in the order of their ids; the others are dropped with their reason.

    Of two equal questions the first stays. What does not fit in memory is sorted in `folder`.
    """
    sorter = ExternalSorter(folder, ["id", _ROW])
    items = _usable(rows, withdrawn, writer)
    number = 0
    while batch := list(islice(items, _BATCH)):
        numbers = pa.array(range(number, number + len(batch)), pa.int64())
        number += len(batch)
        columns = to_batch(batch, BenchmarkItem.schema).columns
        sorter.add(pa.RecordBatch.from_arrays([*columns, numbers], schema=_SCHEMA))
    last = ""
    for table in sorter.batches():
        ids = table["id"].to_pylist()
        before = [last, *ids[:-1]]
        last = ids[-1] if ids else last
        for twice in (now for now, earlier in zip(ids, before, strict=True) if now == earlier):
            writer.drop("duplicate", twice)
        first = [now != earlier for now, earlier in zip(ids, before, strict=True)]
        yield table.filter(pa.array(first, pa.bool_())).drop_columns([_ROW])


def _usable(rows: Iterable[Row], withdrawn: frozenset[str], writer: TableWriter) -> Iterator[BenchmarkItem]:
    for row in rows:
        writer.count_in()
        if isinstance(row, Dropped):
            writer.drop(row.reason, row.place, row.detail)
        elif withdrawn and row.contributor and name_hash(row.contributor) in withdrawn:
            writer.drop("withdrawn", row.id)
        else:
            yield row


class _Place(NamedTuple):
    """An item without its texts."""

    id: str
    subject: str


def write_spread(tables: Iterable[pa.Table], limit: int, writer: TableWriter) -> None:
    """Write `limit` of the items (all for 0) as `spread` chooses them; the others are dropped as `over-limit`.

    `tables` come in the order of ids. Of each subject no more than `limit` items are in memory.
    """
    if not limit:
        for table in tables:
            writer.write(table)
        return
    seen: dict[str, int] = {}
    candidates: list[pa.Table] = []
    for table in tables:
        may_stay = []
        for item, subject in zip(table["id"].to_pylist(), table["subject"].to_pylist(), strict=True):
            seen[subject] = seen.get(subject, 0) + 1
            may_stay.append(seen[subject] <= limit)
            if not may_stay[-1]:
                writer.drop("over-limit", item)
        candidates.append(table.filter(pa.array(may_stay, pa.bool_())))
    places = [
        _Place(*pair)
        for table in candidates
        for pair in zip(table["id"].to_pylist(), table["subject"].to_pylist(), strict=True)
    ]
    chosen = {place.id for place in spread(places, limit)}
    for table in candidates:
        for place in (one for one in table["id"].to_pylist() if one not in chosen):
            writer.drop("over-limit", place)
        writer.write(table.filter(pc.is_in(table["id"], pa.array(sorted(chosen), pa.string()))))
