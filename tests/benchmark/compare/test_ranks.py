from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from minga.benchmark.compare.effects import joint_draws
from minga.benchmark.compare.effort import Bootstrap
from minga.benchmark.compare.ranks import kendall_tau, rank_changes, rankings
from tests.benchmark.compare.making import answers, by_key, trio

TRIOS = by_key(trio(number, f"¿{number}?", f"¿{number}?") for number in range(200))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=8))
def test_tau_is_scipys(pairs: list[tuple[int, int]]) -> None:
    first, second = np.array(pairs, dtype=np.float64).T
    expected = kendalltau(first, second).statistic
    found = kendall_tau(first[:, None], second[:, None])[0]
    assert found == pytest.approx(0.0 if np.isnan(expected) else expected)


def test_places_are_probabilities_and_a_clear_winner_has_the_first() -> None:
    given_answers = answers(
        TRIOS,
        {
            ("good", "machine"): [1.0] * 150 + [0.0] * 50,
            ("poor", "machine"): [0.0] * 150 + [1.0] * 50,
            ("good", "validated"): [1.0] * 160 + [0.0] * 40,
            ("poor", "validated"): [0.0] * 160 + [1.0] * 40,
        },
    )
    scores = given_answers.scores(TRIOS)
    drawn = joint_draws(scores, Bootstrap(500, 0.95, 1))
    machine, validated = rankings(scores, drawn)
    assert machine.models == validated.models == ("good", "poor")
    assert machine.places["good"] == (1.0, 0.0)
    (change,) = rank_changes(scores, drawn, 0.95)
    assert (change.tau, change.low, change.high, change.same) == (1.0, 1.0, 1.0, 1.0)


def test_one_model_has_no_ranking() -> None:
    scores = answers(TRIOS, {("m", "machine"): [1.0] * 200, ("m", "validated"): [1.0] * 200}).scores(TRIOS)
    drawn = joint_draws(scores, Bootstrap(100, 0.95, 1))
    assert not list(rankings(scores, drawn))
    assert not list(rank_changes(scores, drawn, 0.95))
