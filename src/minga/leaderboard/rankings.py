"""Models in order on one scope or task, with what may be said of their order."""

from __future__ import annotations

import math
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minga.leaderboard.drawing import Drawn, TaskDraws, drawn_mean
from minga.leaderboard.standings import Interval, IntervalKind, Scope, rounded
from minga.statistics import Differences, groups, rank_intervals

__all__ = ["Judgement", "Ranking", "judge", "rank_scope", "rank_task"]


@dataclass(frozen=True)
class Ranking:
    """Models that have a normalised score on a scope or task, best first; equal ones by their names."""

    scope: str
    values: Mapping[str, float]
    """By model, in order."""
    drawn: Drawn
    """Of those models of which enough is known, in the same order."""


@dataclass(frozen=True)
class Judgement:
    """What a ranking's draws allow to say, by model; nothing of models of which only the score is known."""

    models: tuple[str, ...]
    """In the order of the rows of `differences`."""
    intervals: dict[str, tuple[float, float]]
    kinds: dict[str, IntervalKind]
    letters: dict[str, str]
    places: dict[str, tuple[int, int]]
    differences: Differences
    blocks: dict[str, tuple[str, ...]]

    def difference(self, first: str, second: str) -> Interval:
        """The interval of the first model's score minus the second's."""
        row, column = self.models.index(first), self.models.index(second)
        low, high = self.differences.low[row, column], self.differences.high[row, column]
        return rounded(float(low), float(high), max(self.kinds[first], self.kinds[second]))

    def paired(self, first: str, second: str) -> bool:
        """Whether two models answered the same items throughout."""
        return self.blocks[first] == self.blocks[second]


def rank_task(task: TaskDraws) -> Ranking:
    """The ranking of one task."""
    return _ordered(task.column.card.task, task.column.normalised, task.normalised())


def rank_scope(scope: Scope, tasks: Sequence[TaskDraws]) -> Ranking:
    """The weighted mean over the scope's tasks, for the models that did all of them."""
    within = [task for task in tasks if task.column.card.task in scope.weights]
    weights = [scope.weights[task.column.card.task] for task in within]
    models = sorted(set(within[0].column.values).intersection(*(task.column.values for task in within)))
    values = {
        model: round(
            math.fsum(weight * task.column.normalised[model] for task, weight in zip(within, weights, strict=True)), 12
        )
        for model in models
    }
    return _ordered(scope.name, values, drawn_mean(within, weights, models))


def judge(ranking: Ranking, confidence: float) -> Judgement | None:
    """Intervals, groups and places; None where there is nothing to judge by."""
    drawn, unknown = ranking.drawn, len(ranking.values) - len(ranking.drawn.models)
    if not drawn.models:
        return None
    differences = drawn.draws.differences(confidence)
    bounds = drawn.draws.intervals(confidence)
    # a model of which only the score is known may in truth stand above or below any other
    places = [(best, worst + unknown) for best, worst in rank_intervals(differences)]
    return Judgement(
        models=drawn.models,
        intervals={model: (float(bounds[row][0]), float(bounds[row][1])) for row, model in enumerate(drawn.models)},
        kinds=drawn.kinds,
        letters=dict(zip(drawn.models, _letters(differences.distinct), strict=True)),
        places=dict(zip(drawn.models, places, strict=True)),
        differences=differences,
        blocks=drawn.blocks,
    )


def _ordered(scope: str, values: Mapping[str, float], drawn: Drawn) -> Ranking:
    order = sorted(values, key=lambda model: (-values[model], model))
    return Ranking(scope, {model: values[model] for model in order}, drawn.take(order))


def _letters(distinct: NDArray[np.bool_]) -> list[str]:
    """For each model the letters of its groups: `a`, `ab`, `b` …"""
    names = list(string.ascii_lowercase) + [f"{a}{b}" for a in string.ascii_uppercase for b in string.ascii_lowercase]
    letters = [""] * len(distinct)
    for name, group in zip(names, groups(distinct), strict=False):
        for row in group:
            letters[row] += name
    return letters
