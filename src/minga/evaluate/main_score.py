"""The one number that ranks a model on a task, or on a group of tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from minga.errors import InputError

__all__ = ["MainScore", "main_score"]


@dataclass(frozen=True)
class MainScore:
    """A result by the metric that ranks."""

    metric: str
    filter: str
    value: float
    items: int
    higher_is_better: bool
    subtasks: dict[str, tuple[float, int]] = field(default_factory=dict)
    """Value and items of each part of a group; empty for a single task."""


def main_score(
    results: Mapping[str, Any],
    parts: Sequence[str],
    task: str,
    metric: str | None,
    weighting: Literal["items", "equal"] = "items",
) -> MainScore:
    """The score of `task`, whose `parts` are what the harness ran: itself, or the tasks of a group or tag.

    `metric` is `METRIC` or `METRIC,FILTER`; None takes the first. A group's value is the harness's own where its
    definition has one, and otherwise the mean of its parts, weighted by their items or each the same. Raises InputError
    when the harness did not compute that metric.
    """
    first = parts[0]
    metric, _, chosen = (metric or next(iter(results["higher_is_better"][first]))).partition(",")
    key = _key(results["results"][first], metric, chosen, task)
    found = MainScore(
        metric=metric,
        filter=key.partition(",")[2],
        value=0.0,
        items=sum(results["n-samples"][part]["effective"] for part in parts),
        higher_is_better=bool(results["higher_is_better"][first].get(metric, True)),
    )
    if list(parts) == [task]:
        return MainScore(**{**vars(found), "value": float(results["results"][task][key])})
    subtasks = {part: (_value(results, part, key), results["n-samples"][part]["effective"]) for part in parts}
    own = results["results"].get(task, {}).get(key)
    value = _mean(subtasks, weighting) if own is None else float(own)
    return MainScore(**{**vars(found), "value": value, "subtasks": subtasks})


def _key(scores: Mapping[str, Any], metric: str, chosen: str, task: str) -> str:
    key = next(
        (key for key in scores if key == f"{metric},{chosen}" or (not chosen and key.startswith(f"{metric},"))), None
    )
    if key is None:
        raise InputError(f"the task does not compute {metric}, by which it is ranked", where=task)
    return key


def _value(results: Mapping[str, Any], part: str, key: str) -> float:
    if key not in results["results"][part]:
        raise InputError(f"does not compute {key}, by which its group is ranked", where=part)
    return float(results["results"][part][key])


def _mean(subtasks: Mapping[str, tuple[float, int]], weighting: Literal["items", "equal"]) -> float:
    weights = [items if weighting == "items" else 1 for _, items in subtasks.values()]
    return sum(value * weight for (value, _), weight in zip(subtasks.values(), weights, strict=True)) / sum(weights)
