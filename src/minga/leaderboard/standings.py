"""Every number of the leaderboard: scores, averages over complete suites, places and comparisons.

A task's normalised score is 0 for guessing and 1 for the best that can be. A language's average is the plain mean of
its tasks' normalised scores, the overall one the plain mean of the languages, and both exist only for a model that has
a score on every task they cover.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, groupby, pairwise

import numpy as np
from pydantic import BaseModel, ConfigDict

from minga.leaderboard.columns import Column, Gap, ModelCard
from minga.leaderboard.rankings import Judgement, Ranking, judge, rank_suite, rank_task
from minga.statistics import mcnemar
from minga.task_cards import TaskCard

__all__ = ["ALL", "Average", "Comparison", "Hole", "Interval", "Score", "Standings", "standings"]

ALL = "all"
"""The scope of averages over all languages."""
_DIGITS = 6
"""Of what was drawn; scores themselves are not rounded."""
_ALL_PAIRS = 12
"""With more models only neighbours are compared."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class Interval(_Part):
    """Where a number may be."""

    low: float
    high: float


class Score(_Part):
    """A model's score on a task."""

    model: str
    task: str
    value: float
    """As the harness reports it."""
    interval: Interval | None
    """Of `value`; None where the metric is no mean over items."""
    normalised: float
    group: str
    """Letters; models of a task that share one cannot be told apart."""


class Hole(_Part):
    """A score that is missing."""

    model: str
    task: str
    gap: Gap


class Average(_Part):
    """A model's mean normalised score over the tasks of a language, or over all languages."""

    model: str
    scope: str
    """`all` or a language tag."""
    value: float
    interval: Interval | None
    places: tuple[int, int] | None
    """Best and worst place among the models that have an average here."""
    group: str


class Comparison(_Part):
    """The first model's normalised score minus the second's, on the same items."""

    scope: str
    """`all`, a language tag, or a task."""
    first: str
    second: str
    difference: float
    interval: Interval
    """Holds together with all others of its scope."""
    distinct: bool
    """Whether the two can be told apart."""
    mcnemar: float | None = None
    """Exact p-value on one task with right and wrong answers, not corrected for many comparisons."""


class Standings(_Part):
    """All that the page shows."""

    confidence: float
    draws: int
    seed: int
    models: list[ModelCard]
    """Best average first; models with holes after those without."""
    tasks: list[TaskCard]
    scores: list[Score]
    holes: list[Hole]
    averages: list[Average]
    comparisons: list[Comparison]

    @property
    def languages(self) -> list[str]:
        """Tags of the tasks' languages, in order."""
        return list(dict.fromkeys(task.language for task in self.tasks))


def standings(
    columns: Sequence[Column], models: Mapping[str, ModelCard], *, draws: int, confidence: float, seed: int
) -> Standings:
    """Work out everything; `models` (by slug) are all that should have a score in every column."""
    columns = sorted(columns, key=lambda column: (column.card.language, column.card.benchmark, column.card.task))
    tasks = [rank_task(column, draws=draws, seed=seed) for column in columns]
    scopes = _scopes(columns, draws, seed)
    judged = {ranking.scope: judge(ranking, confidence) for ranking in (*tasks, *scopes)}
    order = _order(models, scopes[0], tasks)
    return Standings(
        confidence=confidence,
        draws=draws,
        seed=seed,
        models=[models[slug] for slug in order],
        tasks=[column.card for column in columns],
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
        averages=[average for ranking in scopes for average in _averages(ranking, judged[ranking.scope])],
        comparisons=[
            comparison
            for ranking in (*scopes, *tasks)
            for comparison in _comparisons(ranking, judged[ranking.scope], columns)
        ],
    )


def _scopes(columns: Sequence[Column], draws: int, seed: int) -> list[Ranking]:
    """Everything together, then each language."""
    languages = {tag: list(group) for tag, group in groupby(columns, key=lambda column: column.card.language)}
    overall = rank_suite(ALL, list(languages.values()), draws=draws, seed=seed)
    return [overall, *(rank_suite(tag, [group], draws=draws, seed=seed) for tag, group in languages.items())]


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
