from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.inequality import effective_number, gini, top_share

COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=40)


def figures(counts: list[int]) -> tuple[float, float, float]:
    return gini(counts), top_share(counts), effective_number(counts)


def test_gini_of_the_textbook_is_found() -> None:
    # half of the mean difference of all pairs, over the mean
    counts = [1, 3, 5, 11]
    pairs = [abs(a - b) for a in counts for b in counts]
    assert gini(counts) == pytest.approx(np.mean(pairs) / (2 * np.mean(counts)))


def test_people_who_did_nothing_change_nothing() -> None:
    for figure in (gini, top_share, effective_number):
        assert figure([4, 2, 9]) == figure([4, 0, 2, 0, 9])


def test_nobody_has_worked_yet() -> None:
    assert (gini([]), top_share([0]), effective_number([])) == (0.0, 0.0, 0.0)


@given(COUNTS)
def test_figures_stay_in_their_ranges(counts: list[int]) -> None:
    active = sum(count > 0 for count in counts)
    assert 0 <= gini(counts) < 1
    assert 0 <= effective_number(counts) <= active + 1e-9
    if active:
        assert max(1, round(active / 10)) / active - 1e-9 <= top_share(counts) <= 1


@given(st.integers(1, 100), st.integers(1, 10))
def test_equal_work_is_concentrated_in_nobody(people: int, each: int) -> None:
    assert gini([each] * people) == pytest.approx(0, abs=1e-9)
    assert effective_number([each] * people) == pytest.approx(people)


def test_one_person_who_does_everything_is_one_effective_reviewer() -> None:
    assert figures([0, 0, 12]) == (0.0, 1.0, 1.0)


def test_a_known_gini_coefficient() -> None:
    # by hand: the mean absolute difference of 1, 2, 3, 4 is 1.25, twice their mean 5
    assert gini([1, 2, 3, 4]) == pytest.approx(0.25)


def test_nobody_has_answered() -> None:
    assert figures([]) == (0.0, 0.0, 0.0)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=60), st.integers(2, 9))
def test_figures_do_not_depend_on_scale_or_order(answers: list[int], factor: int) -> None:
    scaled = figures([answer * factor for answer in reversed(answers)])
    assert scaled == pytest.approx(figures(answers), abs=1e-9)
    assert 0 <= scaled[0] < 1
    assert 1 - 1e-9 <= scaled[2] <= len(answers) + 1e-9
