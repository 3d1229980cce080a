"""`minga curate`: which records stay, and why the others left."""

from __future__ import annotations

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import ADDRESS, ENGINE, run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "curate")
    def curate(session: Session, engine: ENGINE = "native", address: ADDRESS = "") -> Outcome:
        """Drop wrong languages, duplicates and faulty texts, each with its reason."""
        return run_one(session, "curate", session.pipeline(engine=engine, address=address))
