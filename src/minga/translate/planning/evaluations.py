"""Scores of models on single items, from the project's own evaluations of a benchmark's versions."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from minga.results import Answer, answers
from minga.tables import Artifact, Table
from minga.translate.planning.population import Floats
from minga.translate.planning.score_file import ItemScores

__all__ = ["Evaluations", "evaluated_scores"]

_LEFT_OUT = frozenset({"untranslatable", "source-wrong", "rejected"})
_ByItem = Mapping[str, Answer]
_Cells = Sequence[Sequence[Answer | None]]
"""(items, models)"""


@dataclass(frozen=True)
class Evaluations:
    """Artifacts `evaluations/MODEL/TASK` of the versions of one benchmark."""

    machine: Sequence[Artifact] = ()
    source: Sequence[Artifact] = ()
    validated: Sequence[Artifact] = ()


def evaluated_scores(translated: Table, validated: Table | None, found: Evaluations) -> ItemScores | None:
    """The scores on all items of `translated`, in the order of its rows; None where no model answered all of them.

    Items that people left out of `validated` count as dropped. An item is known once each model has answered it there.
    """
    rows = translated.read(["id", "source_item"]).to_pylist()
    ids = tuple(str(row["id"]) for row in rows)
    machine = {name: known for name, known in _by_model(found.machine).items() if known.keys() >= set(ids)}
    if not machine:
        return None
    models = tuple(sorted(machine))
    sources, keys = [str(row["source_item"]) for row in rows], _validated_ids(validated)
    original, after = _by_model(found.source), _by_model(found.validated)
    reasons = {} if validated is None else {row["id"]: row["reason"] for row in validated.dropped()}

    def column(answered: Mapping[str, _ByItem], names: Sequence[str]) -> list[list[Answer | None]]:
        return [[answered.get(model, {}).get(name) for model in models] for name in names]

    before = column(machine, ids)
    return ItemScores(
        ids,
        models,
        _scores(before),
        _scores(column(after, [keys.get(source, "") for source in sources])),
        np.array([float(reasons.get(one) in _LEFT_OUT) for one in ids]),
        np.zeros((len(ids), len(models), 0)),
        np.stack([_leads(before), _leads(column(original, sources))], axis=2),
    )


def _by_model(evaluations: Sequence[Artifact]) -> dict[str, dict[str, Answer]]:
    """Answers that have a number, by model and item."""
    found: dict[str, dict[str, Answer]] = {}
    for one in evaluations:
        scored = {answer.item: answer for answer in answers(one) if answer.correct is not None}
        found[str(one.manifest.notes["model"]["name"])] = scored
    return found


def _validated_ids(validated: Table | None) -> dict[str, str]:
    """Id of the validated item by that of its source item."""
    if validated is None or not validated.rows:
        return {}
    return {row["source_item"]: row["id"] for row in validated.read(["id", "source_item"]).to_pylist()}


def _scores(cells: _Cells) -> Floats:
    """(items, models), NaN without an answer."""
    return np.array([[math.nan if one is None else one.correct for one in row] for row in cells], dtype=np.float64)


def _leads(cells: _Cells) -> Floats:
    """(items, models); where a lead is not known, the mean of those that are, or 0."""
    found = np.array([[_lead(one) for one in row] for row in cells], dtype=np.float64)
    known = ~np.isnan(found)
    means = np.where(known, found, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, found, means)


def _lead(answer: Answer | None) -> float:
    if answer is None or len(answer.loglikelihoods) < 2 or not answer.target.isdecimal():
        return math.nan
    right, logs = int(answer.target), np.array(answer.loglikelihoods)
    return float(logs[right] - np.delete(logs, right).max()) if right < len(logs) else math.nan
