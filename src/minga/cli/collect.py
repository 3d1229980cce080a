"""`minga collect`: donated data sets to records."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "collect")
    def collect(session: Session) -> Outcome:
        """Read the donations of minga.toml into instruction records."""
        return run_one(session, "collect")
