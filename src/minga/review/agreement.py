"""How far people agree beyond chance: Krippendorff's alpha for any number of people, Cohen's kappa for two.

Both are one minus the observed over the expected disagreement: 1 is perfect agreement, 0 what chance would give, below
0 is worse than that. Intervals are percentiles of a bootstrap over *items* (Efron 1979), whose answers stay together.

Agreement of two groups (say, two countries) compares answers of one with answers of the other and never with those of
its own; it is Cohen's kappa if each group is one person, and the cross-replication reliability of Wong, Paritosh and
Aroyo (ACL 2021, "Cross-replication Reliability") in general, here with each item counting the same.

    K. Krippendorff: Content Analysis, 4th edition (2019), chapter 12.
    J. Cohen: A Coefficient of Agreement for Nominal Scales. Educational and Psychological Measurement 20 (1960);
    Weighted Kappa. Psychological Bulletin 70 (1968).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from minga.errors import InputError
from minga.review.coincidences import Coincidences, FloatArray, Level, Ratings, across, within

__all__ = [
    "Agreement",
    "Level",
    "Penalty",
    "Ratings",
    "agreement",
    "agreement_between_groups",
    "agreement_by_group",
    "agreement_of_two",
    "bootstrap_interval",
    "cohen_kappa",
    "krippendorff_alpha",
]

Penalty = Literal["equal", "linear", "quadratic"]
"""What two different labels cost in kappa: always the same, the steps between them, or the square of these."""

NO_OVERLAP = "no item has two answers"
ONE_VALUE = "only one value was given"

_BLOCK = 4_000_000
"""Numbers held at once while drawing: 32 MB."""


@dataclass(frozen=True)
class Agreement:
    """A measure of agreement with its interval, and how much stands behind it."""

    value: float | None
    """Alpha or kappa, at most 1; None where it is undefined, for `reason`."""
    low: float | None
    high: float | None
    """The ends of the interval; None where the value or too many of the draws are undefined."""
    items: int
    """With at least two answers that are compared."""
    people: int
    answers: int
    level: Level | Penalty
    equal: float | None = None
    """The share of compared pairs of answers that are the same, before any correction for chance."""
    reason: str | None = None


def krippendorff_alpha(ratings: Ratings, level: Level) -> float | None:
    """Alpha of all answers; None if no item has two of them, or only one value was given."""
    return _number(within(ratings).alpha(level)[0])


def bootstrap_interval(
    ratings: Ratings, level: Level, random: Generator, *, draws: int = 1_000, confidence: float = 0.95
) -> tuple[float, float] | None:
    """The percentile interval of alpha when the items are drawn anew; None where alpha is undefined in most draws."""
    met = within(ratings)
    return _interval(_drawn(met, level, random, draws), confidence) if len(met.items) else None


def agreement(
    ratings: Ratings, level: Level, random: Generator, *, draws: int = 1_000, confidence: float = 0.95
) -> Agreement:
    """Alpha of all answers with its interval."""
    return _measured(within(ratings), level, random, draws, confidence)


def agreement_by_group(
    ratings: Ratings, groups: NDArray[Any], level: Level, random: Generator, *, draws: int = 1_000
) -> dict[Any, Agreement]:
    """Alpha within each group of answers (a language, a variety, a week), by its key, in the order of the keys.

    `groups` (n,) is the key of each answer; two answers to one item meet only if they are of the same group.
    """
    _same_length(ratings, groups)
    keys, codes = np.unique(groups, return_inverse=True)
    return {
        key: agreement(ratings.take(codes == code), level, random, draws=draws)
        for code, key in enumerate(keys.tolist())
    }


def agreement_between_groups(
    ratings: Ratings, groups: NDArray[Any], level: Level, random: Generator, *, draws: int = 1_000
) -> dict[tuple[Any, Any], Agreement]:
    """Agreement between each two groups of people, by their keys, on the items that both have answered.

    `groups` (n,) is the key of each answer, for example the country of the person who gave it. Answers are compared
    with those of the other group only.
    """
    _same_length(ratings, groups)
    keys, codes = np.unique(groups, return_inverse=True)
    found = {}
    for first, second in combinations(range(len(keys)), 2):
        rows = (codes == first) | (codes == second)
        met = across(ratings.take(rows), codes[rows] == first)
        found[keys[first].item(), keys[second].item()] = _measured(met, level, random, draws, 0.95)
    return found


def cohen_kappa(first: FloatArray, second: FloatArray, penalty: Penalty = "equal") -> float | None:
    """Kappa of two people who answered the same items; None if no item has both answers, or only one value was given.

    `first` and `second` (n,) are the answers of each, item by item; NaN where there is none. For the weighted forms
    the labels are a scale, in ascending order and one step apart.
    """
    table, costs = _crosstab(first, second, penalty)
    return _number(_kappas(table[None], costs)[0])


def agreement_of_two(
    first: FloatArray,
    second: FloatArray,
    random: Generator,
    *,
    penalty: Penalty = "equal",
    draws: int = 1_000,
    confidence: float = 0.95,
) -> Agreement:
    """Kappa of two people with its interval; the arguments are those of `cohen_kappa`."""
    table, costs = _crosstab(first, second, penalty)
    items = int(table.sum())
    value = _number(_kappas(table[None], costs)[0])
    if value is None:
        return Agreement(None, None, None, items, 2, 2 * items, penalty, reason=ONE_VALUE if items else NO_OVERLAP)
    # The items are exchangeable within a cell of the table, so that drawing items is drawing its counts.
    drawn = random.multinomial(items, table.ravel() / items, size=draws).reshape(draws, *table.shape)
    low, high = _interval(_kappas(drawn.astype(np.float64), costs), confidence) or (None, None)
    return Agreement(value, low, high, items, 2, 2 * items, penalty, equal=float(np.trace(table)) / items)


def _measured(met: Coincidences, level: Level, random: Generator, draws: int, confidence: float) -> Agreement:
    sizes = len(met.items), met.people, met.answers
    if not len(met.items):
        return Agreement(None, None, None, 0, 0, 0, level, reason=NO_OVERLAP)
    value, equal = _number(met.alpha(level)[0]), met.equal()
    if value is None:
        return Agreement(None, None, None, *sizes, level, equal=equal, reason=ONE_VALUE)
    low, high = _interval(_drawn(met, level, random, draws), confidence) or (None, None)
    return Agreement(value, low, high, *sizes, level, equal=equal)


def _drawn(met: Coincidences, level: Level, random: Generator, draws: int) -> FloatArray:
    """Alpha of as many samples of the items, with replacement: (draws,)."""
    count = len(met.items)
    step = max(1, _BLOCK // max(count, len(met.values), len(met.meetings[0])))
    drawn = [np.empty(0)]
    for first in range(0, draws, step):
        rows = min(step, draws - first)
        taken = random.integers(0, count, (rows, count)) + count * np.arange(rows)[:, None]
        times = np.bincount(taken.ravel(), minlength=rows * count).reshape(rows, count)
        drawn.append(met.alpha(level, times.astype(np.float64)))
    return np.concatenate(drawn)


def _interval(drawn: FloatArray, confidence: float) -> tuple[float, float] | None:
    """The percentiles of the draws that are defined, if they are more than half of all."""
    defined = drawn[~np.isnan(drawn)]
    if 2 * len(defined) <= len(drawn):
        return None
    tail = 50 * (1 - confidence)
    low, high = np.percentile(defined, [tail, 100 - tail])
    return float(low), float(high)


def _crosstab(first: FloatArray, second: FloatArray, penalty: Penalty) -> tuple[FloatArray, FloatArray]:
    """How often each two labels were given together, and what each two cost: both (K, K)."""
    if first.shape != second.shape:
        raise InputError("the two people's answers are not item by item: they differ in number", where="kappa")
    both = ~(np.isnan(first) | np.isnan(second))
    labels, codes = np.unique(np.concatenate([first[both], second[both]]), return_inverse=True)
    count = len(labels)
    one, other = np.split(codes, 2)
    table = np.bincount(one * count + other, minlength=count * count).reshape(count, count).astype(np.float64)
    steps = np.abs(np.subtract.outer(np.arange(count), np.arange(count))).astype(np.float64)
    prices: dict[Penalty, Callable[[FloatArray], FloatArray]] = {
        "equal": lambda steps: (steps > 0).astype(np.float64),
        "linear": lambda steps: steps,
        "quadratic": lambda steps: steps**2,
    }
    return table, prices[penalty](steps)


def _kappas(tables: FloatArray, costs: FloatArray) -> FloatArray:
    """Kappa of each table of (D, K, K); NaN where chance would give no disagreement."""
    observed = (tables * costs).sum(axis=(1, 2)) * tables.sum(axis=(1, 2))
    expected = np.einsum("dj,dk,jk->d", tables.sum(axis=2), tables.sum(axis=1), costs)
    return 1 - np.divide(observed, expected, out=np.full(len(tables), np.nan), where=expected > 0)


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _same_length(ratings: Ratings, groups: NDArray[Any]) -> None:
    if len(groups) != len(ratings):
        raise InputError(f"{len(ratings)} answers, but the group of {len(groups)}", where="agreement")
