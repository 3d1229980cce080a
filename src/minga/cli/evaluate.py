"""`minga evaluate`: models on tasks."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "evaluate")
    def evaluate(session: Session) -> Outcome:
        """Score the models of minga.toml, and the project's adapter, on its tasks."""
        return run_one(session, "evaluate")
