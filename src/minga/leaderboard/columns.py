"""One task of the leaderboard: what is known of it, and what each model scored on it, item by item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from minga.results import answers, score
from minga.tables import Artifact
from minga.task_cards import TaskCard, read_task

__all__ = ["Column", "Gap", "ModelCard", "read_column", "read_model"]


class Gap(BaseModel):
    """Why there is no score where one should be."""

    model_config = ConfigDict(frozen=True)

    reason: Literal[
        "not-run", "queued", "running", "cancelled", "failed", "timeout", "older-task", "other-items", "other-metric"
    ]
    detail: str = ""
    """In the words of what failed."""


class ModelCard(BaseModel):
    """What a leaderboard must know of a model, as its evaluations say it."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    slug: str
    name: str
    base: str = ""
    """The published model that it is, or that it was tuned from."""
    tuned: bool = False
    """Whether the project's adapter is on it."""
    parameters: int | None = None
    revision: str = ""
    """Commit of the published model."""
    licence: str = ""
    """As SPDX where it has such a name; empty where it is not known."""
    open_weights: bool | None = None
    """None where it is not known."""
    kind: Literal["base", "instruct", ""] = ""
    url: str = ""


@dataclass(frozen=True)
class Column:
    """The results on one task. Rows of `items` are the models of `values`, in that order."""

    card: TaskCard
    values: Mapping[str, float] = field(default_factory=dict)
    """The harness's number by model."""
    items: NDArray[np.float64] | None = None
    """Models x items; None where the metric is no mean over items, so that nothing may be resampled."""
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    """By model."""
    bounded: bool = True
    """Whether scores lie between 0 and the task's maximum, and more is better."""


def read_model(evaluation: Artifact) -> ModelCard:
    """What an evaluation says of its model."""
    notes = evaluation.manifest.notes
    return ModelCard.model_validate({**notes["model"], "parameters": notes.get("parameters")})


def read_column(task: Artifact, evaluations: Mapping[str, Artifact], failures: Mapping[str, str]) -> Column:
    """The results on `task` by model; what is no result on *these* items becomes a gap with its reason."""
    card = read_task(task)
    gaps = {model: Gap(reason="failed", detail=reason) for model, reason in failures.items()}
    values: dict[str, float] = {}
    rows: dict[str, tuple[list[str], list[float | None]]] = {}
    bounded = True
    for model, evaluation in sorted(evaluations.items()):
        gap = _unfit(task, card, evaluation)
        if gap is not None:
            gaps[model] = gap
            continue
        result = score(evaluation)
        values[model], bounded = result.value, bounded and result.higher_is_better
        given = list(answers(evaluation))
        rows[model] = [answer.item for answer in given], [answer.correct for answer in given]
    return Column(card, values, _matrix(values, rows), gaps, bounded)


def _unfit(task: Artifact, card: TaskCard, evaluation: Artifact) -> Gap | None:
    """Why a result cannot stand beside the others; None when it can."""
    parents = {parent.name: parent.content for parent in evaluation.manifest.parents}
    if parents.get(task.name) != task.content:
        return Gap(reason="older-task")
    result = score(evaluation)
    if result.items != card.items:
        return Gap(reason="other-items", detail=f"{result.items}/{card.items}")
    if result.metric != card.metric:
        return Gap(reason="other-metric", detail=f"{result.metric}, {card.metric}")
    return None


def _matrix(
    values: Mapping[str, float], rows: Mapping[str, tuple[Sequence[str], Sequence[float | None]]]
) -> NDArray[np.float64] | None:
    """Item scores of all models, if they are about the same items and their means are the harness's numbers."""
    if not rows or len({tuple(items) for items, _ in rows.values()}) != 1:
        return None
    if any(value is None for _, given in rows.values() for value in given):
        return None
    matrix = np.array([given for _, given in rows.values()], dtype=np.float64)
    same = matrix.size and np.allclose(matrix.mean(axis=1), list(values.values()), rtol=0, atol=1e-9)
    return matrix if same else None
