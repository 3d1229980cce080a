from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.source_pairs import beside


@given(st.sets(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_everything_stands_once_beside_its_own_or_alone(lefts: set[int], rights: list[int]) -> None:
    pairs = list(beside(sorted(lefts), sorted(rights), int, int))
    assert sorted(right for _, right in pairs if right is not None) == sorted(rights)
    assert {left for left, _ in pairs if left is not None} == lefts
    for left, right in pairs:
        assert left == right or (left not in rights if right is None else left is None and right not in lefts)
