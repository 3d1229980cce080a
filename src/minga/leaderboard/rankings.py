"""Models in order on one scope: a task, a language or everything, with what may be said of their order."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from minga.leaderboard.columns import Column
from minga.leaderboard.statistics import Differences, Draws, bootstrap, groups, mean_of, normalise, rank_intervals

__all__ = ["Judgement", "Ranking", "combined", "judge", "rank_task"]


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
    card = column.card
    values = {model: normalise(value, card.random, card.maximum) for model, value in column.values.items()}
    drawn = None
    if column.items is not None and column.bounded:
        drawn = bootstrap(column.items, draws=draws, seed=seed, name=card.task, maximum=card.maximum)
        drawn = drawn.scaled(card.random, card.maximum)
    return _ordered(card.task, list(values), list(values.values()), drawn)


def combined(scope: str, parts: Sequence[Ranking]) -> Ranking:
    """The plain mean of several rankings, for the models that stand in every one of them."""
    models = sorted(set(parts[0].models).intersection(*(part.models for part in parts)))
    rows = [[part.models.index(model) for model in models] for part in parts]
    values = [
        round(sum(part.values[row] for part, row in zip(parts, place, strict=True)) / len(parts), 12)
        for place in zip(*rows, strict=True)
    ]
    taken = [part.draws.take(place) for part, place in zip(parts, rows, strict=True) if part.draws is not None]
    return _ordered(scope, models, values, mean_of(taken) if models and len(taken) == len(parts) else None)


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
