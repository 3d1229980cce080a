"""The table `clusters`: the records that repeat each other, and what was decided of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.duplicates.clusters import Clusters
from minga.table_writer import TableWriter
from minga.tables import Table

__all__ = ["CLUSTERS", "Cluster", "Membership", "SCHEMA", "largest_clusters", "memberships", "write_clusters"]

CLUSTERS = "clusters"
"""Name of the table."""
SCHEMA = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("cluster", pa.string()),
        pa.field("mode", pa.string()),
        pa.field("similarity", pa.float32()),
        pa.field("kept", pa.bool_()),
    ]
)
_ROWS = 1 << 16
_SIZES = (2, 3, 4, 5, 10, 20, 50, 100, 1000)
"""Where the next group of sizes begins."""


@dataclass(frozen=True)
class Cluster:
    """Records that say the same."""

    id: str
    """Of the best of them."""
    size: int
    """Records."""
    kept: int
    """Records that it lets stay."""
    others: list[str]
    """Ids of some of the others, in their order."""


@dataclass(frozen=True)
class Membership:
    """What a record is within a cluster."""

    mode: str
    """By which text: `conversation`, `prompt` or `answer`."""
    similarity: float | None
    """With the best record (0 to 1); None where their texts are equal."""
    cluster: Cluster


def write_clusters(found: Sequence[Clusters], ids: pa.ChunkedArray, writer: TableWriter) -> None:
    """One row for each record and mode, in order of ids; `ids` are those of all records.

    Notes of `writer` count the clusters of each mode by their size: `2`, `5–9`, `1000–`.
    """
    modes = np.repeat(np.arange(len(found), dtype=np.int8), [len(one.rows) for one in found])
    rows, best = (np.concatenate([getattr(one, name) for one in found]) for name in ("rows", "best"))
    similarity, kept = (np.concatenate([getattr(one, name) for one in found]) for name in ("similarity", "kept"))
    members = np.unique(rows)
    names = _at(ids, members)
    texts = pa.array([one.mode.text.name for one in found], pa.string())
    order = np.lexsort((modes, rows))
    writer.count_in(len(order))
    for start in range(0, len(order), _ROWS):
        part = order[start : start + _ROWS]
        columns = [
            names.take(pa.array(np.searchsorted(members, rows[part]))),
            names.take(pa.array(np.searchsorted(members, best[part]))),
            texts.take(pa.array(modes[part])),
            pa.array(similarity[part], mask=np.isnan(similarity[part])),
            pa.array(kept[part]),
        ]
        writer.write(pa.table(columns, names=SCHEMA.names))
    writer.notes["sizes"] = {one.mode.text.name: _sizes(one.best) for one in found}


def _at(ids: pa.ChunkedArray, places: np.ndarray) -> pa.Array:
    """The ids at ascending places; all of them together may be too large for one array."""
    mask = np.zeros(len(ids), bool)
    mask[places] = True
    return pa.concat_arrays(
        [pa.array([], pa.large_string()), *ids.filter(pa.array(mask)).cast(pa.large_string()).chunks]
    )


def largest_clusters(table: Table, mode: str, most: int, members: int) -> list[Cluster]:
    """The `most` clusters of a mode with most records, each with `members` of the other ids at most."""
    sizes: Counter[str] = Counter()
    for batch in table.batches(["cluster", "mode"], size=_ROWS):
        for row in batch["cluster"].filter(pc.equal(batch["mode"], mode)).value_counts().to_pylist():
            sizes[row["values"]] += row["counts"]
    largest = sorted(sizes, key=lambda id_: (-sizes[id_], id_))[:most]
    return _clusters(table, [(mode, id_) for id_ in largest], members)


def memberships(table: Table, id_: str, members: int) -> list[Membership]:
    """The clusters that the record `id_` is in, in the order of modes, each with `members` other ids at most."""
    own: dict[str, dict[str, Any]] = {}
    for row in _where(table, "id", [id_]):
        own.setdefault(row["mode"], row)  # a record that came in twice has two rows
    clusters = _clusters(table, [(mode, row["cluster"]) for mode, row in own.items()], members, id_)
    return [
        Membership(row["mode"], row["similarity"], cluster) for row, cluster in zip(own.values(), clusters, strict=True)
    ]


def _clusters(table: Table, wanted: Sequence[tuple[str, str]], members: int, besides: str = "") -> list[Cluster]:
    """Clusters by mode and id of the best; the other ids are those of neither the best nor `besides`."""
    size, kept = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    others: dict[tuple[str, str], list[str]] = {key: [] for key in wanted}
    for row in _where(table, "cluster", {id_ for _, id_ in wanted}):
        key = (row["mode"], row["cluster"])
        size[key] += 1
        kept[key] += row["kept"]
        some = others.get(key, [])
        if row["id"] not in {row["cluster"], besides, *some[-1:]} and len(some) < members:
            some.append(row["id"])
    return [Cluster(key[1], size[key], kept[key], others[key]) for key in wanted]


def _where(table: Table, column: str, values: Collection[str]) -> Iterator[dict[str, Any]]:
    sought = pa.array(sorted(values), pa.string())
    for batch in table.batches(size=_ROWS) if len(sought) else ():
        yield from batch.filter(pc.is_in(batch[column], value_set=sought)).to_pylist()


def _sizes(best: np.ndarray) -> dict[str, int]:
    """How many clusters there are of each group of sizes."""
    _, sizes = np.unique(best, return_counts=True)
    counts = np.bincount(np.searchsorted(_SIZES, sizes, "right") - 1, minlength=len(_SIZES)).tolist()
    ends = [*(after - 1 for after in _SIZES[1:]), None]
    return {_group(low, high): count for low, high, count in zip(_SIZES, ends, counts, strict=True) if count}


def _group(low: int, high: int | None) -> str:
    return str(low) if low == high else f"{low}–{'' if high is None else high}"
