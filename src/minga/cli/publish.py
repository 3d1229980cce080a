"""`minga publish`: repositories with cards, as folders and on the Hub."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import run_one
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.publish import Upload
    from minga.tables import Artifact

__all__ = ["register"]

UPLOAD = Annotated[bool, typer.Option("--upload", help="Bring them to the Hub too, with the token in HF_TOKEN.")]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "publish")
    def publish(session: Session, upload: UPLOAD = False) -> Outcome:
        """Make the data set, benchmark, model and leaderboard repositories, each with its card."""
        pipeline = session.pipeline()
        outcome = run_one(session, "publish", pipeline)
        return _bring_up(session, outcome, _uploads(session, pipeline.release)) if upload else outcome


def _uploads(session: Session, releases: list[Artifact]) -> list[Upload]:
    from minga.publish import Imprint, plan

    imprint = Imprint.of(session.project.settings)
    return [plan(release, imprint) for release in releases]


def _bring_up(session: Session, outcome: Outcome, uploads: list[Upload]) -> Outcome:
    """Upload one after the other; with `--dry-run` only say what would go where."""
    import os

    from minga.publish import upload

    commits = []
    for to in uploads:
        size = f"{len(to.files):,} files, {to.bytes / 1e6:,.1f} MB"
        if session.dry_run:
            session.out.print(f"would upload {to.release.name} ({size}) to {to.address}")
            continue
        session.out.print(f"uploading {to.release.name} ({size}) to {to.address}")
        commits.append(upload(to, os.environ.get("HF_TOKEN"), endpoint=os.environ.get("HF_ENDPOINT")))
    outcome.data["uploads"] = [
        {"release": to.release.name, "repository": to.repository, "type": to.type, "files": to.files} for to in uploads
    ]
    outcome.data["commits"] = commits
    outcome.next = "minga publish --upload" if session.dry_run else f"look at {uploads[0].address}"
    return outcome
