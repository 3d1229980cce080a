"""What is to be evaluated: a model, a task, and the recipe of their result."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

from minga.evaluate.jobs import Job
from minga.installed import version_of
from minga.manifests import digest
from minga.models import Model
from minga.settings import EvaluateSettings, ScoringSettings
from minga.tables import Artifact
from minga.task_cards import CARD, TaskCard, read_task
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "Wanted", "wanted_of"]

CODE = 3
"""Raised when the same model, task and options would give another result."""
_DECIDING = ("lm_eval", "transformers", "torch")


@dataclass(frozen=True)
class Wanted:
    """One model on one task."""

    model: Model
    task: Artifact
    options: ScoringSettings
    """With the number of shots that hold for this task."""
    stock: bool
    """Whether the harness has the task."""
    submission: int | None = None
    variant: str = ""
    """In which other way the task is asked; empty for its own."""

    @property
    def task_name(self) -> str:
        """As the harness calls it."""
        return self.task.own_name

    @property
    def name(self) -> str:
        """`TASK`, or `TASK@VARIANT`."""
        return f"{self.task_name}@{self.variant}" if self.variant else self.task_name

    @property
    def data_on_hub(self) -> bool:
        """Whether the task's data may have to come from the Hub; those of a project's own tasks lie beside them."""
        return self.stock or (self.task.manifest_ is not None and self.task.manifest.stage == "catalogue")

    @cached_property
    def recipe(self) -> Recipe:
        """That of the result. Trials on some of the items, and variants, lie apart from what is ranked."""
        kind = "trials" if self.options.limit is not None else "variants" if self.variant else "evaluations"
        return Recipe(
            name=f"{kind}/{self.model.slug}/{self.name}",
            stage="evaluate",
            code=CODE,
            options=self.options,
            parents=[self.task] if self.model.adapter is None else [self.task, self.model.adapter],
            inputs={"model": self.model.digest},
        )

    @property
    def job(self) -> Job:
        """What is queued for it."""
        return Job(self.recipe.fingerprint or "", self.model.slug, self.name, self.submission)

    def found(self, workspace: Workspace) -> Artifact:
        """The result that is there, or a pending one."""
        dry = Workspace(workspace.data, workspace.state, dry=True)
        return dry.make_folder(self.recipe, lambda folder, notes: None)

    def kept_answers(self, workspace: Workspace) -> Path:
        """Where the model's answers are kept until there is a result: by all that decides an answer to a request."""
        deciding = self.options.model_dump(include={"backend", "model_args", "chat_template", "system_prompt"})
        adapter = "" if self.model.adapter is None else self.model.adapter.content
        parts = [self.model.digest, adapter, deciding, CODE, [version_of(name) for name in _DECIDING]]
        key = digest(json.dumps(parts, sort_keys=True).encode())[:16]
        return workspace.cache / "evaluate" / f"{self.model.slug}-{key}" / f"{self.name}.jsonl"


def wanted_of(
    models: Iterable[Model],
    tasks: Sequence[Artifact],
    settings: EvaluateSettings,
    submissions: Mapping[str, int] = MappingProxyType({}),
) -> list[Wanted]:
    """Every model on every task, model by model, and after each task its variants.

    `submissions` are the numbers of the models that were submitted, by slug.
    """
    cards = [_card(task) for task in tasks]
    return [
        wanted
        for model in models
        for task, card in zip(tasks, cards, strict=True)
        for wanted in _ways(model, task, card, settings, submissions.get(model.slug))
    ]


def _ways(
    model: Model, task: Artifact, card: TaskCard | None, settings: EvaluateSettings, submission: int | None
) -> Iterator[Wanted]:
    own = Wanted(model, task, _options(settings.scoring, card), card is not None and card.stock, submission)
    yield own
    for variant in settings.variants:
        if not variant.tasks or own.task_name in variant.tasks:
            yield replace(own, options=variant.of(own.options), variant=variant.name)


def _card(task: Artifact) -> TaskCard | None:
    """None for a task that will be made anew, or is no task of ours."""
    return read_task(task) if task.content is not None and (task.path / CARD).is_file() else None


def _options(options: ScoringSettings, card: TaskCard | None) -> ScoringSettings:
    if card is None or card.shots is None:
        return options
    return options.model_copy(update={"shots": card.shots})
