"""`minga doctor`: which optional parts are here, and what brings the others."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "doctor", writes=False)
    def doctor(session: Session) -> Outcome:
        """Say which optional parts are here, which are not, and the one command that brings each."""
        from minga.parts import parts

        found = parts()
        missing = [part for part in found if not part.found]
        return Outcome(
            data={"parts": [asdict(part) for part in found]},
            text=_table(found),
            next=missing[0].command if missing else "",
        )


def _table(found: list[Any]) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("", "part", "for", "found, or what brings it"):
        table.add_column(column, overflow="fold")
    for part in found:
        mark = "[green]✔[/]" if part.found else "[yellow]–[/]"
        table.add_row(mark, part.name, part.needed_for, plain(part.found) or f"[bold]{plain(part.command)}[/]")
    return table
