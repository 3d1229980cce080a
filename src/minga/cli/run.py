"""`minga run`: the whole pipeline, as far as people's answers allow."""

from __future__ import annotations

from typing import Annotated

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import ADDRESS, ENGINE, run_several
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "run")
    def run(
        session: Session,
        steps: Annotated[list[str] | None, typer.Argument(help="Steps to run; all of them when none is named.")] = None,
        engine: ENGINE = "native",
        address: ADDRESS = "",
    ) -> Outcome:
        """Run every step that is not up to date."""
        from minga.steps import STEPS

        pipeline = session.pipeline(engine=engine, address=address)
        outcome, reports = run_several(session, pipeline, steps or list(STEPS))
        outcome.next = "minga serve" if outcome.left_out else "minga status"
        if all(report.not_configured for report in reports):
            outcome.next = f"{reports[-1].not_configured}, then: minga run"
        return outcome
