"""Suites: named lists of tasks that a leaderboard shows together, the catalogue's and a project's own."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from minga.benchmark.catalogue.entries import DATA, Entry, catalogue, entry_of
from minga.benchmark.catalogue.harness_facts import own_task_files
from minga.errors import UsageError
from minga.manifests import digest, file_hash
from minga.settings import SuiteSettings
from minga.tables import Artifact
from minga.task_cards import CARD
from minga.workspace import Recipe, Workspace

__all__ = [
    "CODE", "OWN", "Suite", "SuiteTasks", "entries_of", "known_suites", "make_suite_tasks", "suite_named",
    "task_files_of",
]  # fmt: skip

CODE = 1
OWN = "own"
"""The suite of the project's own tasks."""


@dataclass(frozen=True)
class Suite:
    """Tasks that are ranked together."""

    name: str
    title: str
    tasks: tuple[str, ...]
    """The catalogue's, and in a project's suite also the project's own."""
    shots: int | None = None
    """Worked examples before each item; None leaves it to the task."""
    citation: str = ""
    source: str = ""


@dataclass(frozen=True)
class SuiteTasks:
    """What became of the tasks of some suites."""

    tasks: list[Artifact] = field(default_factory=list)
    """`tasks/NAME`: the card, and task files where the harness has none."""
    left_out: list[str] = field(default_factory=list)
    """What the harness cannot run, with the reason."""


@lru_cache(maxsize=1)
def _catalogue_suites() -> Mapping[str, Suite]:
    suites: dict[str, Suite] = {}
    for stated in tomllib.loads((DATA / "suites.toml").read_text(encoding="utf-8"))["suites"]:
        parts = [suites[name].tasks for name in stated.pop("suites", [])]
        tasks = [*stated.pop("tasks", []), *(task for part in parts for task in part)]
        suites[stated["name"]] = Suite(**stated, tasks=tuple(dict.fromkeys(tasks)))
    return suites


def known_suites(own: Iterable[SuiteSettings] = ()) -> dict[str, Suite]:
    """The catalogue's suites and those of a project, by name.

    Raises UsageError when a project's suite has the name of one that there is.
    """
    suites = dict(_catalogue_suites())
    for stated in own:
        if stated.name in suites or stated.name == OWN:
            raise UsageError(
                f"there is a suite called {stated.name} already", hint="give the one in [[suites]] another name"
            )
        suites[stated.name] = Suite(stated.name, stated.title or stated.name, stated.tasks, stated.shots)
    return suites


def suite_named(name: str, own: Iterable[SuiteSettings] = ()) -> Suite:
    """The suite called `name`. Raises UsageError when there is none."""
    suites = known_suites(own)
    if name not in suites:
        raise UsageError(f"there is no suite called {name}", hint=f"known: {', '.join([OWN, *suites])}")
    return suites[name]


def make_suite_tasks(
    suites: Sequence[Suite], workspace: Workspace, *, own: Mapping[str, Artifact] | None = None
) -> SuiteTasks:
    """The tasks of the suites as artifacts, each once: where two suites have it, with the shots of the first.

    `own` are the project's tasks by name. Raises UsageError when a suite names a task that is in neither.
    """
    shots: dict[str, int | None] = {}
    for suite in suites:
        for name in suite.tasks:
            shots.setdefault(name, suite.shots)
    made = SuiteTasks()
    for name in shots:
        if own and name in own:
            made.tasks.append(own[name])
            continue
        entry = entry_of(name)
        if entry.runnable:
            made.tasks.append(_make_task(entry, shots[name], workspace))
        else:
            made.left_out.append(f"{name}: {entry.reason}")
    return made


def _make_task(entry: Entry, shots: int | None, workspace: Workspace) -> Artifact:
    card = json.dumps(entry.card(shots).model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    paths = task_files_of(entry)
    recipe = Recipe(
        name=f"tasks/{entry.task}",
        stage="catalogue",
        code=CODE,
        inputs={"card": digest(card.encode()), **{path.name: file_hash(path) for path in paths}},
    )

    def build(folder: Path, notes: dict[str, Any]) -> None:
        for path in paths:
            shutil.copyfile(path, folder / path.name)
        (folder / CARD).write_text(card, encoding="utf-8")
        notes |= {"items": entry.items, "stock": entry.stock}

    return workspace.make_folder(recipe, build)


def task_files_of(entry: Entry) -> list[Path]:
    """Minga's own files of a task, sorted: its YAML, those of its parts, what they include; none of a stock task."""
    if not entry.files:
        return []
    folder = own_task_files() / entry.files
    parts = {f"{name}.yaml" for name in (entry.task, *(entry.harness.parts if entry.harness else ()))}
    return sorted(path for path in folder.iterdir() if path.name in parts or _shared(path))


def _shared(path: Path) -> bool:
    return path.suffix == ".py" or (path.suffix == ".yaml" and path.name.startswith("_"))


def entries_of(suites: Iterable[Suite]) -> list[Entry]:
    """The catalogue's entries in the suites, each once; a project's own tasks are not among them."""
    known = catalogue()
    names = dict.fromkeys(name for suite in suites for name in suite.tasks)
    return [known[name] for name in names if name in known]
