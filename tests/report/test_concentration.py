from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.report.participation import concentration


def test_one_person_who_does_everything_is_one_effective_reviewer() -> None:
    assert concentration([0, 0, 12]) == (0.0, 1.0, 1.0)


def test_a_known_gini_coefficient() -> None:
    # by hand: the mean absolute difference of 1, 2, 3, 4 is 1.25, twice their mean 5
    assert concentration([1, 2, 3, 4])[0] == pytest.approx(0.25)


def test_nobody_has_answered() -> None:
    assert concentration([]) == (0.0, 0.0, 0.0)


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=60), st.integers(2, 9))
def test_figures_do_not_depend_on_scale_or_order(answers: list[int], factor: int) -> None:
    scaled = concentration([answer * factor for answer in reversed(answers)])
    assert scaled == pytest.approx(concentration(answers), abs=1e-9)
    assert 0 <= scaled[0] < 1
    assert 1 - 1e-9 <= scaled[2] <= len(answers) + 1e-9
