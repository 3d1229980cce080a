"""`minga benchmark`: validated items to tasks."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "benchmark")
    def benchmark(session: Session) -> Outcome:
        """Turn validated items into tasks of lm-evaluation-harness."""
        return run_one(session, "benchmark")
