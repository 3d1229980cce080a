"""`minga generate`: documents to records."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "generate")
    def generate(session: Session) -> Outcome:
        """Write instruction records from the documents of minga.toml with a language model."""
        return run_one(session, "generate")
