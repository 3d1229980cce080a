from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.translate.planning import (
    Estimate,
    Population,
    Verdicts,
    draw,
    estimate,
    estimates_at,
    mean_of_random,
    next_round,
    rehearse,
)
from tests.translate.planning.making import Floats, population

COUNTS = [25, 60, 110]


def played(seed: int, dropped: float = 0.0, campaigns: int = 150) -> tuple[Floats, Floats, Floats]:
    """Values and half widths (campaigns, counts, models), and the truth (models,)."""
    known, scores, kept = population(seed, dropped=dropped)
    found: list[list[list[Estimate]]] = []
    for number in range(campaigns):
        rounds, verdicts = rehearse(known, scores, kept, np.random.default_rng([seed, number]), count=COUNTS[-1])
        found.append(estimates_at(known, rounds, verdicts, COUNTS))
    values = np.array([[[one.value for one in row] for row in campaign] for campaign in found])
    halves = np.array([[[one.half_width for one in row] for row in campaign] for campaign in found])
    return values, halves, scores[kept > 0].mean(axis=0)


@pytest.mark.parametrize(("seed", "dropped"), [(1, 0.0), (2, 0.0), (3, 0.15)])
def test_intervals_hold_the_truth_as_often_as_they_say_and_estimates_lean_to_no_side(seed: int, dropped: float) -> None:
    values, halves, truth = played(seed, dropped)
    inside = (np.abs(values - truth) <= halves).mean(axis=0)
    assert inside.min() >= 0.9  # 0.95 less three standard errors of 150 campaigns
    lean = values.mean(axis=0) - truth
    assert (np.abs(lean) < 4 * values.std(axis=0) / np.sqrt(len(values)) + 0.002).all()


def test_a_planned_order_says_more_than_a_random_one() -> None:
    known, scores, kept = population(4, 300)
    errors: dict[str, list[Floats]] = {"plan": [], "mean": []}
    for number in range(80):
        random = np.random.default_rng(number)
        rounds, verdicts = rehearse(known, scores, kept, random, count=120)
        errors["plan"].append(np.array([one.value for one in estimate(known, rounds, verdicts)]))
        errors["mean"].append(scores[random.permutation(300)[:120]].mean(axis=0))
    spread = {name: np.std(found, axis=0).mean() for name, found in errors.items()}
    assert spread["plan"] < 0.8 * spread["mean"]


def test_all_items_validated_is_the_score_itself() -> None:
    known, scores, kept = population(5, 40, dropped=0.2)
    rounds, verdicts = rehearse(known, scores, kept, np.random.default_rng(5), count=40)
    for found, truth in zip(estimate(known, rounds, verdicts), scores[kept > 0].mean(axis=0), strict=True):
        assert (found.low, found.high) == (found.value, found.value)
        assert found.value == pytest.approx(truth)


def test_a_difference_of_two_models_has_its_own_interval() -> None:
    known, scores, kept = population(6)
    rounds, verdicts = rehearse(known, scores, kept, np.random.default_rng(6), count=100)
    (difference,) = estimate(known, rounds, verdicts, contrasts=np.array([[1.0], [-1.0]]))
    first, second = estimate(known, rounds, verdicts)
    assert difference.value == pytest.approx(first.value - second.value, abs=0.03)
    assert difference.low < (scores[:, 0] - scores[:, 1]).mean() < difference.high


@given(
    items=st.integers(2, 40),
    seed=st.integers(0, 10_000),
    share=st.floats(0.01, 1),
    risk=st.floats(0, 1),
    dropped=st.sampled_from([0.0, 0.5]),
)
def test_any_population_has_a_finite_estimate(items: int, seed: int, share: float, risk: float, dropped: float) -> None:
    random = np.random.default_rng(seed)
    known = Population(random.random((items, 1)).round(int(seed % 2)), np.full(items, risk))
    kept = (random.random(items) >= dropped).astype(np.float64)
    scores = random.random((items, 1))
    rounds, verdicts = rehearse(known, scores, kept, random, count=max(1, int(share * items)), first=5)
    assert sorted([*verdicts.items, *rounds[-1].items[rounds[-1].used :]]) == list(range(items))
    (found,) = estimate(known, rounds, verdicts)
    assert np.isfinite([found.value, found.low, found.high]).all()
    assert found.low <= found.value <= found.high


def test_verdicts_that_are_not_of_the_order_are_refused() -> None:
    known, scores, kept = population(7, 20)
    rounds, verdicts = rehearse(known, scores, kept, np.random.default_rng(7), count=10)
    with pytest.raises(InputError, match="do not follow the order"):
        estimate(known, rounds, Verdicts(verdicts.items[::-1], verdicts.scores[::-1], verdicts.kept))
    with pytest.raises(InputError, match="there is no verdict"):
        estimate(known, rounds, verdicts.first(0))


def test_a_mean_of_random_items_has_the_textbook_interval() -> None:
    # mean 0.5, s 0.5270, fpc sqrt(0.9), t(9) 2.2622
    found = mean_of_random(np.array([0.0, 1.0] * 5), population=100)
    assert found.value == 0.5
    assert found.half_width == pytest.approx(2.2622 * 0.5270 * np.sqrt(0.9 / 10), abs=1e-4)


def test_items_are_drawn_first_as_often_as_their_sizes_say() -> None:
    sizes, random = np.array([1.0, 2.0, 5.0]), np.random.default_rng(8)
    first = np.bincount([draw(np.arange(3), sizes, random).items[0] for _ in range(4000)])
    assert np.abs(first / 4000 - sizes / 8).max() < 0.03


def test_risky_items_come_early_and_safe_ones_still_come() -> None:
    known, _, _ = population(9, 200)
    nothing = Verdicts(np.zeros(0, dtype=np.int64), np.zeros((0, 2)), np.zeros(0))
    early = [next_round(known, nothing, np.random.default_rng(seed)).items[:50] for seed in range(20)]
    assert known.risk[np.concatenate(early)].mean() > known.risk.mean()
    assert (known.risk[np.concatenate(early)] < np.median(known.risk)).mean() > 0.2
