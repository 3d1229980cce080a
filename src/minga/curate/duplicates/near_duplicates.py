"""Records that say almost the same: likely pairs from buckets, their true similarity, and what hangs together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np

__all__ = ["Similarity", "linked", "side_by_side"]

Similarity = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""The similarity (0 to 1) of each pair of records, by their numbers."""

_TRIES = 64
"""Comparisons of one record within one bucket, so that a bucket of thousands costs linear time."""


def side_by_side(hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of those that follow each other in a bucket, that is have the same hash; in a bucket they ascend."""
    members = np.flatnonzero(_colliding(hashes))
    order = members[np.argsort(hashes[members], kind="stable")]
    same = hashes[order[1:]] == hashes[order[:-1]]
    return order[:-1][same], order[1:][same]


def linked(count: int, bands: Iterable[np.ndarray], similarity: Similarity, threshold: float) -> np.ndarray:
    """For each of `count` numbers, the least number that it hangs together with.

    `bands` hold one hash for each number. Two numbers hang together when they have the same hash in a band and are at
    least `threshold` similar, or through others that do. No pair is compared twice, and none that hangs together.
    """
    roots = np.arange(count)
    unlike = np.empty(0, np.int64)
    for hashes in bands:
        order = np.argsort(hashes, kind="stable")
        for places, distance in _neighbours(hashes[order], order, lambda: roots):  # noqa: B023 - used in this turn
            first, second = order[places], order[places + distance]
            pairs = _without(np.sort(first * count + second), unlike)
            first, second = pairs // count, pairs % count
            alike = similarity(first, second) >= threshold
            unlike = np.sort(np.concatenate([unlike, pairs[~alike]]), kind="stable")  # two ascending runs
            roots = _joined(roots, first[alike], second[alike])
    return roots


def _neighbours(
    ordered: np.ndarray, order: np.ndarray, roots: Callable[[], np.ndarray]
) -> Iterator[tuple[np.ndarray, int]]:
    """Places in `ordered`, and a distance from there within the same bucket, of numbers that do not yet hang together.

    First all that stand side by side, then those at a distance of two, and so on: of a bucket of equals every record
    is compared once, since by then all hang together.
    """
    same = ordered[1:] == ordered[:-1]
    bucket = np.r_[0, np.cumsum(~same)] if len(ordered) else np.empty(0, np.int64)
    open_ = np.zeros(len(ordered), bool)
    beside = places = np.flatnonzero(same)
    for distance in range(1, _TRIES + 1):
        now = roots()[order]
        open_[:] = False
        open_[bucket[beside[now[beside] != now[beside + 1]]]] = True
        places = places[places + distance < len(ordered)]
        places = places[(bucket[places] == bucket[places + distance]) & open_[bucket[places]]]
        if not len(places):
            return
        apart = places[now[places] != now[places + distance]]
        if len(apart):
            yield apart, distance


def _without(values: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Those of `values` that are not among `known`; both ascend."""
    places = np.searchsorted(known, values)
    there = places < len(known)
    there[there] = known[places[there]] == values[there]
    return values[~there]


def _joined(roots: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """`roots` after the pairs of `first` and `second` were brought together; the least of each part is its root.

    Of two roots that a pair holds together the greater goes under the less, until there is no such pair (Shiloach and
    Vishkin 1982).
    """
    if not len(first):
        return roots
    nodes, numbers = np.unique(np.concatenate([roots[first], roots[second]]), return_inverse=True)
    parents, (one, other) = np.arange(len(nodes)), np.split(numbers, 2)
    while len(one):
        np.minimum.at(parents, np.maximum(one, other), np.minimum(one, other))
        while (parents[parents] != parents).any():
            parents = parents[parents]
        one, other = parents[one], parents[other]
        apart = one != other
        one, other = one[apart], other[apart]
    found = np.arange(len(roots))
    found[nodes] = nodes[parents]
    return found[roots]


def _colliding(hashes: np.ndarray) -> np.ndarray:
    """Whether each hash occurs more than once."""
    order = np.argsort(hashes)
    ordered = hashes[order]
    equal = ordered[1:] == ordered[:-1]
    found = np.empty(len(hashes), bool)
    found[order] = np.r_[equal, False] | np.r_[False, equal] if len(hashes) else False
    return found
