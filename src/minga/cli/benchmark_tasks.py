"""What the commands of `minga benchmark` share: a project's own tasks and suites, also where there is no project."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minga.cli.session import Session
    from minga.settings import SuiteSettings
    from minga.tables import Artifact
    from minga.workspace import Workspace

__all__ = ["own_tasks", "some_workspace", "stated_suites"]


def own_tasks(session: Session) -> dict[str, Artifact]:
    """The project's own tasks as they were last made, by name; none outside a project."""
    from minga.errors import ProjectError

    try:
        workspace = session.project.workspace()
    except ProjectError:
        return {}
    named = {
        name.removeprefix("tasks/"): workspace.latest(name) for name in workspace.names() if name.startswith("tasks/")
    }
    return {name: task for name, task in named.items() if task is not None and task.manifest.stage == "benchmark"}


def stated_suites(session: Session) -> tuple[SuiteSettings, ...]:
    """The suites of the project's `minga.toml`; none outside a project."""
    from minga.errors import ProjectError

    try:
        return session.project.settings.suites
    except ProjectError:
        return ()


@contextlib.contextmanager
def some_workspace(session: Session) -> Iterator[Workspace]:
    """The project's workspace; outside a project one that is gone afterwards."""
    import tempfile

    from minga.errors import ProjectError
    from minga.workspace import Workspace

    try:
        yield session.project.workspace(progress=session.progress)
    except ProjectError:
        with tempfile.TemporaryDirectory(prefix="minga-") as folder:
            yield Workspace(Path(folder, "data"), Path(folder, ".minga"), progress=session.progress)
