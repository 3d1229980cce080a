"""One task of the leaderboard: what is known of it, and what each model scored on it, item by item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Literal

from pydantic import BaseModel, ConfigDict

from minga.leaderboard.answered import Answered, answered_of, normalised_score, read_result
from minga.results import score
from minga.tables import Artifact
from minga.task_cards import TaskCard, read_task

__all__ = ["Column", "Gap", "ModelCard", "read_column", "read_model"]

_READERS = 2


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
    shots: Mapping[str, int | None] = field(default_factory=dict)
    """By model, as the results say."""

    def only(self, models: Sequence[str]) -> Column:
        """The results of some of the models."""
        return replace(
            self,
            values={model: value for model, value in self.values.items() if model in models},
            normalised={model: value for model, value in self.normalised.items() if model in models},
            answered=tuple(block for one in self.answered if (block := one.only(models)).models),
            errors={model: error for model, error in self.errors.items() if model in models},
            gaps={model: gap for model, gap in self.gaps.items() if model in models},
        )

    def pair(self, first: str, second: str) -> Answered | None:
        """The answers of two models, in that order; None where they did not answer the same items."""
        for block in self.answered:
            if first in block.models and second in block.models:
                return block.only([first, second])
        return None


def read_model(evaluation: Artifact) -> ModelCard:
    """What an evaluation says of its model."""
    notes = evaluation.manifest.notes
    return ModelCard.model_validate({"parameters": notes.get("parameters"), **notes["model"]})


def read_column(task: Artifact, evaluations: Mapping[str, Artifact], gaps: Mapping[str, Gap]) -> Column:
    """The results on `task` by model; what is no result on *these* items becomes a gap with its reason.

    Raises InputError when the task's card cannot be read.
    """
    card = _counted(task, read_task(task), evaluations)
    found, fit = dict(gaps), dict[str, Artifact]()
    for model, evaluation in sorted(evaluations.items()):
        gap = _unfit(task, card, evaluation)
        if gap is None:
            fit[model] = evaluation
        else:
            found.setdefault(model, gap)  # what became of a newer run says more
    with ThreadPoolExecutor(_READERS) as pool:
        results = dict(zip(fit, pool.map(partial(read_result, card=card), fit.values()), strict=True))
    return Column(
        card=card,
        values={model: result.score.value for model, result in results.items()},
        normalised={model: normalised_score(result, card) for model, result in results.items()},
        answered=answered_of(results, card),
        errors={model: result.error for model, result in results.items() if result.error is not None},
        gaps={model: gap for model, gap in found.items() if model not in results},
        shots={model: evaluations[model].manifest.notes.get("shots") for model in results},
    )


def _counted(task: Artifact, card: TaskCard, evaluations: Mapping[str, Artifact]) -> TaskCard:
    """The card with the items that most results were computed on, where it does not say how many there are."""
    if card.items:
        return card
    here = [each for each in evaluations.values() if _parents(each).get(task.name) == task.content]
    counts = Counter(score(each).items for each in here)
    return card.model_copy(update={"items": max(counts, key=lambda items: (counts[items], items), default=0)})


def _parents(evaluation: Artifact) -> dict[str, str]:
    return {parent.name: parent.content for parent in evaluation.manifest.parents}


def _unfit(task: Artifact, card: TaskCard, evaluation: Artifact) -> Gap | None:
    """Why a result cannot stand beside the others; None when it can."""
    if _parents(evaluation).get(task.name) != task.content:
        return Gap(reason="older-task")
    result = score(evaluation)
    if result.items != card.items:
        return Gap(reason="other-items", detail=f"{result.items}/{card.items}")
    if result.metric != card.metric:
        return Gap(reason="other-metric", detail=f"{result.metric}, {card.metric}")
    return None
