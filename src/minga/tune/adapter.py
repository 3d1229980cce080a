"""The stage: reviewed records in, a LoRA adapter out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from minga.errors import NothingToDo
from minga.models import Model, find_model
from minga.settings import TuneSettings
from minga.tables import Artifact, Table
from minga.tune.examples import choose
from minga.worker import Worker, offline_environment
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "tune"]

CODE = 1
NEEDS = ("torch", "transformers", "trl", "peft", "datasets")


def tune(records: Table, settings: TuneSettings, workspace: Workspace, seed: int) -> Artifact:
    """The adapter `adapter`: `adapter_model.safetensors`, `adapter_config.json` and `training.json`.

    Equal records, settings and seed give equal bytes (on one kind of processor). Raises NothingToDo when there is no
    record, or none whose answer begins within `max_length`; MissingPart when torch, TRL or PEFT is not installed.
    """
    if records.content is not None and not records.rows:
        raise NothingToDo("no record to train on", hint="people decide on records at: minga serve")
    base = find_model(settings.base, workspace)
    recipe = Recipe(
        name="adapter",
        stage="tune",
        code=CODE,
        # a base in a folder is what it holds, and not where that is
        options=settings.model_copy(update={"base": base.published}),
        parents=[records],
        inputs={"base": base.digest, "seed": str(seed)},
    )
    return workspace.make_folder(recipe, partial(_train, records, base, settings, workspace, seed))


def _train(
    records: Table,
    base: Model,
    settings: TuneSettings,
    workspace: Workspace,
    seed: int,
    folder: Path,
    notes: dict[str, Any],
) -> None:
    worker = Worker(
        "minga.tune.training",
        workspace.state / "logs" / "tune.log",
        needs=NEEDS,
        extra="tune",
        environment=offline_environment(workspace.cache, settings.threads, hub=base.on_hub),
    )
    job = {
        "base": base.source,
        "label": base.name,
        "published": base.published,
        "cache": str(workspace.cache),
        "examples": choose(records, settings.steps * settings.batch_size, seed),
        "records": records.rows,
        "seed": seed,
        "into": str(folder),
        "settings": settings.model_dump(mode="json", exclude={"base"}),
    }
    with worker:
        notes |= {"model": base.card} | worker.ask(job, workspace.progress)
