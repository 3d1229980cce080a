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
    runs: list[list[int]] = []
    for first in range(len(distinct)):
        last = first
        while last + 1 < len(distinct) and not distinct[first : last + 1, last + 1].any():
            last += 1
        if not runs or last > runs[-1][-1]:
            runs.append(list(range(first, last + 1)))
    return runs


def rank_intervals(differences: Differences) -> list[tuple[int, int]]:
    """The best and the worst place that each model may hold, from 1."""
    count = len(differences.low)
    better = (differences.low > 0).sum(axis=0)
    worse = (differences.high < 0).sum(axis=0)
    return [(1 + int(above), count - int(below)) for above, below in zip(better, worse, strict=True)]
