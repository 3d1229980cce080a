"""Which records repeat another, and which of them stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from minga.curate.annotations import DIGEST
from minga.curate.duplicates.exact_duplicates import first_twins
from minga.curate.duplicates.near_duplicates import colliding, linked
from minga.curate.duplicates.preference import by_preference
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.curate.inputs import InOrder
from minga.curate.judged import Judged
from minga.progress import Advance
from minga.settings import NearDuplicateSettings

__all__ = ["Duplicates", "find_duplicates"]


@dataclass(frozen=True)
class Duplicates:
    """For each record, in order of ids, what it repeats."""

    kept: np.ndarray
    """Position of the record that stays in its place (int64); -1 where it repeats none."""
    similarity: np.ndarray
    """Similarity with that record (float32, 0 to 1); NaN where the two are equal but for case and white space."""


def find_duplicates(
    judged: Judged, records: InOrder, settings: NearDuplicateSettings, scratch: Path, advance: Advance
) -> Duplicates:
    """Exact and near duplicates among the records that the rules keep.

    Of records that hang together the best stays (`preference`). `advance` hears of every band that is done.
    """
    total, rows = len(judged), by_preference(judged, records)
    digests = judged.column(DIGEST).take(pa.array(rows))
    twins = first_twins(digests)
    compared = np.flatnonzero((twins == np.arange(len(rows))) & judged.has_bands()[rows])
    roots, shares = np.arange(len(rows)), np.full(len(rows), np.nan, np.float32)
    near, near_shares = _near(judged, rows[compared], records, settings, scratch, advance)
    roots[compared], shares[compared] = compared[near], near_shares
    roots, shares = roots[twins], shares[twins]
    leaving = roots != np.arange(len(rows))
    kept, similarity = np.full(total, -1, np.int64), np.full(total, np.nan, np.float32)
    kept[rows[leaving]], similarity[rows[leaving]] = rows[roots[leaving]], shares[leaving]
    return Duplicates(kept, similarity)


def _near(
    judged: Judged, rows: np.ndarray, records: InOrder, settings: NearDuplicateSettings, scratch: Path, advance: Advance
) -> tuple[np.ndarray, np.ndarray]:
    """For records at `rows`, best first: the number in `rows` of the best that each hangs together with, and how
    similar (float32) the two are; its own number and NaN where it is the best."""
    likely = np.zeros(len(rows), bool)
    for number in range(settings.bands):
        likely |= colliding(judged.band(number)[rows])
    members = np.flatnonzero(likely)
    mask = np.zeros(len(judged), bool)
    mask[rows[members]] = True
    sets = ShingleSets(records.texts(mask), settings.shingle, scratch / "shingles")
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
