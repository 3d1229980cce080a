from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.translate.risk import calibration_of

CASES = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def test_nothing_has_no_calibration() -> None:
    assert calibration_of([], []) is None


def test_figures_of_a_case_that_can_be_counted_by_hand() -> None:
    found = calibration_of([0.9, 0.8, 0.3, 0.2, 0.1], [True, True, False, True, False])
    assert found is not None
    assert (found.items, found.base_rate) == (5, pytest.approx(0.6))
    assert found.brier == pytest.approx((0.01 + 0.04 + 0.09 + 0.64 + 0.01) / 5)
    assert found.auc == pytest.approx(5 / 6)
    assert found.ece == pytest.approx((0.1 + 0.2 + 0.3 + 0.8 + 0.1) / 5)
    assert found.lift_at_10 == pytest.approx(1 / 0.6)
    assert [one.observed for one in found.fifths] == [1, 1, 0, 1, 0]


def test_probabilities_that_are_true_are_calibrated() -> None:
    rng = np.random.default_rng(0)
    chance = rng.random(20_000)
    found = calibration_of(list(chance), list(rng.random(20_000) < chance))
    assert found is not None
    assert found.ece < 0.01
    assert found.brier == pytest.approx(1 / 6, abs=0.01)


@given(cases=CASES)
def test_the_order_of_items_that_nothing_tells_apart_does_not_matter(cases: list[tuple[float, bool]]) -> None:
    chances, changed = [case[0] for case in cases], [case[1] for case in cases]
    one, other = calibration_of(chances, changed), calibration_of(chances[::-1], changed[::-1])
    assert one is not None
    assert other is not None
    assert one.auc == pytest.approx(other.auc)
    assert one.lift_at_10 == pytest.approx(other.lift_at_10)
    assert [fifth.observed for fifth in one.fifths] == pytest.approx([fifth.observed for fifth in other.fifths])
    assert sum(fifth.items for fifth in one.fifths) == len(cases)
    assert json.loads(json.dumps(one.as_json)) == one.as_json


@pytest.mark.parametrize("changed", [True, False])
def test_where_all_is_alike_there_is_nothing_to_order(changed: bool) -> None:
    found = calibration_of([0.1, 0.9], [changed] * 2)
    assert found is not None
    assert found.auc is None
    assert found.lift_at_10 == (1 if changed else None)
