"""Which records repeat another, and which of them stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.annotations import DIGEST, LENGTH
from minga.curate.duplicates.exact_duplicates import first_twins
from minga.curate.duplicates.near_duplicates import Similarity, buckets, colliding, jaccard, linked
from minga.curate.judged import Judged
from minga.progress import Advance
from minga.settings import NearDuplicateSettings
from minga.words import shingles

__all__ = ["Duplicates", "Texts", "find_duplicates"]

_ORIGINS = ("human", "exam", "translated", "synthetic")
"""What stays before what."""

Texts = Callable[[np.ndarray], Iterator[pa.Array]]
"""Gives the words of the records that a mask selects, in their order."""


@dataclass(frozen=True)
class Duplicates:
    """For each record, in order of ids, what it repeats."""

    kept: np.ndarray
    """Position of the record that stays in its place (int64); -1 where it repeats none."""
    similarity: np.ndarray
    """Similarity with that record (float32, 0 to 1); NaN where the two are equal but for case and white space."""


def find_duplicates(
    judged: Judged, texts: Texts, settings: NearDuplicateSettings, scratch: Path, advance: Advance
) -> Duplicates:
    """Exact and near duplicates among the records that the rules keep.

    Of records that hang together the best stays: human before exam, translated and synthetic, then the longer, then
    the lesser id. `advance` hears of every band that is done.
    """
    total, rows = _by_preference(judged)
    digests = judged.column(DIGEST).take(pa.array(rows))
    twins = first_twins(digests)
    compared = np.flatnonzero((twins == np.arange(len(rows))) & judged.has_bands()[rows])
    roots, shares = np.arange(len(rows)), np.full(len(rows), np.nan, np.float32)
    near, near_shares = _near(judged, rows[compared], texts, settings, scratch, advance)
    roots[compared], shares[compared] = compared[near], near_shares
    roots, shares = roots[twins], shares[twins]
    leaving = roots != np.arange(len(rows))
    kept, similarity = np.full(total, -1, np.int64), np.full(total, np.nan, np.float32)
    kept[rows[leaving]], similarity[rows[leaving]] = rows[roots[leaving]], shares[leaving]
    return Duplicates(kept, similarity)


def _by_preference(judged: Judged) -> tuple[int, np.ndarray]:
    """How many records there are, and the positions of those that the rules keep, the best first."""
    reasons = judged.column("reason")
    rows = np.flatnonzero(reasons.is_null().to_numpy())
    origins = pc.index_in(judged.column("origin"), value_set=pa.array(_ORIGINS)).fill_null(len(_ORIGINS)).to_numpy()
    words = judged.column(LENGTH).fill_null(0).to_numpy()
    return len(reasons), rows[np.lexsort((rows, -words[rows], origins[rows]))]


def _near(
    judged: Judged, rows: np.ndarray, texts: Texts, settings: NearDuplicateSettings, scratch: Path, advance: Advance
) -> tuple[np.ndarray, np.ndarray]:
    """For records at `rows`, best first: the number in `rows` of the best that each hangs together with, and how
    similar (float32) the two are; its own number and NaN where it is the best."""
    likely = np.zeros(len(rows), bool)
    for number in range(settings.bands):
        likely |= colliding(judged.band(number)[rows])
    members = np.flatnonzero(likely)
    similar = _similarity(rows[members], len(judged.column("id")), texts, settings.shingle, scratch)

    def groups() -> Iterator[np.ndarray]:
        for number in range(settings.bands):
            yield from buckets(judged.band(number)[rows[members]])
            advance(1)

    links = linked(len(members), groups(), similar, settings.threshold)
    roots, shares = np.arange(len(rows)), np.full(len(rows), np.nan, np.float32)
    roots[members] = members[links]
    for number in np.flatnonzero(links != np.arange(len(links))).tolist():
        shares[members[number]] = similar(number, int(links[number]))
    return roots, shares


def _similarity(rows: np.ndarray, total: int, texts: Texts, size: int, scratch: Path) -> Similarity:
    """Compares the records at `rows` by their numbers there; their words lie in a file in `scratch`."""
    mask = np.zeros(total, bool)
    mask[rows] = True
    path = scratch / "texts.arrow"
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, pa.schema([("text", pa.large_string())])) as file:
        for texts_of_some in texts(mask):
            file.write_batch(pa.record_batch([texts_of_some], names=["text"]))
    stored = pa.ipc.open_file(pa.memory_map(str(path))).read_all()["text"]
    place = np.empty(len(rows), np.int64)
    place[np.argsort(rows)] = np.arange(len(rows))

    @lru_cache(maxsize=1024)
    def shingles_of(number: int) -> frozenset[str]:
        return shingles(stored[int(place[number])].as_py(), size)

    return lambda first, second: jaccard(shingles_of(first), shingles_of(second))
