"""The tasks that a project evaluates on: those of its suites, its own among them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from minga.errors import NothingToDo, UsageError
from minga.settings import TaskSettings
from minga.tables import Artifact

if TYPE_CHECKING:
    from minga.pipeline import Pipeline

__all__ = ["ProjectSuites"]


class ProjectSuites:
    """The suites of `[evaluate] suites`, in one pass of a pipeline."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    @cached_property
    def tasks(self) -> list[Artifact]:
        """The tasks of the suites that the project asks for, each once."""
        settings = self._pipeline.project.settings.evaluate
        tasks = self.tasks_of(settings.suites)
        known = {task.own_name for task in tasks}
        nowhere = [(one.name, task) for one in settings.variants for task in one.tasks if task not in known]
        self._left_out += tuple(f"variant {name}: {task} is in none of the suites" for name, task in nowhere)
        return tasks

    @property
    def wanted(self) -> list[Artifact]:
        """Those that are asked for (`Pipeline.only_tasks`). Raises UsageError when there is no such task."""
        only = self._pipeline.only_tasks
        known = {task.own_name: task for task in self.tasks}
        unknown = [name for name in only if name not in known]
        if unknown:
            raise UsageError(f"there is no task {unknown[0]!r}", hint=f"known are {', '.join(sorted(known))}")
        return [known[name] for name in only] if only else self.tasks

    @property
    def from_catalogue(self) -> list[Artifact]:
        """The catalogue's tasks among them: results from elsewhere stand beside the project's own on them."""
        from minga.benchmark.catalogue import OWN

        names = [name for name in self._pipeline.project.settings.evaluate.suites if name != OWN]
        return self.tasks_of(names) if names else []

    @property
    def facts(self) -> list[TaskSettings]:
        """What is known of tasks whose results come from elsewhere: by `minga.toml`, and after it by the catalogue."""
        from minga.benchmark.catalogue import catalogue

        keys = TaskSettings.model_fields.keys() - {"name"}
        known = (entry.model_dump(include=set(keys)) | {"name": task} for task, entry in catalogue().items())
        stated = ({key: value for key, value in facts.items() if value not in ("", "NOASSERTION")} for facts in known)
        return [*self._pipeline.project.settings.tasks, *(TaskSettings(**facts) for facts in stated)]

    def tasks_of(self, names: Sequence[str]) -> list[Artifact]:
        """The tasks of some suites, each once; what the harness cannot run is left out and said.

        Raises UsageError when there is no such suite or task, NothingToDo when there is no task at all.
        """
        from minga.benchmark.catalogue import OWN, make_suite_tasks, suite_named

        stated = self._pipeline.project.settings.suites
        suites = [suite_named(name, stated) for name in names if name != OWN]
        own = self._own_tasks(needed=OWN in names, alone=not suites)
        made = make_suite_tasks(suites, self._pipeline.workspace, own=own)
        self._left_out = tuple(made.left_out)
        mine = list(own.values()) if OWN in names else []
        tasks = {task.name: task for task in [*mine, *made.tasks]}
        if not tasks:
            raise NothingToDo("no task to evaluate on", hint="name suites in [evaluate] suites: minga benchmark list")
        return list(tasks.values())

    def some_of(self, names: Sequence[str]) -> list[Artifact]:
        """As `tasks_of`, without saying again what is left out."""
        said = self._left_out
        try:
            return self.tasks_of(names)
        finally:
            self._left_out = said

    def _own_tasks(self, *, needed: bool, alone: bool) -> dict[str, Artifact]:
        """The project's own tasks by name; none where it has no benchmarks and nobody needs them."""
        if not (needed or self._pipeline.project.settings.suites):
            return {}
        try:
            return {task.own_name: task for task in self._pipeline.tasks}
        except NothingToDo:
            if needed and alone:
                raise
            return {}

    @property
    def _left_out(self) -> tuple[str, ...]:
        return self._pipeline.left_out.get("suites", ())

    @_left_out.setter
    def _left_out(self, said: tuple[str, ...]) -> None:
        self._pipeline.left_out["suites"] = said
