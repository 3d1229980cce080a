"""What an adapter scores, beside its base model, for a model's card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minga.publish.markdown import Markdown, code, table
from minga.results import Score, score
from minga.tables import Artifact
from minga.task_cards import TaskCard, read_task

__all__ = ["Scored", "about", "model_index", "scores_of", "scores_table"]


@dataclass(frozen=True)
class Scored:
    """The adapter's score on a task, and the base model's on the same items where it was evaluated too."""

    task: TaskCard
    evaluation: Artifact
    own: Score
    base: Score | None


def scores_of(adapter: Artifact, evaluations: Sequence[Artifact], tasks: Sequence[Artifact]) -> list[Scored]:
    """Results of the adapter on `tasks` as they are now, by task; other models and older tasks are left out."""
    found = []
    for task in sorted(tasks, key=lambda task: task.name):
        here = [each for each in evaluations if _parents(each).get(task.name) == task.content]
        own = [each for each in here if _is_own(each, adapter)]
        base = [each for each in here if _is_base(each, adapter)]
        if own:
            found.append(Scored(read_task(task), own[0], score(own[0]), score(base[0]) if base else None))
    return found


def about(adapter: Artifact, evaluations: Sequence[Artifact], tasks: Sequence[Artifact]) -> list[Artifact]:
    """Those of `evaluations` that `scores_of` looks at, by name, and those that are still to be made."""
    if adapter.content is None:
        return list(evaluations)
    now = {(task.name, task.content) for task in tasks}
    return [
        each
        for each in sorted(evaluations, key=lambda each: each.name)
        if each.content is None
        or (now & _parents(each).items() and (_is_own(each, adapter) or _is_base(each, adapter)))
    ]


def _is_own(evaluation: Artifact, adapter: Artifact) -> bool:
    return _parents(evaluation).get(adapter.name) == adapter.content


def _parents(artifact: Artifact) -> dict[str, str]:
    return {parent.name: parent.content for parent in artifact.manifest.parents}


def _is_base(evaluation: Artifact, adapter: Artifact) -> bool:
    """Whether it is of the very weights that the adapter was trained on, without an adapter."""
    model = evaluation.manifest.notes["model"]
    return not model["tuned"] and evaluation.manifest.inputs.get("model") == adapter.manifest.inputs.get("base")


def scores_table(scored: Sequence[Scored]) -> Markdown:
    """The adapter beside its base model, on each task."""
    return table(["task", "metric", "items", "base model", "this adapter"], map(_row, scored), right="  rrr")


def _row(each: Scored) -> tuple[object, ...]:
    base = f"{each.base.value:.4f}" if each.base is not None else "not evaluated"
    return (code(each.task.task), code(each.own.metric), each.own.items, base, f"{each.own.value:.4f}")


def model_index(name: str, scored: Sequence[Scored], benchmark: str) -> list[Mapping[str, Any]]:
    """The results as the Hub reads them from the head of a card; `benchmark` is the repository with the items."""
    return [{"name": name, "results": list(_results(scored, benchmark))}] if scored else []


def _results(scored: Sequence[Scored], benchmark: str) -> Iterator[dict[str, Any]]:
    for each in scored:
        multiple_choice = each.own.metric in {"acc", "acc_norm", "acc_bytes"}
        yield {
            "task": {"type": "multiple-choice" if multiple_choice else "question-answering", "name": each.task.task},
            "dataset": {"type": benchmark, "name": each.task.benchmark, "config": each.task.config, "split": "test"},
            "metrics": [{"type": each.own.metric, "value": each.own.value, "name": each.own.metric}],
        }
