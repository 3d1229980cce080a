"""From the results on each task to the standings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import combinations, pairwise

import numpy as np

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
    Scope,
    Score,
    Sensitivity,
    Standings,
    rounded,
)  # fmt: skip
from minga.results import Cost
from minga.statistics import mcnemar

__all__ = ["Findings", "findings", "standings"]

_THREADS = 2
_DIGITS = 6
"""Of p-values."""
_ALL_PAIRS = 12
"""Of so many models, the first ones, all pairs are compared; of the others only neighbours."""


@dataclass(frozen=True)
class Findings:
    """What may be concluded from the results on each task, before it is put into words."""

    drawing: Drawing
    tasks: list[TaskDraws]
    """In the order in which they are shown."""
    scopes: list[Scope]
    wide: list[Ranking]
    """By scope."""
    single: list[Ranking]
    """By task."""
    judged: dict[str, Judgement | None]
    """By scope and task."""

    @property
    def columns(self) -> list[Column]:
        """The results, in the order of the tasks."""
        return [task.column for task in self.tasks]


def findings(
    columns: Sequence[Column], *, draws: int, confidence: float, seed: int, weighting: Weighting = "tasks"
) -> Findings:
    """Draw, rank and judge: all the statistics of a leaderboard."""
    columns = sorted(columns, key=lambda column: (column.card.language, column.card.benchmark, column.card.task))
    drawing = Drawing(draws, confidence, seed)
    tasks = [TaskDraws(column, drawing) for column in columns]
    scopes = scopes_of([column.card for column in columns], weighting)
    wide, single = [rank_scope(scope, tasks) for scope in scopes], [rank_task(task) for task in tasks]
    rankings = [*wide, *single]
    with ThreadPoolExecutor(_THREADS) as pool:  # numpy lets go of the interpreter
        judged = list(pool.map(partial(judge, confidence=confidence), rankings))
    by_scope = {ranking.scope: one for ranking, one in zip(rankings, judged, strict=True)}
    return Findings(drawing, tasks, scopes, wide, single, by_scope)


def standings(
    found: Findings,
    models: Mapping[str, ModelCard],
    *,
    costs: Mapping[tuple[str, str], Cost] | None = None,
    contamination: Mapping[tuple[str, str], str] | None = None,
    sensitivity: Sequence[Sensitivity] = (),
) -> Standings:
    """Everything that is shown; `models` (by slug) are all that should have a score in every column.

    `costs` and `contamination` (evidence in words) are by model and task.
    """
    columns, judged, flags = found.columns, found.judged, contamination or {}
    order = _order(models, found.wide[0], columns)
    return Standings(
        confidence=found.drawing.confidence,
        draws=found.drawing.draws,
        seed=found.drawing.seed,
        models=[models[slug] for slug in order],
        tasks=[column.card for column in columns],
        scopes=found.scopes,
        scores=[
            score
            for task, ranking in zip(found.tasks, found.single, strict=True)
            for score in _scores(task, ranking, judged[ranking.scope], costs or {})
        ],
        holes=[
            Hole(model=model, task=column.card.task, gap=column.gaps.get(model, Gap(reason="not-run")))
            for column in columns
            for model in order
            if model not in column.values
        ],
        averages=[average for ranking in found.wide for average in _averages(ranking, judged[ranking.scope])],
        comparisons=[
            comparison
            for ranking, column in zip((*found.wide, *found.single), (*[None] * len(found.wide), *columns), strict=True)
            for comparison in _comparisons(ranking, judged[ranking.scope], column, order[:_ALL_PAIRS])
        ],
        contamination=[Flag(model=model, task=task, evidence=flags[model, task]) for model, task in sorted(flags)],
        spending=spending_of(order, columns, found.wide[0].values, costs or {}),
        sensitivity=list(sensitivity),
    )


def _order(models: Mapping[str, ModelCard], overall: Ranking, columns: Sequence[Column]) -> list[str]:
    """Complete models by their average, then the others: most tasks first, and by name."""
    place = {model: row for row, model in enumerate(overall.values)}
    done = {model: sum(model in column.values for column in columns) for model in models}
    return sorted(models, key=lambda model: (place.get(model, len(models)), -done[model], model))


def _scores(
    task: TaskDraws, ranking: Ranking, judged: Judgement | None, costs: Mapping[tuple[str, str], Cost]
) -> Iterator[Score]:
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
            shots=task.column.shots.get(model),
            cost=costs.get((model, task.column.card.task)),
        )


def _raw(task: TaskDraws, judged: Judgement | None) -> dict[str, Interval]:
    """Intervals of the scores as the harness reports them."""
    if judged is None:
        return {}
    scale = task_scale(task.column.card)
    found = {} if scale else task.raw()
    if scale:
        low, width = scale[0], scale[1] - scale[0]
        between = {model: sorted(low + width * bound for bound in given) for model, given in judged.intervals.items()}
        found = {model: (lower, upper) for model, (lower, upper) in between.items()}
    return {model: rounded(*bounds, judged.kinds[model]) for model, bounds in found.items()}


def _averages(ranking: Ranking, judged: Judgement | None) -> Iterator[Average]:
    for model, value in ranking.values.items():
        known = judged is not None and model in judged.intervals
        yield Average(
            model=model,
            scope=ranking.scope,
            value=value,
            interval=rounded(*judged.intervals[model], judged.kinds[model]) if judged and known else None,
            places=judged.places[model] if judged and known else None,
            group=judged.letters[model] if judged and known else "",
        )


def _comparisons(
    ranking: Ranking, judged: Judgement | None, column: Column | None, among: Sequence[str]
) -> Iterator[Comparison]:
    """All pairs `among` some models, and all neighbours."""
    if judged is None:
        return
    rows, distinct = range(len(judged.models)), judged.differences.distinct
    known = [row for row in rows if judged.models[row] in among]
    for first, second in sorted({*combinations(known, 2), *pairwise(rows)}):
        one, other = judged.models[first], judged.models[second]
        yield Comparison(
            scope=ranking.scope,
            first=one,
            second=other,
            difference=round(ranking.values[one] - ranking.values[other], 12),
            interval=judged.difference(one, other),
            distinct=bool(distinct[first, second]),
            paired=judged.paired(one, other),
            mcnemar=None if column is None else _mcnemar(column, one, other),
        )


def _mcnemar(column: Column, first: str, second: str) -> float | None:
    pair = column.pair(first, second)
    if pair is None or pair.right is None or pair.sample.clusters is not None:
        return None
    return round(mcnemar(*pair.right.astype(np.float64)), _DIGITS)
