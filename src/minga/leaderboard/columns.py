"""One task of the leaderboard: what is known of it, and what each model scored on it, item by item."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from minga.leaderboard.answered import Answered, Result, answered_of, normalised_score, read_result
from minga.results import score
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
    """The results on one task."""

    card: TaskCard
    values: Mapping[str, float] = field(default_factory=dict)
    """The harness's number by model."""
    normalised: Mapping[str, float] = field(default_factory=dict)
    """By model: 0 for guessing, 1 for the best that can be."""
    answered: tuple[Answered, ...] = ()
    """Answers by item, of models that answered the same items; models that may not be resampled are in none."""
    errors: Mapping[str, float] = field(default_factory=dict)
    """Standard error of the harness's number, by model without answers by item."""
    gaps: Mapping[str, Gap] = field(default_factory=dict)
    """By model."""

    @cached_property
    def places(self) -> dict[str, tuple[int, int]]:
        """Block and row of each model in `answered`."""
        return {model: (block, row) for block, one in enumerate(self.answered) for row, model in enumerate(one.models)}

    def right(self, first: str, second: str) -> NDArray[np.bool_] | None:
        """2 x items: which answers of two models to the same items are right.

        None where they answered others, where answers are neither right nor wrong, or where items share something.
        """
        block, row = self.places.get(first, (-1, 0))
        other, beside = self.places.get(second, (-2, 0))
        if block != other:
            return None
        answered = self.answered[block]
        if answered.right is None or answered.sample.clusters is not None:
            return None
        return answered.right[[row, beside]]


def read_model(evaluation: Artifact) -> ModelCard:
    """What an evaluation says of its model."""
    notes = evaluation.manifest.notes
    return ModelCard.model_validate({"parameters": notes.get("parameters"), **notes["model"]})


def read_column(task: Artifact, evaluations: Mapping[str, Artifact], gaps: Mapping[str, Gap]) -> Column:
    """The results on `task` by model; what is no result on *these* items becomes a gap with its reason.

    Raises InputError when the task's card cannot be read.
    """
    card = read_task(task)
    found, results = dict(gaps), dict[str, Result]()
    for model, evaluation in sorted(evaluations.items()):
        gap = _unfit(task, card, evaluation)
        if gap is None:
            results[model] = read_result(evaluation, card)
        else:
            found.setdefault(model, gap)  # what became of a newer run says more
    return Column(
        card=card,
        values={model: result.score.value for model, result in results.items()},
        normalised={model: normalised_score(result, card) for model, result in results.items()},
        answered=answered_of(results, card),
        errors={model: result.error for model, result in results.items() if result.error is not None},
        gaps={model: gap for model, gap in found.items() if model not in results},
    )


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
