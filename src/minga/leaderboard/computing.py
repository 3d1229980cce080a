"""From the results on each task to the standings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

import numpy as np

from minga.leaderboard.columns import Column, Gap, ModelCard
from minga.leaderboard.rankings import Judgement, Ranking, judge, rank_scope, rank_task
from minga.leaderboard.scopes import Weighting, scopes_of
from minga.leaderboard.standings import Average, Comparison, Hole, Interval, Score, Standings
from minga.statistics import mcnemar

__all__ = ["standings"]

_DIGITS = 6
"""Of what was drawn; scores themselves are not rounded."""
_ALL_PAIRS = 12
"""With more models only neighbours are compared."""


def standings(
    columns: Sequence[Column],
    models: Mapping[str, ModelCard],
    *,
    draws: int,
    confidence: float,
    seed: int,
    weighting: Weighting = "tasks",
) -> Standings:
    """Work out everything; `models` (by slug) are all that should have a score in every column."""
    columns = sorted(columns, key=lambda column: (column.card.language, column.card.benchmark, column.card.task))
    cards = [column.card for column in columns]
    scopes = scopes_of(cards, weighting)
    tasks = [rank_task(column, draws=draws, seed=seed) for column in columns]
    wide = [rank_scope(scope, columns, draws=draws, seed=seed) for scope in scopes]
    judged = {ranking.scope: judge(ranking, confidence) for ranking in (*wide, *tasks)}
    order = _order(models, wide[0], tasks)
    return Standings(
        confidence=confidence,
        draws=draws,
        seed=seed,
        models=[models[slug] for slug in order],
        tasks=cards,
        scopes=scopes,
        scores=[
            score
            for column, ranking in zip(columns, tasks, strict=True)
            for score in _scores(column, ranking, judged[ranking.scope])
        ],
        holes=[
            Hole(model=model, task=column.card.task, gap=column.gaps.get(model, Gap(reason="not-run")))
            for column in columns
            for model in order
            if model not in column.values
        ],
        averages=[average for ranking in wide for average in _averages(ranking, judged[ranking.scope])],
        comparisons=[
            comparison
            for ranking in (*wide, *tasks)
            for comparison in _comparisons(ranking, judged[ranking.scope], columns)
        ],
    )


def _order(models: Mapping[str, ModelCard], overall: Ranking, tasks: Sequence[Ranking]) -> list[str]:
    """Complete models by their average, then the others: most tasks first, and by name."""
    place = {model: row for row, model in enumerate(overall.models)}
    done = {model: sum(model in ranking.models for ranking in tasks) for model in models}
    return sorted(models, key=lambda model: (place.get(model, len(models)), -done[model], model))


def _scores(column: Column, ranking: Ranking, judged: Judgement | None) -> Iterator[Score]:
    low, width = column.card.random, column.card.maximum - column.card.random
    for row, (model, normalised) in enumerate(zip(ranking.models, ranking.values, strict=True)):
        raw = None if judged is None else [low + width * bound for bound in judged.intervals[row]]
        yield Score(
            model=model,
            task=column.card.task,
            value=column.values[model],
            interval=raw and _interval(*raw),
            normalised=normalised,
            group=judged.letters[row] if judged else "",
            places=judged.places[row] if judged else None,
        )


def _averages(ranking: Ranking, judged: Judgement | None) -> Iterator[Average]:
    for row, (model, value) in enumerate(zip(ranking.models, ranking.values, strict=True)):
        yield Average(
            model=model,
            scope=ranking.scope,
            value=value,
            interval=_interval(*judged.intervals[row]) if judged else None,
            places=judged.places[row] if judged else None,
            group=judged.letters[row] if judged else "",
        )


def _comparisons(ranking: Ranking, judged: Judgement | None, columns: Sequence[Column]) -> Iterator[Comparison]:
    """All pairs of a few models, neighbours of many."""
    if judged is None:
        return
    column = next((column for column in columns if column.card.task == ranking.scope), None)
    rows = range(len(ranking.models))
    for first, second in combinations(rows, 2) if len(rows) <= _ALL_PAIRS else pairwise(rows):
        between = judged.differences
        yield Comparison(
            scope=ranking.scope,
            first=ranking.models[first],
            second=ranking.models[second],
            difference=round(ranking.values[first] - ranking.values[second], 12),
            interval=_interval(float(between.low[first, second]), float(between.high[first, second])),
            distinct=bool(between.distinct[first, second]),
            mcnemar=_mcnemar(column, ranking.models[first], ranking.models[second]),
        )


def _mcnemar(column: Column | None, first: str, second: str) -> float | None:
    if column is None or column.items is None or not np.isin(column.items, (0.0, 1.0)).all():
        return None
    rows = list(column.values)
    return round(mcnemar(column.items[rows.index(first)], column.items[rows.index(second)]), _DIGITS)


def _interval(low: float, high: float) -> Interval:
    return Interval(low=round(low, _DIGITS) + 0.0, high=round(high, _DIGITS) + 0.0)
