"""Which records repeat another, and which of them stay."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

import numpy as np
import pyarrow as pa

from minga.curate.duplicates.compared_texts import ComparedText
from minga.curate.duplicates.exact_duplicates import first_twins, halves
from minga.curate.duplicates.modes import Mode, modes
from minga.curate.duplicates.near_duplicates import linked, side_by_side
from minga.curate.duplicates.preference import by_preference
from minga.curate.duplicates.shingle_sets import ShingleSets
from minga.curate.duplicates.similarities import KnownSimilarities, LeastSimilarity, Similarities
from minga.curate.inputs import InOrder
from minga.curate.judged import Judged
from minga.curate.quality.length import WORDS
from minga.progress import Advance
from minga.settings import CurateSettings, NearDuplicateSettings

__all__ = ["Clusters", "clusters_of", "find_clusters"]


@dataclass(frozen=True)
class Clusters:
    """The records of all clusters of more than one, by their positions in order of ids."""

    mode: Mode
    rows: np.ndarray
    """Ascending positions (int64)."""
    best: np.ndarray
    """Position of the best record of each one's cluster (int64)."""
    similarity: np.ndarray
    """Similarity with that record (float32, 0 to 1); NaN where the texts are equal but for case and white space."""
    kept: np.ndarray
    """Whether the mode lets each stay."""

    @property
    def leaving(self) -> np.ndarray:
        """Positions of the records that leave, ascending."""
        return self.rows[~self.kept]

    def why(self, start: int, stop: int, ids: pa.ChunkedArray) -> Iterator[tuple[int, str, str]]:
        """Of the records from position `start` to `stop` those that leave: position, reason and detail."""
        low, high = np.searchsorted(self.rows, [start, stop])
        for place in (low + np.flatnonzero(~self.kept[low:high])).tolist():
            alike = float(self.similarity[place])
            said = [] if np.isnan(alike) else [f"similarity {alike:.3f}"]
            if self.mode.most > 1 or self.mode.text.name != "conversation":
                said.append(f"{self.mode.most} of {self._sizes[place]} stay")
            reason = self.mode.near_reason if not np.isnan(alike) else self.mode.equal_reason
            detail = f"{ids[int(self.best[place])].as_py()} ({'; '.join(said)})".removesuffix(" ()")
            yield int(self.rows[place]), reason, detail

    @cached_property
    def _sizes(self) -> np.ndarray:
        _, clusters, sizes = np.unique(self.best, return_inverse=True, return_counts=True)
        return np.asarray(sizes[clusters])


def find_clusters(
    judged: Judged,
    records: InOrder,
    settings: CurateSettings,
    scratch: Path,
    known: KnownSimilarities,
    advance: Advance,
) -> list[Clusters]:
    """For each mode, the records that repeat each other, among those that the rules and the modes before it keep.

    The best of a cluster stay (`preference`). What is compared is `known` afterwards. `advance` hears of every
    band that is done.
    """
    search = _Search(judged, records, settings.near_duplicates, scratch, known, advance)
    rows, found = by_preference(judged, records), []
    for mode in modes(settings):
        compared = rows
        if mode.min_words:
            compared = rows[judged.column(WORDS).fill_null(0).to_numpy()[rows] >= mode.min_words]
        clusters = clusters_of(mode, compared, *search.together(compared, mode))
        rows = rows[~np.isin(rows, clusters.leaving)]
        found.append(clusters)
    return found


def clusters_of(mode: Mode, rows: np.ndarray, roots: np.ndarray, shares: np.ndarray) -> Clusters:
    """The clusters of records at the positions `rows`, best first; `roots` are the numbers in `rows` of the best that
    each hangs together with, `shares` the similarity of the two (float32, NaN where equal)."""
    members = np.flatnonzero(np.bincount(roots, minlength=len(roots))[roots] > 1)
    order = members[np.argsort(roots[members], kind="stable")]  # cluster by cluster, the best first
    starts = np.searchsorted(roots[order], roots[order])
    kept = np.zeros(len(rows), bool)
    kept[order] = np.arange(len(order)) - starts < mode.most
    members = members[np.argsort(rows[members])]
    return Clusters(mode, rows[members], rows[roots[members]], shares[members], kept[members])


@dataclass(frozen=True)
class _Search:
    """For what hangs together."""

    judged: Judged
    records: InOrder
    settings: NearDuplicateSettings
    scratch: Path
    known: KnownSimilarities
    advance: Advance

    def together(self, rows: np.ndarray, mode: Mode) -> tuple[np.ndarray, np.ndarray]:
        """For records at `rows`, best first: the number in `rows` of the best that each hangs together with, and how
        similar (float32) the two are, NaN where their texts are equal."""
        text = mode.text
        digests = self.judged.column(text.digest_column).take(pa.array(rows))
        twins = first_twins(digests)
        roots, shares = np.arange(len(rows)), np.full(len(rows), np.nan, np.float32)
        if mode.near:
            compared = np.flatnonzero((twins == roots) & self.judged.has_bands(text)[rows])
            near, near_shares = self._nearly(rows[compared], halves(digests)[compared, 0], mode)
            roots[compared], shares[compared] = compared[near], near_shares
        return roots[twins], shares[twins]

    def _nearly(self, rows: np.ndarray, names: np.ndarray, mode: Mode) -> tuple[np.ndarray, np.ndarray]:
        """The same of records with bands: its own number and NaN where it is the best; `names` are their digests."""
        by_text = [self._similarities(rows, names, text) for text in (mode.text, *mode.alone)]
        least, likely = LeastSimilarity(by_text, mode.threshold), np.zeros(len(rows), bool)
        for number in range(self.settings.bands):
            first, second = side_by_side(self.judged.band(mode.text, number)[rows])
            likely[first] = likely[second] = True
            least.expect(first, second)
        members = np.flatnonzero(likely)

        def bands() -> Iterator[np.ndarray]:
            for number in range(self.settings.bands):
                yield self.judged.band(mode.text, number)[rows[members]]
                self.advance(1)

        def similarity(first: np.ndarray, second: np.ndarray) -> np.ndarray:
            return least(members[first], members[second])

        links = linked(len(members), bands(), similarity, mode.threshold)
        leaving = np.flatnonzero(links != np.arange(len(links)))
        roots, shares = np.arange(len(rows)), np.full(len(rows), np.nan, np.float32)
        roots[members] = members[links]
        shares[members[leaving]] = by_text[0](members[leaving], members[links[leaving]])
        return roots, shares

    def _similarities(self, rows: np.ndarray, names: np.ndarray, text: ComparedText) -> Similarities:
        sets = ShingleSets(self.settings.shingle, self.scratch / f"shingles-{text.name}")
        # the digests are those of another text where it must be alike by itself: they tell records apart all the same
        salt = np.uint64(int.from_bytes(hashlib.blake2b(text.name.encode(), digest_size=8).digest()))
        return Similarities(names ^ salt, rows, partial(self.records.texts, text=text), sets, self.known)
