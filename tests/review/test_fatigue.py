from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from minga.errors import InputError
from minga.review.fatigue import LATE_FROM, Change, Drift, drift_of, late_weight, positions_of, suggest_break

VISIT = 45


def visits(count: int, rng: np.random.Generator, slower: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """Positions and seconds of visits of one person, who takes `slower` longer (log seconds) in their late part."""
    position = np.tile(np.arange(VISIT), count)
    level = np.repeat(4 + 0.5 * rng.normal(size=count), VISIT)
    return position, np.exp(level + 0.6 * rng.normal(size=position.size) + slower * (position >= LATE_FROM))


def test_half_an_hour_without_an_answer_ends_a_session() -> None:
    assert positions_of([0, 1800, 3601, 3700]).tolist() == [0, 1, 0, 1]
    assert positions_of([]).tolist() == []


def test_a_newcomer_has_no_drift_and_all_her_answers_count() -> None:
    position, seconds = visits(1, np.random.default_rng(1), slower=2.0)
    drift = drift_of(position, seconds)
    assert drift == Drift()
    assert not suggest_break(drift, 60)
    assert late_weight(drift, 60) == 1.0


def test_somebody_who_slows_down_late_is_told_so_late() -> None:
    position, seconds = visits(6, np.random.default_rng(2), slower=0.7)
    drift = drift_of(position, seconds)
    assert drift.time is not None
    assert drift.time.low < 0.7 < drift.time.high
    assert not suggest_break(drift, LATE_FROM - 1)
    assert suggest_break(drift, LATE_FROM)


def test_hurrying_is_a_drift_too() -> None:
    drift = drift_of(*visits(6, np.random.default_rng(3), slower=-0.7))
    assert drift.time is not None
    assert drift.time.high < 0
    assert drift.measured


def test_a_slow_person_is_not_a_tired_one() -> None:
    """Only late against early of the same visit counts: not others, not her other visits, not a coffee."""
    position, seconds = visits(6, np.random.default_rng(4))
    seconds[position == LATE_FROM + 3] *= 100
    assert not drift_of(position, 50 * seconds).measured


def test_the_first_answers_of_a_visit_are_slow_for_everybody() -> None:
    position, seconds = visits(8, np.random.default_rng(5))
    slow_start = np.where(position < 3, 20.0, 1.0)
    assert drift_of(position, seconds * slow_start) == drift_of(position, seconds)


def test_those_who_do_not_tire_are_hardly_ever_said_to() -> None:
    rng = np.random.default_rng(6)
    said = sum(drift_of(*visits(5, rng)).measured for _ in range(400))
    assert said <= stats.binom.ppf(0.999, 400, 0.01)


def test_less_steady_late_answers_weigh_less_and_time_alone_takes_nothing_off() -> None:
    position = np.tile(np.arange(VISIT), 40)
    rng = np.random.default_rng(7)
    control = rng.random(position.size) < 0.2
    right = rng.random(position.size) < np.where(position < LATE_FROM, 0.95, 0.6)
    outcomes = np.where(control, right * 1.0, np.nan)
    drift = drift_of(position, np.full(position.size, 30.0), outcomes)
    assert drift.less_steady
    assert 0 < late_weight(drift, 30) < 1
    assert late_weight(drift, LATE_FROM - 1) == 1.0
    assert late_weight(Drift(Change(0.7, 0.5, 0.9)), 30) == 1.0


def test_the_interval_of_steadiness_is_that_of_the_literature() -> None:
    # Newcombe (1998), table II, method 10: 56/70 against 48/80
    position = np.concatenate([np.full(80, 0), np.full(70, LATE_FROM)])
    outcomes = np.concatenate([np.arange(80) < 48, np.arange(70) < 56]).astype(float)
    steady = drift_of(position, np.full(150, np.nan), outcomes, confidence=0.95).steadiness
    assert steady is not None
    assert steady.low == pytest.approx(0.0524, abs=5e-5)
    assert steady.high == pytest.approx(0.3339, abs=5e-5)


@given(st.floats(-1, 1), st.floats(0, 0.5), st.floats(0, 1), st.integers(0, 200))
def test_a_weight_is_above_nothing_and_never_more_than_one(
    centre: float, half: float, early: float, position: int
) -> None:
    drift = Drift(None, Change(centre, centre - half, centre + half), early)
    assert 0 < late_weight(drift, position) <= 1


def test_columns_of_different_lengths_are_refused() -> None:
    with pytest.raises(InputError):
        drift_of(np.arange(3), np.ones(2))
