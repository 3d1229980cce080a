"""`minga backup` and `minga restore`: people and their answers in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.community.backup import About

__all__ = ["register"]

FORCE = Annotated[bool, typer.Option("--force", help="Replace what is there.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @verb(app, "backup", writes=False)
    def backup(
        session: Session,
        file: Annotated[Path, typer.Argument(help="The ZIP file to write.", show_default=False)],
        force: FORCE = False,
    ) -> Outcome:
        """Write people and their answers to one file; the application may go on running.

        The tables in data/ are not in it: they are files already, and can be made anew.
        """
        from minga.community import Database
        from minga.community.backup import back_up

        with Database(session.project.database_url) as db:
            about = back_up(db, file, force=force)
        return _outcome(about, f"wrote {plain(file)}", "keep it where only you can read it")

    @verb(app, "restore", writes=False)
    def restore(
        session: Session,
        file: Annotated[Path, typer.Argument(help="A file that minga backup wrote.", show_default=False)],
        force: FORCE = False,
    ) -> Outcome:
        """Put a backup back; the application may go on running. What was there is kept beside it as a backup."""
        from minga.community import Database
        from minga.community.backup import restore as put_back

        session.project.state.mkdir(parents=True, exist_ok=True)
        with Database(session.project.database_url) as db:
            restored = put_back(db, file, session.project.state, force=force)
        said = f"put back {plain(file)}"
        if restored.before is not None:
            said += f"\nwhat was there is in {plain(restored.before)}"
        outcome = _outcome(restored.about, said, "bring tables up to date: minga run")
        outcome.data["before"] = None if restored.before is None else str(restored.before)
        return outcome


def _outcome(about: About, said: str, following: str) -> Outcome:
    people, answers = about.rows.get("person", 0), about.rows.get("response", 0)
    text = (
        f"{said}\n[dim]{people:,} people, {answers:,} answers, as of {about.taken_at}; "
        f"schema {about.schema_version}, {about.database}[/]"
    )
    return Outcome(data={"backup": about.model_dump()}, text=text, next=following)
