"""`minga leaderboard`: results to a page."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "leaderboard")
    def leaderboard(session: Session) -> Outcome:
        """Compute scores with intervals and draw the leaderboard."""
        return run_one(session, "leaderboard")
