"""Which records repeat another, and which of them stays."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from minga.curate.annotations import DIGEST
from minga.curate.duplicates.exact_duplicates import first_twins, halves
from minga.curate.duplicates.near_duplicates import linked, side_by_side
from minga.curate.duplicates.preference import by_preference
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.curate.duplicates.similarities import KnownSimilarities, Similarities
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
    judged: Judged,
    records: InOrder,
    settings: NearDuplicateSettings,
    scratch: Path,
    known: KnownSimilarities,
    advance: Advance,
) -> Duplicates:
    """Exact and near duplicates among the records that the rules keep.

    Of records that hang together the best stays (`preference`). What is compared is `known` afterwards. `advance` hears
    of every band that is done.
    """
    total, rows = len(judged), by_preference(judged, records)
    digests = judged.column(DIGEST).take(pa.array(rows))
    twins = first_twins(digests)
    compared = np.flatnonzero((twins == np.arange(len(rows))) & judged.has_bands()[rows])
    roots, shares = np.arange(len(rows)), np.full(len(rows), np.nan, np.float32)
    sets = ShingleSets(settings.shingle, scratch / "shingles")
    names = halves(digests)[compared, 0]
    similarities = Similarities(names, rows[compared], records.texts, sets, known)
    near, near_shares = _near(judged, rows[compared], similarities, settings, advance)
    roots[compared], shares[compared] = compared[near], near_shares
    roots, shares = roots[twins], shares[twins]
    leaving = roots != np.arange(len(rows))
    kept, similarity = np.full(total, -1, np.int64), np.full(total, np.nan, np.float32)
    kept[rows[leaving]], similarity[rows[leaving]] = rows[roots[leaving]], shares[leaving]
    return Duplicates(kept, similarity)


def _near(
    judged: Judged, rows: np.ndarray, similarities: Similarities, settings: NearDuplicateSettings, advance: Advance
) -> tuple[np.ndarray, np.ndarray]:
    """For records at `rows`, best first: the number in `rows` of the best that each hangs together with, and how
    similar (float32) the two are; its own number and NaN where it is the best."""
    likely = np.zeros(len(rows), bool)

    def neighbours() -> Iterator[tuple[np.ndarray, np.ndarray]]:
        for number in range(settings.bands):
            first, second = side_by_side(judged.band(number)[rows])
            likely[first] = likely[second] = True
            yield first, second

    similarities.expect(neighbours())
    members = np.flatnonzero(likely)

    def bands() -> Iterator[np.ndarray]:
        for number in range(settings.bands):
            yield judged.band(number)[rows[members]]
            advance(1)

    def similarity(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        return similarities(members[first], members[second])

    links = linked(len(members), bands(), similarity, settings.threshold)
    leaving = np.flatnonzero(links != np.arange(len(links)))
    roots, shares = np.arange(len(rows)), np.full(len(rows), np.nan, np.float32)
    roots[members] = members[links]
    shares[members[leaving]] = similarity(leaving, links[leaving])
    return roots, shares
