"""How much scores depend on how a task is asked: the same model and task with other shots or another prompt.

Such an evaluation is the artifact `variants/MODEL/TASK@VARIANT`, for instance `…/belebele_spa_Latn@5shot`. It is
compared with the model's score on the task, and takes no part in rankings and averages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import stdev

from minga.leaderboard.answered import normalised_score, read_result
from minga.leaderboard.columns import Column
from minga.leaderboard.standings import Sensitivity, Variant
from minga.tables import Artifact

__all__ = ["sensitivity_of"]


def sensitivity_of(
    columns: Mapping[str, Column], evaluations: Mapping[str, Mapping[str, Artifact]]
) -> list[Sensitivity]:
    """The models and tasks (`columns` by name) that were asked in several ways.

    `evaluations` are by `TASK` or `TASK@VARIANT`, then by model. A variant counts only beside the task's own score, and
    only by the same metric on as many items.
    """
    found: dict[tuple[str, str], list[Variant]] = {}
    for name, given in sorted(evaluations.items()):
        task, _, variant = name.partition("@")
        if variant and task in columns:
            for model, evaluation in given.items():
                found.setdefault((task, model), []).extend(_variant(variant, columns[task], evaluation))
    summaries = []
    for (task, model), others in sorted(found.items()):
        own = evaluations.get(task, {}).get(model)
        if others and own is not None and model in columns[task].values:
            variants = [*_variant("", columns[task], own), *others]
            scores = [variant.normalised for variant in variants]
            summaries.append(
                Sensitivity(
                    model=model,
                    task=task,
                    variants=variants,
                    spread=round(max(scores) - min(scores), 12),
                    deviation=round(stdev(scores), 12),
                )
            )
    return summaries


def _variant(name: str, column: Column, evaluation: Artifact) -> Iterator[Variant]:
    result = read_result(evaluation, column.card)
    if (result.score.metric, result.score.items) == (column.card.metric, column.card.items):
        yield Variant(
            name=name,
            shots=evaluation.manifest.notes.get("shots"),
            value=result.score.value,
            normalised=normalised_score(result, column.card),
        )
