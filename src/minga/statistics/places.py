"""Groups that cannot be told apart, and the places that a model may hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minga.statistics.draws import Differences

__all__ = ["groups", "rank_intervals"]


def groups(distinct: NDArray[np.bool_]) -> list[list[int]]:
    """Largest runs of models, in the order given, of which no two can be told apart.

    A model may stand in several; one that differs from all others stands in one of its own.

    >>> groups(np.array([[False, False, True], [False, False, False], [True, False, False]]))
    [[0, 1], [1, 2]]
    """
    count = len(distinct)
    # the last model before each that it differs from: a run may start behind it
    before = np.where(np.triu(distinct, 1), np.arange(count)[:, None], -1).max(axis=0, initial=-1)
    runs: list[list[int]] = []
    first = 0
    for model in range(count):
        if before[model] >= first:
            runs.append(list(range(first, model)))
            first = int(before[model]) + 1
    return [*runs, list(range(first, count))] if count else []


def rank_intervals(differences: Differences) -> list[tuple[int, int]]:
    """The best and the worst place that each model may hold, from 1."""
    count = len(differences.low)
    better = (differences.low > 0).sum(axis=0)
    worse = (differences.high < 0).sum(axis=0)
    return [(1 + int(above), count - int(below)) for above, below in zip(better, worse, strict=True)]
