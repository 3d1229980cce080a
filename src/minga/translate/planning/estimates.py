"""The score that the whole validated benchmark would give, from the items validated so far.

Let item k be drawn with probability q among those left. Then

    sum of the scores known + sum of the scores expected of those left + (score - expected) / q

has the true total as its expectation, given all that was known before the draw: whatever the belief, and whatever made
q (Des Raj 1956, with a belief as the difference estimator's auxiliary variable; Särndal, Swensson & Wretman 1992). Each
draw gives one such total, their errors are uncorrelated, and they are averaged with weights in inverse proportion to
the variance that the belief gives them (Farquhar, Gal & Rainforth 2021 weigh them as if all items were alike). The
number of items that stay is estimated in the same way, and the score is the ratio of the two.

The interval is a t interval around that average; its variance comes from how far the totals are apart, held by what
the belief expected of them while they are few. It is meant for one look. Who looks after each verdict and stops when
it pleases gets less than the nominal coverage (`benchmarks/validation_plan.py` measures how much less).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from minga.errors import InputError
from minga.translate.planning.belief import Belief, believe
from minga.translate.planning.draws import Round, from_here
from minga.translate.planning.population import Floats, Population, Verdicts

__all__ = ["Estimate", "estimate", "estimates_at", "mean_of_random"]

_WORTH = 8.0
"""How many draws the variance that the belief expects is worth beside that of the draws."""
_FIRST, _GROWTH = 20, 1.3
"""After how many verdicts the belief is made anew, and by what factor there are more each time."""


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
    rounds: Sequence[Round],
    verdicts: Verdicts,
    *,
    contrasts: Floats | None = None,
    confidence: float = 0.95,
) -> list[Estimate]:
    """One estimate for each model, or for each column of `contrasts` (models, columns): `[[1], [-1]]` is a difference.

    `verdicts` follow the rounds: the items that each used, in its order, up to any place of the last. Raises
    InputError where they do not, or where there is no verdict.
    """
    return estimates_at(population, rounds, verdicts, [len(verdicts)], contrasts=contrasts, confidence=confidence)[0]


def estimates_at(
    population: Population,
    rounds: Sequence[Round],
    verdicts: Verdicts,
    counts: Sequence[int],
    *,
    contrasts: Floats | None = None,
    confidence: float = 0.95,
) -> list[list[Estimate]]:
    """What `estimate` gave after each number of verdicts in `counts`, for the price of one."""
    weights = np.eye(population.models) if contrasts is None else contrasts
    if not counts or min(counts) < 1 or max(counts) > len(verdicts):
        raise InputError("there is no verdict", where="estimate", hint="validate some items first")
    totals = _joined(_totals(population, rounds, verdicts, weights))
    return [
        [
            _exact(verdicts, weights[:, column])
            if count == len(population)
            else _interval(totals, column, count, confidence)
            for column in range(weights.shape[1])
        ]
        for count in counts
    ]


def mean_of_random(scores: Floats, population: int, confidence: float = 0.95) -> Estimate:
    """What a plain random order gives: the mean of the scores (n,) of the validated items out of `population`."""
    count = len(scores)
    spread = scores.std(ddof=1) if count > 1 else 0.5
    error = spread * np.sqrt((1 - count / population) / count)
    half = float(stats.t.ppf((1 + confidence) / 2, max(count - 1, 1)) * error)
    middle = float(scores.mean())
    return Estimate(middle, middle - half, middle + half, count)


@dataclass(frozen=True)
class _Totals:
    """What each draw says of the whole benchmark."""

    scores: Floats
    """(n, columns) sum of the scores."""
    kept: Floats
    """(n,) number of the items that stay."""
    variance: Floats
    """(n, columns) variance of the first as the belief expects it."""


def _totals(population: Population, rounds: Sequence[Round], verdicts: Verdicts, weights: Floats) -> list[_Totals]:
    """The draws of each stretch of the order that one belief covers."""
    done = 0
    found = []
    for number, one in enumerate(rounds):
        taken = min(one.used, len(verdicts) - done)
        if (one.items[:taken] != verdicts.items[done : done + taken]).any() or len(one.items) != len(population) - done:
            raise InputError("the verdicts do not follow the order", where=f"round {number + 1}")
        start = 0
        while start < taken:
            stop = min(taken, max(start + 1, _next_refresh(done + start) - done))
            belief = believe(population, verdicts.first(done + start))
            found.append(_stretch(one, start, stop, belief, verdicts, done, weights))
            start = stop
        done += taken
    if done < len(verdicts):
        raise InputError("there are more verdicts than the rounds used", where="estimate")
    return found


def _next_refresh(count: int) -> int:
    at = float(_FIRST)
    while at <= count:
        at *= _GROWTH
    return int(np.ceil(at))


def _stretch(
    one: Round, start: int, stop: int, belief: Belief, verdicts: Verdicts, before: int, weights: Floats
) -> _Totals:
    """The draws from `start` to `stop` of a round that began after `before` verdicts."""
    left, sizes, here = one.items[start:], one.sizes[start:], slice(0, stop - start)
    chances = (sizes / from_here(sizes))[here]
    seen = slice(before + start, before + stop)
    expected = belief.totals[left] @ weights
    actual = verdicts.totals[seen] @ weights
    known = verdicts.totals[: before + start].sum(axis=0) @ weights + _before(actual)
    scores = known + from_here(expected)[here] + (actual - expected[here]) / chances[:, None]
    staying = belief.kept[left]
    sure = verdicts.kept[: before + start].sum() + _before(verdicts.kept[seen])
    kept = sure + from_here(staying)[here] + (verdicts.kept[seen] - staying[here]) / chances
    squares = belief.spread[left] ** 2 @ weights**2
    variance = from_here(sizes)[here, None] * from_here(squares / sizes[:, None])[here] - from_here(squares)[here]
    # the last items of all: what rounding leaves of 0 must not become an infinite weight
    return _Totals(scores, kept, np.maximum(variance, 1e-6 * squares.max()))


def _before(values: Floats) -> Floats:
    """Sum of all before each value, along the first axis."""
    return np.cumsum(values, axis=0) - values


def _joined(parts: Sequence[_Totals]) -> _Totals:
    return _Totals(
        np.concatenate([part.scores for part in parts]),
        np.concatenate([part.kept for part in parts]),
        np.concatenate([part.variance for part in parts]),
    )


def _exact(verdicts: Verdicts, weights: Floats) -> Estimate:
    """The score itself, when all items are validated."""
    value = float(verdicts.totals.sum(axis=0) @ weights / max(verdicts.kept.sum(), 1.0))
    return Estimate(value, value, value, len(verdicts))


def _interval(totals: _Totals, column: int, count: int, confidence: float) -> Estimate:
    scores, kept, variance = totals.scores[:count, column], totals.kept[:count], totals.variance[:count, column]
    weights = 1 / variance
    expected = 1 / weights.sum()
    weights = weights * expected
    size = weights @ kept
    value = (weights @ scores) / size
    squares = (scores - value * kept) ** 2
    # how much larger the squares are than the belief expected them to be
    excess = (_WORTH + (squares / variance).sum()) / (_WORTH + count - 1)
    robust = (weights**2 * squares / (1 - np.minimum(weights, 0.5))).sum()
    part = count / (count + _WORTH)
    squared = max(excess * expected, part * robust + (1 - part) * expected)
    freedom = min(_WORTH + count - 1, _WORTH + 1 / (weights**2).sum())
    half = stats.t.ppf((1 + confidence) / 2, freedom) * np.sqrt(squared) / size
    return Estimate(float(value), float(value - half), float(value + half), count)
