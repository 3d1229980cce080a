"""`minga benchmark`: validated items to tasks, the catalogue of evaluation sets, and what validation changed."""

from __future__ import annotations

import typer

from minga.cli.benchmark_check import register as _add_check
from minga.cli.benchmark_compare import register as _add_compare
from minga.cli.benchmark_judge import register as _add_judge
from minga.cli.benchmark_list import register as _add_list
from minga.cli.default_command import DEFAULT, DefaultCommandGroup
from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        name="benchmark",
        cls=DefaultCommandGroup,
        help="Make tasks of validated items, check evaluation sets, and measure what validation changed.\n\n"
        "`minga benchmark` is short for `minga benchmark run`.",
    )

    @verb(group, DEFAULT)
    def run(session: Session) -> Outcome:
        """Turn validated items into tasks of lm-evaluation-harness."""
        return run_one(session, "benchmark")

    _add_list(group)
    _add_check(group)
    _add_compare(group)
    _add_judge(group)
    app.add_typer(group)
