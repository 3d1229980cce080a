"""How exact an estimate will be after so many items, before anybody has validated them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

from minga.translate.planning.belief import Belief
from minga.translate.planning.draws import Round, draw, from_here, random_sizes, risk_sizes
from minga.translate.planning.population import Floats, Ints

__all__ = ["Widths", "expected_widths"]

_DRAWS = 20


@dataclass(frozen=True)
class Widths:
    """Expected half widths of the interval after 1, 2 … items, (items,) each; 0 at the end."""

    planned: Floats
    """In the order of the plan."""
    random_helped: Floats
    """In a random order, with the machine's scores helping as they do in the plan."""
    random: Floats
    """In a random order, as the mean of the validated items' scores."""

    def items_for(self, goal: float, widths: Floats) -> int:
        """The least number of items from which on `widths` (one of the three) are at most `goal`."""
        over = np.flatnonzero(widths > goal)
        return int(over[-1]) + 2 if over.size else min(1, len(widths))

    def after(self, count: int, widths: Floats) -> float:
        """Half width after `count` items; infinite before the first."""
        if not len(widths):
            return 0.0
        return float(widths[count - 1]) if count else math.inf


def expected_widths(
    belief: Belief,
    left: Ints,
    random: np.random.Generator,
    *,
    done: int = 0,
    cost: Floats | None = None,
    confidence: float = 0.95,
) -> Widths:
    """Half widths, as fractions of the whole score, of the least certain model's score.

    `left` are the items not validated yet, `done` the number of the others; what the verdicts on those were already
    shows in `belief`. The mean over some draws, for the order is a random one.
    """
    if not len(left):
        return Widths(np.zeros(0), np.zeros(0), np.zeros(0))
    quantile = float(stats.norm.ppf((1 + confidence) / 2))
    size = float(belief.kept.sum())
    sizes = {"planned": risk_sizes(belief, left, cost), "random": random_sizes(left)}
    found = {
        name: np.mean([_errors(draw(left, weights, random), belief) for _ in range(_DRAWS)], axis=0)
        for name, weights in sizes.items()
    }
    # a score is as uncertain as it varies between items, and as each is on its own
    plain = np.sqrt(belief.score.var(axis=0) + (belief.spread**2).mean(axis=0)).max()
    count = done + np.arange(1, len(left) + 1)
    total = done + len(left)
    return Widths(
        planned=quantile * found["planned"] / size,
        random_helped=quantile * found["random"] / size,
        random=quantile * plain * np.sqrt(np.maximum(1 - count / total, 0) / count),
    )


def _errors(order: Round, belief: Belief) -> Floats:
    """(items,) standard error of the estimated sum of scores after each draw, of the least certain model."""
    squares = belief.spread[order.items] ** 2
    sizes = order.sizes[:, None]
    variance = from_here(sizes) * from_here(squares / sizes) - from_here(squares)
    variance = np.maximum(variance, 1e-9 * squares.max())
    errors: Floats = np.sqrt(1 / np.cumsum(1 / variance, axis=0)).max(axis=1)
    errors[-1] = 0.0
    return errors
