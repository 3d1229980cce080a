"""`minga init`: a new project with a `minga.toml` that teaches."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from minga.cli.outcome import Made, Outcome
from minga.cli.session import Session
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "init")
    def init(
        session: Session,
        directory: Annotated[Path, typer.Argument(help="The folder to make.")] = Path(),
        name: Annotated[str, typer.Option("--name", help="The project's title.")] = "",
        lang: Annotated[Literal["es", "en"], typer.Option("--lang", help="Language of the comments.")] = "es",
    ) -> Outcome:
        """Start a project: a minga.toml with comments that explain each choice."""
        from minga.starter import start_project

        folder = session.folder / directory
        path = start_project(folder, name=name, lang=lang, dry=session.dry_run)
        return Outcome(
            made=[Made("minga.toml", str(path), "pending" if session.dry_run else "made")],
            next=f"open {path}, add your documents or donations, then: minga run --project {folder}",
        )
