"""How exact an estimate will be after so many items, before anybody has validated them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from minga.translate.planning.belief import Belief
from minga.translate.planning.draws import Order, random_sizes
from minga.translate.planning.population import Floats

__all__ = ["Widths", "expected_widths", "items_for"]

_STEPS = 200


@dataclass(frozen=True)
class Widths:
    """Expected half widths of the interval after 0, 1 … items, (items + 1,) each; infinite at first, 0 at the end."""

    planned: Floats
    """In the order of the plan."""
    random_helped: Floats
    """In a random order, with the machine's scores helping as they do in the plan."""
    random: Floats
    """In a random order, as the mean of the validated items' scores."""


def items_for(goal: float, widths: Floats) -> int:
    """The least number of items from which on `widths` (one of the three) are at most `goal`."""
    return int(np.flatnonzero(widths > goal)[-1]) + 1


def expected_widths(belief: Belief, order: Order, *, confidence: float = 0.95) -> Widths:
    """Half widths, as fractions of the full score, for the model whose score is the least certain."""
    quantile = float(stats.norm.ppf((1 + confidence) / 2))
    items = len(order)
    size = float(belief.kept.sum())
    # a plain mean feels how scores differ between items, and how each is uncertain on its own
    plain = float((belief.score.var(axis=0) + (belief.spread**2).mean(axis=0)).max())
    count = np.arange(1, items + 1)
    evenly = _errors(belief, np.zeros(items), random_sizes(items))
    return Widths(
        planned=quantile * _errors(belief, order.levels, order.sizes) / size,
        random_helped=quantile * evenly / size,
        random=np.array([math.inf, *quantile * np.sqrt(plain * (1 / count - 1 / items))]),
    )


def _errors(belief: Belief, levels: Floats, sizes: Floats) -> Floats:
    """(items + 1,) standard error of the estimated sum of scores, of the least certain model."""
    squares = belief.spread**2
    last = float(((1 - levels) / sizes).max())
    counts, variances = [], []
    for time in last * np.linspace(1 / _STEPS, 1, _STEPS) ** 2:
        chances = np.minimum(levels + sizes * time, 1.0)
        counts.append(float(chances.sum()))
        variances.append(float((((1 - chances) / chances) @ squares).max()))
    # 1 / variance is nearly a straight line in the number of items where the sample is small
    exactness = np.interp(np.arange(1, len(levels)), counts, 1 / np.maximum(variances, 1e-12))
    return np.array([math.inf, *np.sqrt(1 / exactness), 0.0])
