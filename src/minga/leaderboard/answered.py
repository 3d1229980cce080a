"""Models' results on a task, and their answers to its items as samples that are resampled together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from minga.results import ItemScores, Score, item_scores, score, standard_error, subtask_values
from minga.statistics import Sample, normalise, pseudo_values
from minga.tables import Artifact
from minga.task_cards import Subtask, TaskCard

__all__ = ["Answered", "Result", "answered_of", "normalised_score", "read_result", "task_scale"]

_SAME = 1e-9


@dataclass(frozen=True)
class Result:
    """What one model did on a task."""

    score: Score
    items: ItemScores | None = None
    """With what each adds where the metric is no mean over items; None where nothing may be concluded from them."""
    error: float | None = None
    """The harness's standard error, where there are no items."""
    subtasks: Mapping[str, float] | None = None
    """Scores by subtask, where the harness gives them."""


@dataclass(frozen=True)
class Answered:
    """Models that answered the same items."""

    models: tuple[str, ...]
    items: tuple[str, ...]
    """Ids."""
    sample: Sample
    """Normalised: 0 for guessing, 1 for the best that can be."""
    raw: Sample | None = None
    """As the harness scores, where subtasks differ in their baselines, so that no scale leads from one to the other."""
    right: NDArray[np.bool_] | None = None
    """Models x items: whether the answer is right; None where some are neither right nor wrong."""
    hits: NDArray[np.bool_] | None = None
    """Where the metric is no mean over items, whether the label that was given is the right one."""

    def only(self, models: Sequence[str]) -> Answered:
        """Those of the models that are here, in the order given."""
        kept = [model for model in models if model in self.models]
        rows = [self.models.index(model) for model in kept]
        return replace(
            self,
            models=tuple(kept),
            sample=replace(self.sample, scores=self.sample.scores[rows]),
            raw=self.raw and replace(self.raw, scores=self.raw.scores[rows]),
            right=None if self.right is None else self.right[rows],
            hits=None if self.hits is None else self.hits[rows],
        )

    @cached_property
    def name(self) -> str:
        """A digest of the items, for seeds: the same items are drawn whichever models are there."""
        return hashlib.sha256("\n".join(self.items).encode()).hexdigest()[:16]


def read_result(evaluation: Artifact, card: TaskCard) -> Result:
    """A model's result, with its items where something may be concluded from them."""
    found = score(evaluation)
    subtasks = subtask_values(evaluation) if card.subtasks else None
    if not found.higher_is_better:
        return Result(found, subtasks=subtasks)
    items = item_scores(evaluation)
    if items is not None and not np.isnan(items.correct).any() and _explains(items, found.value, card):
        return Result(found, items, subtasks=subtasks)
    if items is not None and not card.subtasks:
        texts = item_scores(evaluation, texts=True) or items
        values = pseudo_values(found.metric, found.value, texts.predictions, texts.targets)
        if values is not None:
            return Result(found, replace(texts, correct=values))
    error = standard_error(evaluation)
    if error == 0 and 0 < found.value < card.maximum:
        error = None  # answers that are all the same and neither right nor wrong: more likely it was not computed
    return Result(found, error=error, subtasks=subtasks)


def _explains(items: ItemScores, value: float, card: TaskCard) -> bool:
    """Whether the score is the mean of these items, taken as the card says."""
    if not len(items.correct) or (card.subtasks and {part.task for part in card.subtasks} != set(items.subtasks)):
        return False
    return bool(abs(float(_sample(items.correct[None], items, card).means[0]) - value) < _SAME)


def _sample(scores: NDArray[np.float64], items: ItemScores, card: TaskCard) -> Sample:
    strata = weights = None
    if card.subtasks:
        place = {part.task: row for row, part in enumerate(card.subtasks)}
        strata = np.array([place[name] for name in items.subtasks], dtype=np.intp)
        weights = _weights(card) if card.weighting == "equal" else None
    return Sample(scores, 0.0, card.maximum, _clusters(items), strata, weights)


