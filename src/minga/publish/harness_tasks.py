"""Tasks of lm-evaluation-harness as they are published, and what is known of them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from minga.tables import Artifact
from minga.task_cards import TaskCard, read_task

__all__ = ["copy_files", "copy_tasks"]


def copy_tasks(tasks: Sequence[Artifact], folder: Path) -> Mapping[str, TaskCard]:
    """Copy every task to `tasks/NAME`, for `lm_eval --include_path`. Answers cards by the name of the items' table."""
    cards: dict[str, TaskCard] = {}
    for task in tasks:
        card = read_task(task)
        copy_files(task, folder / "tasks" / task.own_name)
        cards |= {parent.name: card for parent in task.manifest.parents}
    return cards


def copy_files(artifact: Artifact, folder: Path) -> None:
    """Copy all files of an artifact, without its manifest."""
    for entry in artifact.manifest.files:
        target = folder / entry.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(artifact.path / entry.path, target)
