"""The mean of a finite population, from items drawn one after the other without replacement, with a right to stop.

    I. Waudby-Smith & A. Ramdas: Estimating means of bounded random variables by betting. JRSS B 86 (2024), section 5;
    Confidence sequences for sampling without replacement. NeurIPS 2020.

Against every mean somebody might claim, one gambler bets that the next item is larger than claimed, and one that it is
smaller. Under the true mean neither can expect to win, so that (Ville's inequality) the chance that one of them ever
multiplies its capital by 2 / error is at most error / 2. What neither made a fortune against is the interval, at all
times.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

__all__ = ["confidence_sequence"]

Floats = NDArray[np.float64]

_MOST = 0.75
"""The largest stake: a share of the capital, so that nobody is ruined by one item."""
_HALVINGS = 16
_HORIZON = 400
"""The number of items that intervals are made narrow for; before it they are wider, and after it little worse."""


def confidence_sequence(
    drawn: Floats, population: int, looks: Sequence[int], *, low: float, high: float, error: float
) -> Floats:
    """Looks x 2: intervals for the mean of all `population` items that hold at all `looks` together.

    `drawn` are values between `low` and `high` in the (random) order in which they were drawn; a look is a number of
    items drawn. With probability 1 - `error` every interval holds; after the last item it is a point.
    """
    values = (np.asarray(drawn, dtype=np.float64) - low) / (high - low)
    stakes = _stakes(values, population, error)
    before = np.concatenate(([0.0], np.cumsum(values)))
    found = np.empty((len(looks), 2))
    lower, upper = 0.0, 1.0
    for row, seen in enumerate(looks):
        # what is not drawn yet lies between all 0 and all 1
        lower = max(lower, before[seen] / population)
        upper = min(upper, (before[seen] + population - seen) / population)
        if seen and lower < upper:
            part = (values[:seen], stakes[:seen], before[:seen], population)
            lower = _edge(part, lower, upper, error, sign=1.0)
            upper = _edge(part, lower, upper, error, sign=-1.0)
        found[row] = lower, max(lower, upper)
    return low + (high - low) * found


def _stakes(values: Floats, population: int, error: float) -> Floats:
    """How much is bet on each item, from what was seen before it: best for a look after some hundreds of items."""
    count = np.arange(1, len(values) + 1)
    mean = (0.5 + np.cumsum(values)) / (count + 1)
    spread = (0.25 + np.cumsum((values - mean) ** 2)) / (count + 1)
    known = np.concatenate(([0.25], spread[:-1]))
    horizon = np.maximum(count, min(_HORIZON, population / 2))
    return np.minimum(_MOST, np.sqrt(2 * np.log(2 / error) / (known * horizon)))


def _edge(part: tuple[Floats, Floats, Floats, int], lower: float, upper: float, error: float, sign: float) -> float:
    """The lowest mean (`sign` 1) or the highest (-1) that the gambler has not made a fortune against.

    Capital falls (rises, for the other gambler) with the claimed mean, so that halving finds it; the outer end of the
    last half is taken, which only widens the interval.
    """
    outer, inner = (lower, upper) if sign > 0 else (upper, lower)
    if _capital(part, outer, sign) < np.log(2 / error):
        return outer
    for _ in range(_HALVINGS):
        middle = (outer + inner) / 2
        if _capital(part, middle, sign) >= np.log(2 / error):
            outer = middle
        else:
            inner = middle
    return outer


def _capital(part: tuple[Floats, Floats, Floats, int], claim: float, sign: float) -> float:
    """The logarithm of the gambler's capital against a claimed mean."""
    values, stakes, before, population = part
    left = population - np.arange(len(values))
    expected = np.clip((population * claim - before) / left, 0.0, 1.0)
    return float(np.log1p(sign * stakes * (values - expected)).sum())
