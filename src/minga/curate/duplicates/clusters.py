"""Which records repeat another, and which of them stays."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.annotations import DIGEST, LENGTH
from minga.curate.duplicates.exact_duplicates import first_twins
from minga.curate.duplicates.near_duplicates import colliding, linked
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.curate.judged import Judged
from minga.progress import Advance
from minga.settings import NearDuplicateSettings

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
    mask = np.zeros(len(judged), bool)
    mask[rows[members]] = True
    sets = ShingleSets(texts(mask), settings.shingle, scratch / "shingles")
    place = np.empty(len(members), np.int64)
    place[np.argsort(rows[members])] = np.arange(len(members))

    def similarity(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return sets.jaccard(place[first], place[second])

    def bands() -> Iterator[np.ndarray]:
        for number in range(settings.bands):
            yield judged.band(number)[rows[members]]
            advance(1)

    links = linked(len(members), bands(), similarity, settings.threshold)
    leaving = np.flatnonzero(links != np.arange(len(links)))
    roots, shares = np.arange(len(rows)), np.full(len(rows), np.nan, np.float32)
    roots[members] = members[links]
    shares[members[leaving]] = similarity(leaving, links[leaving])
    return roots, shares
