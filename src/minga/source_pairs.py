"""Items beside the ones that they belong to, without holding a whole table in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as pa

from minga.external_sort import ExternalSorter
from minga.records import BenchmarkItem, records_of
from minga.tables import Table

__all__ = ["beside", "sorted_items", "with_sources"]

L = TypeVar("L")
R = TypeVar("R")
_BATCH = 256


def beside(
    lefts: Iterable[L], rights: Iterable[R], left_key: Callable[[L], Any], right_key: Callable[[R], Any]
) -> Iterator[tuple[L | None, R | None]]:
    """Each of `rights` beside the one of `lefts` that has its key; both come in the order of their keys, of which no
    two of `lefts` have the same. What has no counterpart stands alone.

    >>> list(beside("ac", "aab", str, str))
    [('a', 'a'), ('a', 'a'), (None, 'b'), ('c', None)]
    """
    waiting = iter(rights)
    right = next(waiting, None)
    for left in lefts:
        key = left_key(left)
        while right is not None and right_key(right) < key:
            yield None, right
            right = next(waiting, None)
        alone = True
        while right is not None and right_key(right) == key:
            yield left, right
            alone, right = False, next(waiting, None)
        if alone:
            yield left, None
    while right is not None:
        yield None, right
        right = next(waiting, None)


def with_sources(source: Table, items: Table, folder: Path) -> Iterator[tuple[BenchmarkItem | None, BenchmarkItem]]:
    """Every item of `items` with the one of `source` that it translates (None where that is not there).

    They come in the order of the source's ids. What does not fit in memory goes to `folder`, which the caller removes.
    """
    sorter = ExternalSorter(folder, ["source_item", "id"])
    for batch in items.batches(size=_BATCH):
        sorter.add(batch)
    sources = records_of(source.batches(size=_BATCH), BenchmarkItem)
    pairs = beside(sources, sorted_items(sorter), lambda one: one.id, lambda one: one.source_item)
    return ((ours, theirs) for ours, theirs in pairs if theirs is not None)


def sorted_items(sorter: ExternalSorter) -> Iterator[BenchmarkItem]:
    """The items that a sorter was given, in its order."""
    batches: Iterator[pa.RecordBatch] = (
        batch for table in sorter.batches() for batch in table.to_batches(max_chunksize=_BATCH)
    )
    return records_of(batches, BenchmarkItem)
