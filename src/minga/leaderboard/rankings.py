"""Models in order on one scope: a task, a language or everything, with what may be said of their order."""

from __future__ import annotations

import math
import string
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from minga.leaderboard.columns import Column
from minga.leaderboard.standings import Scope
from minga.statistics import Differences, Draws, bootstrap, groups, mean_of, normalise, rank_intervals

__all__ = ["Judgement", "Ranking", "judge", "rank_scope", "rank_task"]


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


def rank_scope(scope: Scope, columns: Sequence[Column], *, draws: int, seed: int) -> Ranking:
    """The weighted mean over the scope's tasks, for the models that did all of them."""
    within = [column for column in columns if column.card.task in scope.weights]
    weights = [scope.weights[column.card.task] for column in within]
    models = sorted(set(within[0].values).intersection(*(column.values for column in within)))
    values = [
        _total([_normalised(column, model) * weight for column, weight in zip(within, weights, strict=True)])
        for model in models
    ]
    parts = [_drawn(column, models, draws, seed, len(within)) for column in within] if models else []
    known = [part for part in parts if part is not None]
    drawn = mean_of(known, weights) if models and len(known) == len(within) else None
    return _ordered(scope.name, models, values, drawn)


def _drawn(column: Column, models: Sequence[str], draws: int, seed: int, tasks: int = 1) -> Draws | None:
    """Normalised draws for these models; None where the task may not be resampled."""
    if column.items is None or not column.bounded:
        return None
    card, rows = column.card, [list(column.values).index(model) for model in models]
    drawn = bootstrap(column.items[rows], draws=draws, seed=seed, name=card.task, maximum=card.maximum, tasks=tasks)
    return drawn.scaled(card.random, card.maximum)


def _normalised(column: Column, model: str) -> float:
    return normalise(column.values[model], column.card.random, column.card.maximum)


def _total(values: Sequence[float]) -> float:
    return round(math.fsum(values), 12)


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
