"""Records that say almost the same: buckets of likely pairs, their true similarity, and what hangs together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

__all__ = ["Similarity", "buckets", "colliding", "jaccard", "linked"]

Similarity = Callable[[int, int], float]
"""The similarity (0 to 1) of two records, by their numbers."""

_TRIES = 64
"""Comparisons of one record within one bucket, so that a bucket of thousands costs linear time."""


def jaccard(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared elements as a share of all (Jaccard 1901), 0 to 1; 0 for two empty sets."""
    shared = len(first & second)
    return shared / (len(first) + len(second) - shared) if shared else 0.0


def colliding(hashes: np.ndarray) -> np.ndarray:
    """Whether each hash occurs more than once."""
    _, inverse, counts = np.unique(hashes, return_inverse=True, return_counts=True)
    return counts[inverse] > 1


def buckets(hashes: np.ndarray) -> Iterator[np.ndarray]:
    """Positions with the same hash, ascending, for every hash that occurs more than once."""
    order = np.argsort(hashes, kind="stable")
    ordered = hashes[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]]) if len(ordered) else np.array([], np.int64)
    ends = np.r_[starts[1:], len(ordered)]
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        yield order[start:end]


def linked(count: int, groups: Iterable[np.ndarray], similarity: Similarity, threshold: float) -> np.ndarray:
    """For each of `count` numbers, the least number that it hangs together with.

    Two numbers hang together when they share a group and are at least `threshold` similar, or through others that do.
    """
    links = _Links(count)
    for group in groups:
        _link(group, links, similarity, threshold)
    return links.roots()


def _link(group: np.ndarray, links: _Links, similarity: Similarity, threshold: float) -> None:
    parts: dict[int, list[int]] = {}
    for number in group.tolist():
        tries = _TRIES
        for root in list(parts):
            if root not in parts or root == links.root(number):  # joined by an earlier turn of this loop
                continue
            others = parts[root][:tries]
            tries -= len(others)
            if any(similarity(number, other) >= threshold for other in others):
                own = parts.pop(links.root(number), [])
                joined = parts.pop(root)
                parts[links.join(number, root)] = sorted(own + joined)
            if not tries:
                break
        parts.setdefault(links.root(number), []).append(number)


class _Links:
    """Disjoint sets of numbers; the least of each is its root."""

    def __init__(self, count: int) -> None:
        self._parent = np.arange(count, dtype=np.int64)

    def root(self, number: int) -> int:
        parent = self._parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = int(parent[number])
        return number

    def join(self, first: int, second: int) -> int:
        low, high = sorted((self.root(first), self.root(second)))
        self._parent[high] = low
        return low

    def roots(self) -> np.ndarray:
        """The root of every number."""
        parent = self._parent
        while (parent[parent] != parent).any():
            parent = parent[parent]
        return parent
