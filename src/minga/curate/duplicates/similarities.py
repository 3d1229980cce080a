"""How similar pairs of texts are, counted once: what an earlier run compared is not compared again.

With the hashes in the tables `annotated/…` it is the index by which a donation that comes late is compared with what is
there: only texts that share a bucket with one of its own, and were not compared with it before, are read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from minga.curate.duplicates.shingle_sets import ShingleSets, mixed
from minga.storage import replaced

__all__ = ["CODE", "KnownSimilarities", "LeastSimilarity", "Similarities"]

CODE = 1
"""Raised when the similarity of two texts would be another."""


class Similarities:
    """The Jaccard similarity of pairs of texts, which are known by their numbers: a `Similarity`.

    `names` are one number (uint64) for each text, equal for equal texts; `rows` is the row that each is in; `read`
    gives the texts of ascending rows; what is counted is added to `known`.
    """

    def __init__(
        self,
        names: np.ndarray,
        rows: np.ndarray,
        read: Callable[[np.ndarray], Iterable[pa.Array]],
        sets: ShingleSets,
        known: KnownSimilarities,
    ) -> None:
        self._names, self._rows, self._read = names, rows, read
        self._sets, self.known = sets, known
        self._place = np.full(len(rows), -1, np.int64)
        self._wanted = np.zeros(len(rows), bool)

    def expect(self, first: np.ndarray, second: np.ndarray, least: float) -> np.ndarray:
        """Note pairs that will be asked for: as soon as a text must be read, those of all of them are.

        Where each pair begins with the second of the one before, they are a chain: if one of its pairs is not known,
        any two of its texts may be asked for. Returns whether each pair may be `least` similar; the others are known to
        be less.
        """
        found, similarity = self.known.look_up(self._keys(first, second))
        chains = np.cumsum(np.concatenate([np.zeros(min(1, len(first)), bool), first[1:] != second[:-1]]))
        open_ = np.isin(chains, chains[~found])
        self._wanted[first[open_]] = self._wanted[second[open_]] = True
        return np.asarray(~found | (similarity >= least))

    def __call__(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """The similarity (float64, 0 to 1) of each pair."""
        keys = self._keys(first, second)
        found, similarity = self.known.look_up(keys)
        if not found.all():
            first, second = first[~found], second[~found]
            self._have(np.union1d(first, second))
            similarity[~found] = self._sets.jaccard(self._place[first], self._place[second])
            self.known.add(keys[~found], similarity[~found])
        return similarity

    def _have(self, texts: np.ndarray) -> None:
        if (self._place[texts] < 0).any():
            self._wanted[texts] = True
            texts = np.flatnonzero(self._wanted & (self._place < 0))
            start = len(self._sets)
            self._sets.add(self._read(np.sort(self._rows[texts])))
            self._place[texts[np.argsort(self._rows[texts])]] = np.arange(start, len(self._sets))

    def _keys(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """A number for each pair, whichever of the two comes first."""
        one, other = self._names[first], self._names[second]
        return mixed(np.minimum(one, other) ^ mixed(np.maximum(one, other)))


class LeastSimilarity:
    """The least of several similarities: a `Similarity`. The later ones are asked of pairs only that are at least
    `threshold` similar by those before; of the others the first of those that are less stands."""

    def __init__(self, parts: Sequence[Similarities], threshold: float) -> None:
        self._parts, self._threshold = parts, threshold

    def expect(self, first: np.ndarray, second: np.ndarray) -> None:
        """Note pairs that will be asked for."""
        for part in self._parts:
            may = part.expect(first, second, self._threshold)
            first, second = first[may], second[may]

    def __call__(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """The similarity (float64, 0 to 1) of each pair."""
        least = np.ones(len(first))
        for part in self._parts:
            close = np.flatnonzero(least >= self._threshold)
            least[close] = np.minimum(least[close], part(first[close], second[close]))
        return least


class KnownSimilarities:
    """Similarities of pairs of texts in a file of `cache`, by the pairs' numbers; 16 bytes a pair.

    They are those of sets of `shingle` words. A file that is damaged counts as none.
    """

    def __init__(self, cache: Path, shingle: int) -> None:
        self._path = cache / f"similarities-{CODE}-{shingle}.npy"
        self._keys, self._values = _load(self._path)
        self._new: list[tuple[np.ndarray, np.ndarray]] = []

    def look_up(self, keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Whether each pair was in the file when it was opened, and its similarity; of the others, NaN."""
        similarity = np.full(len(keys), np.nan)
        if not len(self._keys):
            return np.zeros(len(keys), bool), similarity
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        found = self._keys[places] == keys
        similarity[found] = self._values[places[found]]
        return found, similarity

    def add(self, keys: np.ndarray, similarity: np.ndarray) -> None:
        """Know these too, once they are saved."""
        self._new.append((keys, similarity))

    def save(self) -> None:
        """Write what was added."""
        if not self._new:
            return
        keys = np.concatenate([self._keys, *(keys for keys, _ in self._new)])
        values = np.concatenate([self._values, *(values for _, values in self._new)])
        keys, first = np.unique(keys, return_index=True)
        with replaced(self._path) as file:
            np.save(file, np.stack([keys, values[first].view(np.uint64)]))


def _load(path: Path) -> tuple[np.ndarray, np.ndarray]:
    try:
        keys, values = np.lib.format.open_memmap(path, mode="r")
    except (OSError, ValueError, TypeError):
        return np.zeros(0, np.uint64), np.zeros(0)
    return keys, values.view(np.float64)
