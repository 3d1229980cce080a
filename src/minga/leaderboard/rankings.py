"""Models in order on one scope: a task, a language or everything, with what may be said of their order."""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from minga.leaderboard.columns import Column
from minga.statistics import Differences, Draws, bootstrap, groups, mean_of, normalise, rank_intervals

__all__ = ["Judgement", "Ranking", "judge", "rank_suite", "rank_task"]


@dataclass(frozen=True)
class Ranking:
    """Models that have a normalised score on a scope, best first; equal ones by their names."""

    scope: str
    models: tuple[str, ...]
    values: tuple[float, ...]
    draws: Draws | None
    """Rows in the order of `models`; None where something in the scope may not be resampled."""


@dataclass(frozen=True)
class Judgement:
    """What a ranking's draws allow to say, each in the order of its models."""

    intervals: list[tuple[float, float]]
    letters: list[str]
    places: list[tuple[int, int]]
    differences: Differences


def rank_task(column: Column, *, draws: int, seed: int) -> Ranking:
    """The ranking of one task."""
    models = sorted(column.values)
    return _ordered(
        column.card.task, models, [_normalised(column, model) for model in models], _drawn(column, models, draws, seed)
    )


def rank_suite(scope: str, suite: Sequence[Sequence[Column]], *, draws: int, seed: int) -> Ranking:
    """The plain mean over groups of tasks, each the plain mean of its tasks, for the models that did all of them."""
    columns = [column for group in suite for column in group]
    models = sorted(set(columns[0].values).intersection(*(column.values for column in columns)))
    values = [_mean([_mean([_normalised(column, model) for column in group]) for group in suite]) for model in models]
    means = []
    for group in suite:
        parts = [_drawn(column, models, draws, seed, len(columns)) for column in group]
        means.append(mean_of([part for part in parts if part is not None]) if models and all(parts) else None)
    drawn = [mean for mean in means if mean is not None]
    return _ordered(scope, models, values, mean_of(drawn) if len(drawn) == len(suite) else None)


def _drawn(column: Column, models: Sequence[str], draws: int, seed: int, tasks: int = 1) -> Draws | None:
    """Normalised draws for these models; None where the task may not be resampled."""
    if column.items is None or not column.bounded:
        return None
    card, rows = column.card, [list(column.values).index(model) for model in models]
    drawn = bootstrap(column.items[rows], draws=draws, seed=seed, name=card.task, maximum=card.maximum, tasks=tasks)
    return drawn.scaled(card.random, card.maximum)


def _normalised(column: Column, model: str) -> float:
    return normalise(column.values[model], column.card.random, column.card.maximum)


def _mean(values: Sequence[float]) -> float:
    return round(math.fsum(values) / len(values), 12)


def judge(ranking: Ranking, confidence: float) -> Judgement | None:
    """Intervals, groups and places; None where there is nothing to judge them by."""
    if ranking.draws is None or not ranking.models:
        return None
    differences = ranking.draws.differences(confidence)
    intervals = [(float(low), float(high)) for low, high in ranking.draws.intervals(confidence)]
    return Judgement(intervals, _letters(differences), rank_intervals(differences), differences)


def _ordered(scope: str, models: Sequence[str], values: Sequence[float], draws: Draws | None) -> Ranking:
    order = sorted(range(len(models)), key=lambda row: (-values[row], models[row]))
    return Ranking(
        scope,
        tuple(models[row] for row in order),
        tuple(values[row] for row in order),
        None if draws is None else draws.take(order),
    )


def _letters(differences: Differences) -> list[str]:
    """For each model the letters of its groups: `a`, `ab`, `b` …"""
    names = list(string.ascii_lowercase) + [f"{a}{b}" for a in string.ascii_uppercase for b in string.ascii_lowercase]
    letters = [""] * len(differences.low)
    for name, group in zip(names, groups(np.asarray(differences.distinct)), strict=False):
        for row in group:
            letters[row] += name
    return letters
