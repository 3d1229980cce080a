"""Groups that cannot be told apart, and the places that a model may hold."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minga.statistics.draws import Differences

__all__ = ["groups", "rank_intervals"]


def groups(distinct: NDArray[np.bool_]) -> list[list[int]]:
    """Groups of models of which no two can be told apart, such that any two that cannot are together in one.

    They are the largest runs in the order given; and where two models cannot be told apart although one of them can
    from a model between (differences of some pairs are known better than of others), a group that leaves that one out.
    A model may stand in several; one that differs from all others stands in one of its own.

    >>> groups(np.array([[False, False, True], [False, False, False], [True, False, False]]))
    [[0, 1], [1, 2]]
    """
    found = _runs(distinct)
    apart = ~distinct
    for group in found:
        apart[np.ix_(group, group)] = False
    for first, second in np.argwhere(np.triu(apart, 1)):
        if apart[first, second]:  # no group before has both
            group = _with(int(first), int(second), distinct)
            apart[np.ix_(group, group)] = False
            found.append(group)
    sets = [frozenset(group) for group in found]
    return sorted(group for group, members in zip(found, sets, strict=True) if not any(members < each for each in sets))


def _with(first: int, second: int, distinct: NDArray[np.bool_]) -> list[int]:
    """A largest group with two models: all that can stand with them, taken in order."""
    group, free = {first, second}, ~(distinct[first] | distinct[second])
    for model in np.flatnonzero(free):
        if free[model]:
            group.add(int(model))
            free &= ~distinct[model]
    return sorted(group)


def _runs(distinct: NDArray[np.bool_]) -> list[list[int]]:
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
