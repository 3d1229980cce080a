from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.benchmark.compare.confidence_sequence import confidence_sequence


@given(st.lists(st.sampled_from([-1.0, 0.0, 1.0]), min_size=1, max_size=60), st.integers(0, 99))
def test_after_the_last_item_the_interval_is_the_mean(values: list[float], seed: int) -> None:
    drawn = np.random.default_rng(seed).permutation(np.array(values))
    looks = list(range(1, len(values) + 1))
    found = confidence_sequence(drawn, len(values), looks, low=-1, high=1, error=0.05)
    assert found[-1] == pytest.approx([np.mean(values)] * 2, abs=1e-4)
    assert (found[:, 0] <= found[:, 1] + 1e-12).all()
    assert (np.diff(found[:, 0]) >= -1e-12).all()
    assert (np.diff(found[:, 1]) <= 1e-12).all()


def test_what_is_not_drawn_yet_bounds_the_mean_whatever_the_bets() -> None:
    found = confidence_sequence(np.array([1.0, 1.0]), 4, [0, 2], low=0, high=1, error=1e-9)
    assert found[0] == pytest.approx([0, 1])
    assert found[1] == pytest.approx([0.5, 1])


@pytest.mark.parametrize("share", [0.03, 0.15, 0.5])
def test_all_intervals_of_a_campaign_hold_together_as_often_as_promised(share: float) -> None:
    random = np.random.default_rng(7)
    population = np.where(random.random(300) < share, random.choice([-1.0, 1.0], 300), 0.0)
    looks = list(range(10, 301, 10))
    wrong = 0
    for _ in range(300):
        found = confidence_sequence(random.permutation(population), 300, looks, low=-1, high=1, error=0.1)
        truth = population.mean()
        wrong += bool(((found[:, 0] > truth + 1e-9) | (found[:, 1] < truth - 1e-9)).any())
    assert wrong / 300 <= 0.1 + 3 * (0.1 * 0.9 / 300) ** 0.5


def test_little_variance_is_learnt_and_narrows_the_interval() -> None:
    quiet = confidence_sequence(np.zeros(500), 10_000, [500], low=-1, high=1, error=0.05)[0]
    loud = confidence_sequence(np.tile([-1.0, 1.0], 250), 10_000, [500], low=-1, high=1, error=0.05)[0]
    assert quiet[1] - quiet[0] < (loud[1] - loud[0]) / 3
