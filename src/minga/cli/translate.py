"""`minga translate`: benchmarks into other languages."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "translate")
    def translate(session: Session) -> Outcome:
        """Translate the benchmarks of minga.toml and look for broken items."""
        return run_one(session, "translate")
