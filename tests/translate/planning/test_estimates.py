from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.translate.planning import (
    Order,
    Population,
    Verdicts,
    believe,
    estimate,
    mean_of_random,
    new_order,
    rehearse,
    risk_sizes,
)
from tests.translate.planning.making import Floats, population

COUNTS = [25, 60, 110]


def played(
    seed: int, dropped: float = 0.0, redrawn: float = np.inf, campaigns: int = 150
) -> tuple[Floats, Floats, Floats]:
    """Values and half widths (campaigns, counts, models), and the truth (models,)."""
    known, scores, kept = population(seed, dropped=dropped)
    found = []
    for number in range(campaigns):
        steps = rehearse(known, scores, kept, np.random.default_rng([seed, number]), COUNTS, first=redrawn)
        found.append([estimate(known, order, verdicts) for order, verdicts in steps])
    values = np.array([[[one.value for one in row] for row in campaign] for campaign in found])
    halves = np.array([[[one.half_width for one in row] for row in campaign] for campaign in found])
    return values, halves, scores[kept > 0].mean(axis=0)


@pytest.mark.parametrize(
    ("seed", "dropped", "redrawn"), [(1, 0.0, np.inf), (2, 0.0, np.inf), (3, 0.15, np.inf), (2, 0.0, 25), (3, 0.15, 25)]
)
def test_intervals_hold_the_truth_as_often_as_they_say_and_estimates_lean_to_no_side(
    seed: int, dropped: float, redrawn: float
) -> None:
    values, halves, truth = played(seed, dropped, redrawn)
    inside = (np.abs(values - truth) <= halves).mean(axis=0)
    assert inside.min() >= 0.9  # 0.95 less three standard errors of 150 campaigns
    lean = values.mean(axis=0) - truth
    assert (np.abs(lean) < 4 * values.std(axis=0) / np.sqrt(len(values)) + 0.002).all()


def test_a_planned_order_says_more_than_a_random_one() -> None:
    known, scores, kept = population(4, 300)
    errors: dict[str, list[Floats]] = {"plan": [], "mean": []}
    for number in range(80):
        random = np.random.default_rng(number)
        ((order, verdicts),) = rehearse(known, scores, kept, random, [200])
        errors["plan"].append(np.array([one.value for one in estimate(known, order, verdicts)]))
        errors["mean"].append(scores[random.permutation(300)[:200]].mean(axis=0))
    spread = {name: np.std(found, axis=0).mean() for name, found in errors.items()}
    assert spread["plan"] < 0.8 * spread["mean"]


def test_all_items_validated_is_the_score_itself() -> None:
    known, scores, kept = population(5, 40, dropped=0.2)
    ((order, verdicts),) = rehearse(known, scores, kept, np.random.default_rng(5), [40])
    for found, truth in zip(estimate(known, order, verdicts), scores[kept > 0].mean(axis=0), strict=True):
        assert (found.low, found.high) == (found.value, found.value)
        assert found.value == pytest.approx(truth)


def test_a_difference_of_two_models_has_its_own_interval() -> None:
    known, scores, kept = population(6)
    ((order, verdicts),) = rehearse(known, scores, kept, np.random.default_rng(6), [100])
    (difference,) = estimate(known, order, verdicts, contrasts=np.array([[1.0], [-1.0]]))
    first, second = estimate(known, order, verdicts)
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
    ((order, verdicts),) = rehearse(known, scores, kept, random, [max(1, int(share * items))], first=5)
    assert sorted(order.items) == list(range(items))
    (found,) = estimate(known, order, verdicts)
    assert np.isfinite([found.value, found.low, found.high]).all()
    assert found.low <= found.value <= found.high


def test_verdicts_that_are_not_of_the_order_are_refused() -> None:
    known, scores, kept = population(7, 20)
    ((order, verdicts),) = rehearse(known, scores, kept, np.random.default_rng(7), [10])
    with pytest.raises(InputError, match="do not follow the order"):
        estimate(known, order, Verdicts(verdicts.items[::-1], verdicts.scores[::-1], verdicts.kept))
    with pytest.raises(InputError, match="there is no verdict"):
        estimate(known, order, verdicts.of(np.zeros(10, dtype=bool)))


def test_a_mean_of_random_items_has_the_textbook_interval() -> None:
    # mean 0.5, s 0.5270, fpc sqrt(0.9), t(9) 2.2622
    found = mean_of_random(np.array([0.0, 1.0] * 5), population=100)
    assert found.value == 0.5
    assert found.half_width == pytest.approx(2.2622 * 0.5270 * np.sqrt(0.9 / 10), abs=1e-4)


def test_an_item_is_among_the_first_as_often_as_its_chance_says() -> None:
    sizes, first = np.array([1.0, 2.0, 3.0, 6.0]), np.zeros(4)
    chances = np.zeros(4)
    for seed in range(4000):
        order = new_order(sizes, np.random.default_rng(seed))
        first[order.items[:2]] += 1 / order.chances(2)[order.items[:2]]
        chances += order.chances(2)
    # what is drawn, over its chance, is 1 on the whole: the estimates rest on that
    assert np.abs(first / 4000 - 1).max() < 0.1
    assert (np.diff(chances) > 0).all()


def test_items_that_were_drawn_stay_where_they_are_when_sizes_change() -> None:
    order = new_order(np.ones(50), np.random.default_rng(3))
    sizes = np.linspace(0.1, 5, 50)
    again = order.resized(20, sizes)
    assert list(again.items[:20]) == list(order.items[:20])
    assert list(again.items[20:]) != list(order.items[20:])
    assert (again.chances(30) >= order.chances(20) - 1e-9).all()
    with pytest.raises(InputError, match="set after 20 items"):
        again.chances(10)


def test_chances_stay_right_when_sizes_change() -> None:
    total = np.zeros(30)
    for seed in range(3000):
        order = new_order(np.linspace(1, 3, 30), np.random.default_rng(seed)).resized(8, np.linspace(3, 1, 30))
        seen = order.items[:15]
        total[seen] += 1 / order.chances(15)[seen]
    assert np.abs(total / 3000 - 1).max() < 0.1


def test_every_item_is_validated_in_the_end() -> None:
    order = Order(np.array([0.2, 0.9]), np.zeros(2), np.ones(2), np.zeros(0, dtype=np.int64))
    assert list(order.chances(2)) == [1, 1]


def test_risky_items_come_early_and_safe_ones_still_come() -> None:
    known, _, _ = population(9, 200)
    belief = believe(known, Verdicts(np.zeros(0, dtype=np.int64), np.zeros((0, 2)), np.zeros(0)))
    early = [new_order(risk_sizes(belief), np.random.default_rng(seed)).items[:50] for seed in range(20)]
    assert known.risk[np.concatenate(early)].mean() > known.risk.mean()
    assert (known.risk[np.concatenate(early)] < np.median(known.risk)).mean() > 0.2
