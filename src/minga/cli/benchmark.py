"""`minga benchmark`: validated items to tasks, and what validation changed."""

from __future__ import annotations

import typer

from minga.cli.benchmark_compare import register as _add_compare
from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(name="benchmark")

    @verb(group, "benchmark", bare=True)
    def benchmark(session: Session) -> Outcome:
        """Turn validated items into tasks of lm-evaluation-harness; `compare` says what validation changed."""
        return run_one(session, "benchmark")

    _add_compare(group)
    app.add_typer(group)