def _weights(card: TaskCard) -> NDArray[np.float64]:
    """Of the subtasks, as the card says."""
    weights = np.array([float(part.items) if card.weighting == "items" else 1.0 for part in card.subtasks])
    return np.asarray(weights / weights.sum())


def _clusters(items: ItemScores) -> NDArray[np.intp] | None:
    """Codes of what items share, where any share something; what shares nothing stands alone."""
    if len(set(items.clusters)) in {1, len(items.clusters)}:
        return None
    names = [cluster or f"\0{row}" for row, cluster in enumerate(items.clusters)]
    return np.unique(names, return_inverse=True)[1]


def answered_of(results: Mapping[str, Result], card: TaskCard) -> tuple[Answered, ...]:
    """The models of `results` by the items that they answered, the most first."""
    alike: dict[tuple[tuple[str, ...], ...], dict[str, Result]] = {}
    for model, result in results.items():
        if result.items is not None:
            key = tuple(map(tuple, (result.items.items, result.items.subtasks, result.items.clusters)))
            alike.setdefault(key, {})[model] = result
    blocks = sorted(alike.values(), key=lambda block: (-len(block), next(iter(block))))
    return tuple(_answered(block, card) for block in blocks)


def _answered(block: Mapping[str, Result], card: TaskCard) -> Answered:
    rows = [result.items for result in block.values() if result.items is not None]
    raw = _sample(np.array([items.correct for items in rows]), rows[0], card)
    random, maximum = _baselines(rows[0], card)
    width = maximum - random
    [low] = replace(raw, scores=np.broadcast_to(-random / width, (1, len(rows[0].items)))).means
    return Answered(
        models=tuple(block),
        items=tuple(rows[0].items),
        sample=replace(raw, scores=(raw.scores - random) / width, low=float(low), high=1.0),
        raw=None if task_scale(card) else raw,
        right=raw.scores == card.maximum if np.isin(raw.scores, (0.0, card.maximum)).all() else None,
        hits=np.array([_hits(items, card) for items in rows]) if any(items.predictions for items in rows) else None,
    )


def _hits(items: ItemScores, card: TaskCard) -> NDArray[np.bool_]:
    if not items.predictions:  # whose score happens to be the mean of its items
        return np.asarray(items.correct == card.maximum)
    return np.array([given == wanted for given, wanted in zip(items.predictions, items.targets, strict=True)])


def _baselines(items: ItemScores, card: TaskCard) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What guessing scores and the best that can be, item by item."""
    whole = Subtask(task=card.task, random=card.random, maximum=card.maximum, items=card.items)
    parts = {part.task: part for part in card.subtasks}
    found = [parts.get(name, whole) for name in items.subtasks]
    return np.array([part.random for part in found]), np.array([part.maximum for part in found])


def normalised_score(result: Result, card: TaskCard) -> float:
    """0 for guessing, 1 for the best that can be: of the task, or the mean over its subtasks where these differ."""
    scale = task_scale(card)
    if scale:
        return normalise(result.score.value, *scale)
    weights = _weights(card)
    if result.subtasks is not None and {part.task for part in card.subtasks} <= result.subtasks.keys():
        parts = [normalise(result.subtasks[part.task], part.random, part.maximum) for part in card.subtasks]
        return round(float(weights @ parts), 12)
    if result.items is not None:
        return round(float(_answered({"": result}, card).sample.means[0]), 12)
    # only the whole is known: from the mean of the baselines to the mean of the maxima
    random, maximum = (weights @ [getattr(part, name) for part in card.subtasks] for name in ("random", "maximum"))
    return normalise(result.score.value, float(random), float(maximum))


def task_scale(card: TaskCard) -> tuple[float, float] | None:
    """What guessing scores and the best that can be; None where subtasks differ in them."""
    scales = {(part.random, part.maximum) for part in card.subtasks} or {(card.random, card.maximum)}
    return scales.pop() if len(scales) == 1 else None
