"""The score that the whole validated benchmark would give, from the items validated so far.

The sum of what the belief expects of all items, plus the error of that on each validated item over the probability that
it was validated by now: the difference estimator of survey sampling (Särndal, Swensson & Wretman 1992), with the
probabilities that an item's own number has given those of the others (Cohen & Kaplan 2007). Whatever the belief and
the sizes, its expectation is the true sum, up to the little that a belief made from the same verdicts leans to them; a
better belief only makes it more exact. The number of items that stay is estimated in the same way, and the score is the
ratio of the two.

The interval is a t interval. Its variance is that of the errors (each as if its item had not taught the belief), held
by what the belief expects while they are few. It is meant for one look: who looks after each verdict and stops when it
pleases gets less than the nominal coverage (`benchmarks/validation_plan.py` measures how much less).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from minga.errors import InputError
from minga.translate.planning.belief import Belief, believe
from minga.translate.planning.draws import Order
from minga.translate.planning.population import Floats, Ints, Population, Verdicts

__all__ = ["Estimate", "estimate", "mean_of_random"]

_WORTH = 10.0
"""How many errors the variance that the belief expects is worth beside those that were seen."""


@dataclass(frozen=True)
class Estimate:
    """A score of the full validated benchmark, with its interval."""

    value: float
    low: float
    high: float
    validated: int
    """How many items it rests on."""

    @property
    def half_width(self) -> float:
        """Half of the interval."""
        return (self.high - self.low) / 2


def estimate(
    population: Population,
    order: Order,
    verdicts: Verdicts,
    *,
    contrasts: Floats | None = None,
    confidence: float = 0.95,
) -> list[Estimate]:
    """One estimate for each model, or for each column of `contrasts` (models, columns): `[[1], [-1]]` is a difference.

    `verdicts` are on the items at the beginning of the order. Raises InputError where they are not, or where there is
    none, or fewer than when the order was last drawn anew.
    """
    count = len(verdicts)
    if not count:
        raise InputError("there is no verdict", where="estimate", hint="validate some items first")
    if len(order) != len(population) or (order.items[:count] != verdicts.items).any():
        raise InputError("the verdicts do not follow the order", where="estimate")
    weights = np.eye(population.models) if contrasts is None else contrasts
    if count == len(population):
        value = verdicts.totals.sum(axis=0) @ weights / max(verdicts.kept.sum(), 1.0)
        return [Estimate(float(one), float(one), float(one), count) for one in value]
    belief, chances = believe(population, verdicts), order.chances(count)
    return [_estimate(verdicts, belief, chances, weights[:, column], confidence) for column in range(weights.shape[1])]


def _estimate(verdicts: Verdicts, belief: Belief, chances: Floats, contrast: Floats, confidence: float) -> Estimate:
    seen = verdicts.items
    over = 1 / chances[seen]
    expected, staying = belief.totals @ contrast, belief.kept
    errors = verdicts.totals @ contrast - expected[seen]
    size = max(staying.sum() + ((verdicts.kept - staying[seen]) * over).sum(), 1.0)
    value = (expected.sum() + (errors * over).sum()) / size
    # of the ratio, with the error that each item would have left had it not been learned from
    taught = belief.leverage[seen][:, contrast != 0].max(axis=1, initial=0)
    left = (errors - value * (verdicts.kept - staying[seen])) / (1 - taught)
    squares = belief.spread**2 @ contrast**2
    variance, freedom = _variance(left**2, squares, seen, chances)
    half = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(variance) / size
    return Estimate(float(value), float(value - half), float(value + half), len(verdicts))


def _variance(found: Floats, squares: Floats, seen: Ints, chances: Floats) -> tuple[float, float]:
    """Variance of the estimated sum and its degrees of freedom, from squared errors found and squares expected."""
    weights = (1 - chances[seen]) / chances[seen] ** 2
    expected = float((squares * (1 - chances) / chances).sum())
    parts = squares[seen] * weights
    if not parts.any():
        return expected, _WORTH
    # Satterthwaite: how many errors of equal weight tell as much
    freedom = float(parts.sum() ** 2 / (parts**2).sum())
    mixed = (_WORTH * expected + freedom * float((found * weights).sum())) / (_WORTH + freedom)
    return max(mixed, expected), _WORTH + freedom


def mean_of_random(scores: Floats, population: int, confidence: float = 0.95) -> Estimate:
    """What a plain random order gives: the mean of the scores (n,) of the validated items out of `population`."""
    count = len(scores)
    spread = scores.std(ddof=1) if count > 1 else 0.5
    error = spread * np.sqrt((1 - count / population) / count)
    half = float(stats.t.ppf((1 + confidence) / 2, max(count - 1, 1)) * error)
    middle = float(scores.mean())
    return Estimate(middle, middle - half, middle + half, count)
