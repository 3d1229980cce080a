from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.duplicates.near_duplicates import buckets, colliding, jaccard, linked


def test_jaccard_is_the_shared_part_of_all() -> None:
    assert jaccard(frozenset("abcd"), frozenset("cdef")) == pytest.approx(2 / 6)
    assert jaccard(frozenset("ab"), frozenset("ab")) == 1.0
    assert jaccard(frozenset(), frozenset()) == 0.0


@settings(deadline=None)
@given(st.lists(st.integers(0, 6), max_size=30))
def test_buckets_are_the_positions_of_equal_hashes(values: list[int]) -> None:
    hashes = np.array(values, np.uint64)
    found = sorted(bucket.tolist() for bucket in buckets(hashes))
    expected = [[place for place, other in enumerate(values) if other == value] for value in set(values)]
    assert found == sorted(places for places in expected if len(places) > 1)
    assert colliding(hashes).tolist() == [values.count(value) > 1 for value in values]


@settings(deadline=None)
@given(
    count=st.just(12),
    pairs=st.sets(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=14),
    groups=st.lists(st.sets(st.integers(0, 11), min_size=2), max_size=5),
)
def test_what_hangs_together_is_what_a_search_over_all_similar_pairs_finds(
    count: int, pairs: set[tuple[int, int]], groups: list[set[int]]
) -> None:
    def similar(first: int, second: int) -> float:
        return 0.9 if (first, second) in pairs or (second, first) in pairs else 0.1

    links = linked(count, [np.array(sorted(group)) for group in groups], similar, 0.75)
    reached = list(range(count))
    edges = [(a, b) for group in groups for a in group for b in group if similar(a, b) >= 0.75]
    for _ in range(count):
        for first, second in edges:
            reached[first] = reached[second] = min(reached[first], reached[second])
    assert links.tolist() == reached


def test_a_bucket_of_thousands_of_unlike_records_costs_linear_time() -> None:
    compared = 0

    def unlike(first: int, second: int) -> float:
        nonlocal compared
        compared += 1
        return 0.0

    links = linked(5000, [np.arange(5000)], unlike, 0.75)
    assert links.tolist() == list(range(5000))
    assert compared <= 64 * 5000


def test_a_bucket_of_thousands_of_equals_costs_one_comparison_each() -> None:
    compared = 0

    def alike(first: int, second: int) -> float:
        nonlocal compared
        compared += 1
        return 1.0

    assert linked(5000, [np.arange(5000)] * 14, alike, 0.75).tolist() == [0] * 5000
    assert compared == 4999
