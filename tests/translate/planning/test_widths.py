from __future__ import annotations

import numpy as np
import pytest

from minga.translate.planning import (
    Pace,
    Verdicts,
    believe,
    believe_from_risk,
    expected_widths,
    items_for,
    new_order,
    observed_pace,
    risk_sizes,
)
from minga.translate.planning.widths import Widths
from tests.translate.planning.making import population


def widths() -> Widths:
    known, scores, kept = population(1, 200)
    seen = np.arange(60)
    belief = believe(known, Verdicts(seen, scores[seen], kept[seen]))
    return expected_widths(belief, new_order(risk_sizes(belief), np.random.default_rng(1)))


def test_intervals_narrow_with_every_item_and_are_nothing_at_the_end() -> None:
    found = widths()
    for one in (found.planned, found.random_helped, found.random):
        assert one[0] == np.inf
        assert (np.diff(one[1:]) <= 1e-9).all()
        assert one[-1] == pytest.approx(0, abs=1e-9)


def test_the_plan_needs_fewer_items_than_a_random_order() -> None:
    found = widths()
    plan, helped, plain = (items_for(0.02, one) for one in (found.planned, found.random_helped, found.random))
    assert plan <= helped <= plain
    assert found.planned[plan] <= 0.02 < found.planned[plan - 1]


def test_without_scores_risk_alone_decides() -> None:
    belief = believe_from_risk(np.array([0.0, 1.0]))
    assert belief.spread[1, 0] > belief.spread[0, 0]


def test_long_and_risky_items_take_longer() -> None:
    seconds = Pace().seconds(np.array([30.0, 120.0, 120.0]), np.array([0.0, 0.0, 1.0]))
    assert seconds[0] < seconds[1] < seconds[2]


def test_a_project_s_own_answers_set_the_pace() -> None:
    random = np.random.default_rng(2)
    words, risk = random.uniform(20, 300, 2000), random.random(2000)
    seconds = Pace(20.0, 0.9, 1.2).seconds(words, risk) * np.exp(0.3 * random.normal(size=2000))
    found = observed_pace(words, risk, seconds)
    assert found.length == pytest.approx(0.9, abs=0.05)
    assert found.mending == pytest.approx(1.2, abs=0.1)
    assert found.seconds(words, risk).sum() == pytest.approx(seconds.sum(), rel=0.03)


def test_few_answers_or_lunches_leave_the_default() -> None:
    few, lunches = np.full(10, 60.0), np.full(100, 7200.0)
    assert observed_pace(few, few / 100, few) == Pace()
    assert observed_pace(lunches, lunches / 7200, lunches) == Pace()
