"""`minga publish`: repositories with cards."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "publish")
    def publish(session: Session) -> Outcome:
        """Make the data set, benchmark, model and leaderboard repositories, each with its card."""
        return run_one(session, "publish")
