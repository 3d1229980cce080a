"""From the results on each task to the standings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from minga.leaderboard.answered import task_scale
from minga.leaderboard.columns import Column, Gap, ModelCard
from minga.leaderboard.drawing import Drawing, TaskDraws
from minga.leaderboard.rankings import Judgement, Ranking, judge, rank_scope, rank_task
from minga.leaderboard.scopes import Weighting, scopes_of
from minga.leaderboard.spending import spending_of
from minga.leaderboard.standings import (
    Average,
    Comparison,
    Flag,
    Hole,
    Interval,
    IntervalKind,
    Score,
    Sensitivity,
    Standings,
)
from minga.results import Cost
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
    costs: Mapping[tuple[str, str], Cost] | None = None,
    contamination: Mapping[tuple[str, str], str] | None = None,
    sensitivity: Sequence[Sensitivity] = (),
) -> Standings:
    """Work out everything; `models` (by slug) are all that should have a score in every column.

    `costs` and `contamination` (evidence in words) are by model and task.
    """
    columns = sorted(columns, key=lambda column: (column.card.language, column.card.benchmark, column.card.task))
    cards = [column.card for column in columns]
    drawn = [TaskDraws(column, Drawing(draws, confidence, seed)) for column in columns]
    scopes = scopes_of(cards, weighting)
    wide, single = [rank_scope(scope, drawn) for scope in scopes], [rank_task(task) for task in drawn]
    judged = {ranking.scope: judge(ranking, confidence) for ranking in (*wide, *single)}
    order = _order(models, wide[0], columns)
    flags = contamination or {}
    return Standings(
        confidence=confidence,
        draws=draws,
        seed=seed,
        models=[models[slug] for slug in order],
        tasks=cards,
        scopes=scopes,
        scores=[
            score
            for task, ranking in zip(drawn, single, strict=True)
            for score in _scores(task, ranking, judged[ranking.scope])
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
            for ranking, column in zip((*wide, *single), (*[None] * len(wide), *columns), strict=True)
            for comparison in _comparisons(ranking, judged[ranking.scope], column)
        ],
        contamination=[Flag(model=model, task=task, evidence=flags[model, task]) for model, task in sorted(flags)],
        spending=spending_of(order, columns, wide[0].values, costs or {}),
        sensitivity=list(sensitivity),
    )


def _order(models: Mapping[str, ModelCard], overall: Ranking, columns: Sequence[Column]) -> list[str]:
    """Complete models by their average, then the others: most tasks first, and by name."""
    place = {model: row for row, model in enumerate(overall.values)}
    done = {model: sum(model in column.values for column in columns) for model in models}
    return sorted(models, key=lambda model: (place.get(model, len(models)), -done[model], model))


def _scores(task: TaskDraws, ranking: Ranking, judged: Judgement | None) -> Iterator[Score]:
    raw = _raw(task, judged)
    for model, normalised in ranking.values.items():
        yield Score(
            model=model,
            task=task.column.card.task,
            value=task.column.values[model],
            interval=raw.get(model),
            normalised=normalised,
            group=judged.letters.get(model, "") if judged else "",
            places=judged.places.get(model) if judged else None,
        )


def _raw(task: TaskDraws, judged: Judgement | None) -> dict[str, Interval]:
    """Intervals of the scores as the harness reports them."""
    if judged is None:
        return {}
    scale = task_scale(task.column.card)
    found = task.raw()
    if scale:
        low, width = scale[0], scale[1] - scale[0]
        between = {model: sorted(low + width * bound for bound in given) for model, given in judged.intervals.items()}
        found = {model: (lower, upper) for model, (lower, upper) in between.items()}
    return {model: _interval(*bounds, judged.kinds[model]) for model, bounds in found.items()}


def _averages(ranking: Ranking, judged: Judgement | None) -> Iterator[Average]:
    for model, value in ranking.values.items():
        known = judged is not None and model in judged.intervals
        yield Average(
            model=model,
            scope=ranking.scope,
            value=value,
            interval=_interval(*judged.intervals[model], judged.kinds[model]) if judged and known else None,
            places=judged.places[model] if judged and known else None,
            group=judged.letters[model] if judged and known else "",
        )


def _comparisons(ranking: Ranking, judged: Judgement | None, column: Column | None) -> Iterator[Comparison]:
    """All pairs of a few models, neighbours of many."""
    if judged is None:
        return
    rows, between = range(len(judged.models)), judged.differences
    for first, second in combinations(rows, 2) if len(rows) <= _ALL_PAIRS else pairwise(rows):
        one, other = judged.models[first], judged.models[second]
        yield Comparison(
            scope=ranking.scope,
            first=one,
            second=other,
            difference=round(ranking.values[one] - ranking.values[other], 12),
            interval=_interval(
                float(between.low[first, second]),
                float(between.high[first, second]),
                max(judged.kinds[one], judged.kinds[other]),
            ),
            distinct=bool(between.distinct[first, second]),
            paired=judged.paired(one, other),
            mcnemar=None if column is None else _mcnemar(column, one, other),
        )


def _mcnemar(column: Column, first: str, second: str) -> float | None:
    pair = column.right(first, second)
    return None if pair is None else round(mcnemar(*pair.astype(float)), _DIGITS)


def _interval(low: float, high: float, kind: IntervalKind) -> Interval:
    return Interval(low=round(low, _DIGITS) + 0.0, high=round(high, _DIGITS) + 0.0, kind=kind)
