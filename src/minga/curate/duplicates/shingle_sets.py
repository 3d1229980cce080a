"""The word shingles of many texts as sorted hashes, and the true similarity of pairs of texts by them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.duplicates.text_parts import offsets_of, parts_of

__all__ = ["ShingleSets", "mixed"]

_BITS = np.uint64(48)
"""Of a hash; the 16 above them hold the number of a text or a pair within a batch. Of two texts with 1,000 shingles
each, one in 300 million has a shingle that is taken for another."""
_BATCH = 1 << 16
_BYTES = 1 << 17
"""Text that is hashed at once: what belongs to it stays in the processor's cache."""
_ELEMENTS = 1 << 20
"""Shingles that are compared at once."""
_BASE = 0xD6E8FEB86659FD93
_TABLE = np.random.default_rng(20240501).integers(1, 1 << 64, 256, np.uint64)


class ShingleSets:
    """Sets of all sequences of `size` words, one for each text, in a file that is mapped and not held in memory.

    Each shingle is a 48-bit hash. A text with fewer words has one shingle, itself.
    """

    def __init__(self, size: int, path: Path) -> None:
        self._size, self._path = size, path
        self._sizes = self._starts = np.zeros(0, np.int64)
        self._hashes = np.zeros(0, np.uint64)
        path.write_bytes(b"")

    def add(self, texts: Iterable[pa.Array]) -> None:
        """Take more texts: arrays of words separated by single spaces."""
        counts = [self._sizes]
        with self._path.open("ab") as file:
            for array in texts:
                words = array.cast(pa.large_string())
                words = pc.if_else(pc.equal(words, ""), " ", words)  # each has a place of its own
                for part in parts_of(words, _BYTES, _BATCH):
                    hashes, sizes = _shingles(part, self._size)
                    hashes.tofile(file)
                    counts.append(sizes)
        self._sizes = np.concatenate(counts)
        self._starts = np.cumsum(self._sizes) - self._sizes
        if self._path.stat().st_size:
            self._hashes = np.memmap(self._path, np.uint64, "r")

    def __len__(self) -> int:
        return len(self._sizes)

    def jaccard(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        """Shared shingles as a share of all (Jaccard 1901; float64, 0 to 1) of each pair of texts, by their numbers."""
        similarity = np.empty(len(first))
        both = self._sizes[first] + self._sizes[second]
        ends = np.cumsum(both)
        start = 0
        while start < len(first):
            before = ends[start - 1] if start else 0
            stop = int(np.searchsorted(ends, before + _ELEMENTS, "right"))
            stop = min(max(stop, start + 1), start + _BATCH)
            shared = self._shared(first[start:stop], second[start:stop])
            similarity[start:stop] = shared / (both[start:stop] - shared)
            start = stop
        return similarity

    def _shared(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        keys = np.concatenate([self._numbered(first), self._numbered(second)])
        keys.sort()
        again = keys[1:][keys[1:] == keys[:-1]]
        return np.bincount((again >> _BITS).astype(np.int64), minlength=len(first))

    def _numbered(self, texts: np.ndarray) -> np.ndarray:
        """The shingles of some texts, with the place of the text among them above the hash."""
        sizes = self._sizes[texts]
        ends = np.cumsum(sizes)
        where = np.arange(ends[-1]) + np.repeat(self._starts[texts] - (ends - sizes), sizes)
        return self._hashes[where] | (np.repeat(np.arange(len(texts), dtype=np.uint64), sizes) << _BITS)


def _shingles(texts: pa.Array, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Ascending hashes of the shingles, one text after the other, and how many each text has.

    A polynomial hash over bytes (Karp and Rabin 1987) modulo 2^64: what stands between two places is the difference of
    two sums, divided by the power at which it begins.
    """
    offsets = offsets_of(texts)
    data = np.frombuffer(texts.buffers()[2], np.uint8)[offsets[0] : offsets[-1]]
    offsets = offsets - offsets[0]
    powers, inverses = _powers(1 << max(18, len(data).bit_length()))
    sums = np.zeros(len(data) + 1, np.uint64)
    np.cumsum(_TABLE[data] * powers[: len(data)], out=sums[1:])
    spaces = np.flatnonzero(data == ord(" "))
    # a stable sort sees that these are two ascending runs
    starts = np.sort(np.concatenate([offsets[:-1], spaces + 1]), kind="stable")
    ends = np.sort(np.concatenate([offsets[1:], spaces]), kind="stable")
    owner = np.searchsorted(offsets, starts, "right") - 1
    whole = owner[: max(0, len(owner) - size + 1)] == owner[size - 1 :]
    short = np.flatnonzero(np.bincount(owner, minlength=len(texts)) < size)
    first = np.concatenate([starts[: len(whole)][whole], offsets[short]])
    last = np.concatenate([ends[size - 1 :][whole], offsets[short + 1]])
    hashes = mixed((sums[last] - sums[first]) * inverses[first]) >> (np.uint64(64) - _BITS)
    owners = np.concatenate([owner[: len(whole)][whole], short])
    keys = np.sort(hashes | (owners.astype(np.uint64) << _BITS))  # numpy's `unique` takes ten times as long
    keys = keys[np.concatenate([np.ones(min(1, len(keys)), bool), keys[1:] != keys[:-1]])]
    sizes = np.bincount((keys >> _BITS).astype(np.int64), minlength=len(texts))
    return keys & ((np.uint64(1) << _BITS) - np.uint64(1)), sizes


@lru_cache(maxsize=1)
def _powers(count: int) -> tuple[np.ndarray, np.ndarray]:
    """The powers of the base modulo 2^64, and their inverses."""
    inverse = pow(_BASE, -1, 1 << 64)
    return tuple(  # type: ignore[return-value]  # two of them
        np.multiply.accumulate(np.r_[np.uint64(1), np.full(count - 1, base, np.uint64)]) for base in (_BASE, inverse)
    )


def mixed(hashes: np.ndarray) -> np.ndarray:
    """Hashes (uint64, overwritten) of which every bit depends on every other (the end of MurmurHash3, Appleby 2011)."""
    for factor in (0xFF51AFD7ED558CCD, 0xC4CEB9FE1A85EC53):
        hashes ^= hashes >> np.uint64(33)
        hashes *= np.uint64(factor)
    return hashes ^ (hashes >> np.uint64(33))
