from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.duplicates.near_duplicates import linked, side_by_side


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), max_size=30))
def test_in_a_bucket_each_stands_beside_the_next(values: list[int]) -> None:
    first, second = side_by_side(np.array(values, np.uint64))
    buckets = [[place for place, value in enumerate(values) if value == one] for one in set(values)]
    expected = {pair for bucket in buckets for pair in itertools.pairwise(bucket)}
    found = list(zip(first.tolist(), second.tolist(), strict=True))
    assert set(found) == expected
    assert len(found) == len(expected)


@settings(deadline=None)
@given(
    pairs=st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=14),
    bands=st.lists(st.lists(st.integers(0, 5), min_size=12, max_size=12), max_size=5),
)
def test_what_hangs_together_is_what_a_search_over_all_similar_pairs_finds(
    pairs: set[tuple[int, int]], bands: list[list[int]]
) -> None:
    compared = []

    def similar(first: int, second: int) -> float:
        return 0.9 if (first, second) in pairs or (second, first) in pairs else 0.1

    def similarity(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        compared.extend(zip(first.tolist(), second.tolist(), strict=True))
        return np.array([similar(*pair) for pair in zip(first.tolist(), second.tolist(), strict=True)])

    links = linked(12, [np.array(band, np.uint64) for band in bands], similarity, 0.75)
    reached = list(range(12))
    edges = [
        (a, b) for band in bands for a in range(12) for b in range(12) if band[a] == band[b] and similar(a, b) >= 0.75
    ]
    for _ in range(12):
        for first, second in edges:
            reached[first] = reached[second] = min(reached[first], reached[second])
    assert links.tolist() == reached
    assert len(set(compared)) == len(compared)


class Counting:
    """One similarity for every pair."""

    def __init__(self, similarity: float) -> None:
        self.similarity = similarity
        self.compared = 0

    def __call__(self, first: np.ndarray, second: np.ndarray) -> np.ndarray:
        self.compared += len(first)
        return np.full(len(first), self.similarity)


def test_a_bucket_of_thousands_of_unlike_records_costs_linear_time() -> None:
    unlike = Counting(0.0)
    assert linked(5000, [np.zeros(5000, np.uint64)] * 3, unlike, 0.75).tolist() == list(range(5000))
    assert unlike.compared <= 64 * 5000


def test_a_bucket_of_thousands_of_equals_costs_one_comparison_each() -> None:
    alike = Counting(1.0)
    assert linked(5000, [np.zeros(5000, np.uint64)] * 14, alike, 0.75).tolist() == [0] * 5000
    assert alike.compared == 4999
