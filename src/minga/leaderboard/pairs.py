"""Two models side by side: on the tasks that both have, and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from minga.leaderboard.answered import Answered
from minga.leaderboard.columns import Column
from minga.leaderboard.computing import Findings, findings
from minga.leaderboard.rankings import Judgement
from minga.leaderboard.scopes import Weighting
from minga.leaderboard.standings import Interval
from minga.statistics import holm, mcnemar_mid_p

__all__ = ["Pair", "ScopeDifference", "TaskDifference", "compare_models"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)


class TaskDifference(_Part):
    """The first model's score minus the second's on a task that both have."""

    task: str
    values: tuple[float, float]
    """As the harness reports them."""
    difference: float
    """Of the normalised scores."""
    interval: Interval | None
    """Of this difference alone; None where nothing is known of the uncertainty of either score."""
    paired: bool
    """Whether both answered the same items."""
    test: Literal["mcnemar", "normal", ""] = ""
    """`mcnemar` (mid-p) for right and wrong answers that share nothing, else `normal`: difference by standard error."""
    p: float | None = None
    corrected: float | None = None
    """Corrected for the number of tasks (Holm 1979)."""
    only_first: tuple[str, ...] = ()
    """Ids of the items that only the first answers right."""
    only_second: tuple[str, ...] = ()


class ScopeDifference(_Part):
    """The first model's average minus the second's, over the tasks of a scope that both have."""

    scope: str
    done: int
    """Tasks that both have."""
    of: int
    difference: float
    interval: Interval | None
    p: float | None
    paired: bool = True
    """Whether both answered the same items throughout; False as well where nothing is known of them."""


class Pair(_Part):
    """Two models compared."""

    first: str
    second: str
    scopes: list[ScopeDifference]
    tasks: list[TaskDifference]
    """That both have."""
    only_first: list[str]
    """Tasks that only the first has; they count nowhere here."""
    only_second: list[str]
    neither: list[str]


def compare_models(
    columns: Sequence[Column],
    first: str,
    second: str,
    *,
    draws: int,
    confidence: float,
    seed: int,
    weighting: Weighting = "tasks",
) -> Pair:
    """Two models (by slug) on the tasks that both have."""
    ours = [column.only([first, second]) for column in columns]
    both = [column for column in ours if len(column.values) == 2]
    found = findings(both, draws=draws, confidence=confidence, seed=seed, weighting=weighting) if both else None
    tasks = [] if found is None else _tasks(found, first, second)
    return Pair(
        first=first,
        second=second,
        scopes=[] if found is None else _scopes(found, columns, first, second),
        tasks=_corrected(tasks),
        only_first=[column.card.task for column in ours if column.values.keys() == {first}],
        only_second=[column.card.task for column in ours if column.values.keys() == {second}],
        neither=[column.card.task for column in ours if not column.values],
    )


def _tasks(found: Findings, first: str, second: str) -> list[TaskDifference]:
    return [
        _task(task.column, ranking.values, found.judged[ranking.scope], first, second)
        for task, ranking in zip(found.tasks, found.single, strict=True)
    ]


def _task(
    column: Column, normalised: Mapping[str, float], judged: Judgement | None, first: str, second: str
) -> TaskDifference:
    interval, p = _concluded(judged, first, second)
    pair = column.pair(first, second)
    right = None if pair is None else pair.right
    test: Literal["mcnemar", "normal", ""] = "" if p is None else "normal"
    if pair is not None and right is not None and pair.sample.clusters is None:
        test, p = "mcnemar", mcnemar_mid_p(*right.astype(np.float64))
    return TaskDifference(
        task=column.card.task,
        values=(column.values[first], column.values[second]),
        difference=round(normalised[first] - normalised[second], 12),
        interval=interval,
        paired=pair is not None,
        test=test,
        p=p,
        only_first=() if pair is None or right is None else _items(pair, right[0] & ~right[1]),
        only_second=() if pair is None or right is None else _items(pair, right[1] & ~right[0]),
    )


def _items(pair: Answered, wanted: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(pair.items[row] for row in np.flatnonzero(wanted))


def _scopes(found: Findings, columns: Sequence[Column], first: str, second: str) -> list[ScopeDifference]:
    differences = []
    for scope, ranking in zip(found.scopes, found.wide, strict=True):
        judged = found.judged[scope.name]
        interval, p = _concluded(judged, first, second)
        differences.append(
            ScopeDifference(
                scope=scope.name,
                done=len(scope.weights),
                of=_size(columns, scope.language, scope.family),
                difference=round(ranking.values[first] - ranking.values[second], 12),
                interval=interval,
                p=p,
                paired=judged is not None and interval is not None and judged.paired(first, second),
            )
        )
    return differences


def _size(columns: Sequence[Column], language: str, family: str) -> int:
    cards = [column.card for column in columns]
    return sum(language in {"", card.language} and family in {"", card.family} for card in cards)


def _concluded(judged: Judgement | None, first: str, second: str) -> tuple[Interval | None, float | None]:
    """The interval of one difference, and how likely one as large is between equal models."""
    if judged is None or not {first, second} <= judged.intervals.keys():
        return None, None
    row, column = judged.models.index(first), judged.models.index(second)
    between = judged.differences
    middle, spread = float(between.middle[row, column]), float(between.spread[row, column])
    return judged.difference(first, second), 2 * NormalDist().cdf(-abs(middle) / spread) if spread > 0 else 1.0


def _corrected(tasks: Sequence[TaskDifference]) -> list[TaskDifference]:
    tested = [task.p for task in tasks if task.p is not None]
    corrected = iter(holm(tested))
    return [task if task.p is None else task.model_copy(update={"corrected": next(corrected)}) for task in tasks]
