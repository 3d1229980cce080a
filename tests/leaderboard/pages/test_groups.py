from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from minga.leaderboard.pages.groups import lanes_of, letters_of


def test_letters_beyond_the_alphabet_have_two_signs() -> None:
    assert letters_of("azAaBc") == ["a", "z", "Aa", "Bc"]


def test_overlapping_groups_have_lanes_of_their_own() -> None:
    found = lanes_of(["a", "ab", "b", "c", "d", "d"])
    assert found is not None
    assert found.rows == ((0,), (0, 1), (1,), (), (0,), (0,))
    assert found.count == 2


def test_bars_of_neighbouring_groups_do_not_run_into_each_other() -> None:
    found = lanes_of(["a", "a", "b", "b"])
    assert found is not None
    assert found.rows == ((0,), (0,), (1,), (1,))


def test_there_are_no_bars_where_all_differ_or_where_nobody_could_follow_them() -> None:
    assert lanes_of(["a", "b", "c"]) is None
    assert lanes_of([]) is None
    assert lanes_of(["abcdefghijkl"] * 3) is None


@given(st.lists(st.sets(st.sampled_from("abcdef"), max_size=3), max_size=12))
def test_models_share_a_lane_next_to_each_other_only_in_a_common_group(groups: list[set[str]]) -> None:
    found = lanes_of(["".join(sorted(group)) for group in groups])
    for row, (here, after) in enumerate(pairwise(groups)):
        if found is not None and set(found.rows[row]) & set(found.rows[row + 1]):
            assert here & after
