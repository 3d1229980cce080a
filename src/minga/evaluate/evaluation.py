"""The stage: one model on some tasks, each result an artifact of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from minga.errors import MingaError, MissingPart, StorageError
from minga.models import Model
from minga.settings import EvaluateSettings
from minga.tables import Artifact
from minga.worker import Worker, offline_environment
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "Evaluation", "evaluate"]

CODE = 3
NEEDS = ("torch", "transformers", "peft", "lm_eval")


@dataclass(frozen=True)
class Evaluation:
    """What became of one model on some tasks."""

    model: Model
    log: Path
    """What the harness and its libraries printed."""
    done: list[Artifact] = field(default_factory=list)
    """`evaluations/MODEL/TASK`, in the order of the tasks."""
    failed: dict[str, str] = field(default_factory=dict)
    """Reason by name of the task: holes, which no average may hide."""


def evaluate(model: Model, tasks: Sequence[Artifact], settings: EvaluateSettings, workspace: Workspace) -> Evaluation:
    """The model's results on `tasks` (folders for `lm_eval --include_path`), by lm-evaluation-harness.

    The model is loaded when the first missing result is asked for, once, in a process of its own. A task that fails is
    left out with its reason, and the others go on. Raises MissingPart when torch or the harness is not installed.
    """
    outcome = Evaluation(model, workspace.state / "logs" / f"evaluate-{model.slug}.log")
    # which other models and tasks the project evaluates decides nothing here
    options = settings.model_copy(update={"models": (), "suites": ()})
    with _worker(outcome, options, workspace) as worker:
        for task in tasks:
            name = task.name.removeprefix("tasks/")
            recipe = Recipe(
                name=f"evaluations/{model.slug}/{name}",
                stage="evaluate",
                code=CODE,
                options=options,
                parents=[task] if model.adapter is None else [task, model.adapter],
                inputs={"model": model.digest},
            )
            try:
                fill = partial(_fill, worker, model, task, options, workspace)
                outcome.done.append(workspace.make_folder(recipe, fill))
            except (MissingPart, StorageError):
                raise
            except MingaError as error:
                outcome.failed[name] = f"{error.what} (log: {outcome.log.relative_to(workspace.state.parent)})"
    return outcome


def _worker(outcome: Evaluation, settings: EvaluateSettings, workspace: Workspace) -> Worker:
    return Worker(
        "minga.evaluate.harness",
        outcome.log,
        needs=NEEDS,
        extra="eval",
        environment=offline_environment(workspace.cache, settings.threads, hub=outcome.model.on_hub),
    )


def _fill(
    worker: Worker,
    model: Model,
    task: Artifact,
    settings: EvaluateSettings,
    workspace: Workspace,
    folder: Path,
    notes: dict[str, Any],
) -> None:
    job = {
        "model": model.source,
        "adapter": None if model.adapter is None else str(model.adapter.path.resolve()),
        "label": model.name,
        "published": model.published,
        "cache": str(workspace.cache),
        "task": task.name.removeprefix("tasks/"),
        "tasks": str(task.path.resolve()),
        "into": str(folder),
        **settings.model_dump(include={"shots", "chat_template", "batch_size", "threads"}),
    }
    notes |= {"model": model.card} | worker.ask(job, workspace.progress)
