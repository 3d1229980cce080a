"""Tasks of lm-evaluation-harness as they are published, and what is known of them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from minga.errors import InputError
from minga.records import first_fault
from minga.tables import Artifact

__all__ = ["CARD", "TaskCard", "copy_files", "copy_tasks", "read_task"]

CARD = "minga-task.json"


class TaskCard(BaseModel):
    """The part of `minga-task.json` that cards tell of."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    task: str
    """As `lm_eval --tasks` calls it."""
    benchmark: str
    language: str
    metric: str
    items: int
    random: float = 0.0
    maximum: float = 1.0
    licence: str = ""
    citation: str = ""
    source: str = ""

    @property
    def config(self) -> str:
        """The configuration of the published benchmark with its items."""
        return f"{self.benchmark}-{self.language}"


def read_task(task: Artifact) -> TaskCard:
    """The card of a task. Raises InputError when it has none that can be read."""
    path = task.path / CARD
    try:
        return TaskCard.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        what = first_fault(error) if isinstance(error, ValidationError) else "is missing"
        raise InputError(what, where=path, hint="make the task anew: minga benchmark") from error


def copy_tasks(tasks: Sequence[Artifact], folder: Path) -> Mapping[str, TaskCard]:
    """Copy every task to `tasks/NAME`, for `lm_eval --include_path`. Answers cards by the name of the items' table."""
    cards: dict[str, TaskCard] = {}
    for task in tasks:
        card = read_task(task)
        copy_files(task, folder / "tasks" / task.name.rpartition("/")[2])
        cards |= {parent.name: card for parent in task.manifest.parents}
    return cards


def copy_files(artifact: Artifact, folder: Path) -> None:
    """Copy all files of an artifact, without its manifest."""
    for entry in artifact.manifest.files:
        target = folder / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(artifact.path / entry.path, target)
