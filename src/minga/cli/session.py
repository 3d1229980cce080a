"""What every command is handed: its project, its way to speak, and the options that all commands share."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from minga.engine import EngineKind
    from minga.pipeline import Pipeline
    from minga.progress import Advance
    from minga.project import Project

__all__ = ["Session"]


@dataclass(frozen=True)
class Session:
    """The shared options of one command, and what follows from them."""

    folder: Path = Path()
    json: bool = False
    quiet: bool = False
    debug: bool = False
    dry_run: bool = False

    @cached_property
    def project(self) -> Project:
        """The project at or above the folder."""
        from minga.project import Project, find_project

        return Project.load(find_project(self.folder))

    @cached_property
    def out(self) -> Console:
        """For results: standard output, or standard error when that is kept for JSON."""
        from rich.console import Console

        # in a file or a pipe nothing has to fit
        return Console(stderr=self.json, quiet=self.quiet, highlight=False, width=None if sys.stdout.isatty() else 160)

    @cached_property
    def err(self) -> Console:
        """For progress and warnings."""
        from rich.console import Console

        return Console(stderr=True, quiet=self.quiet, highlight=False)

    def pipeline(self, engine: EngineKind = "native", address: str = "") -> Pipeline:
        """The project's pipeline, on an engine."""
        from minga.engine import Engine
        from minga.pipeline import Pipeline

        workspace = self.project.workspace(progress=self.progress, dry=self.dry_run)
        return Pipeline(self.project, workspace, Engine(kind=engine, address=address or None))

    @contextmanager
    def progress(self, label: str, total: int | None, unit: str) -> Iterator[Advance]:
        """A bar with rate and time left on a terminal; nothing elsewhere."""
        if self.quiet or not sys.stderr.isatty():
            yield lambda units: None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (
            TextColumn("  {task.description}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TextColumn(unit),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=self.err, transient=True, refresh_per_second=4) as bars:
            bar = bars.add_task(label, total=total, rate="")

            def advance(units: int) -> None:
                bars.advance(bar, units)
                speed = bars.tasks[0].speed
                bars.update(bar, rate=f"{speed:,.1f}/s" if speed else "")

            yield advance
