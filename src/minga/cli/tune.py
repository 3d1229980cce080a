"""`minga tune`: records to an adapter."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "tune")
    def tune(session: Session) -> Outcome:
        """Fine-tune a LoRA adapter on the reviewed records."""
        return run_one(session, "tune")
