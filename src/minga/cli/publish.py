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
        return _bring_up(session, outcome, pipeline.release) if upload else outcome


def _bring_up(session: Session, outcome: Outcome, releases: list[Artifact]) -> Outcome:
    """Upload one after the other; with `--dry-run` only say what would go where."""
    import os

    from minga.publish import Imprint, plan, upload

    imprint = Imprint.of(session.project.settings)
    uploads = [plan(release, imprint) for release in releases]
    commits = []
    for to in uploads:
        session.out.print(f"{'would upload' if session.dry_run else 'uploading'} {_described(to)}", markup=False)
        if not session.dry_run:
            commits.append(upload(to, os.environ.get("HF_TOKEN"), endpoint=os.environ.get("HF_ENDPOINT")))
    outcome.data["uploads"] = [
        {"release": to.release.name, "repository": to.repository, "type": to.type, "files": to.files} for to in uploads
    ]
    outcome.data["commits"] = commits
    outcome.next = "minga publish --upload" if session.dry_run else f"look at {uploads[0].address}"
    return outcome


def _described(to: Upload) -> str:
    size = f"{len(to.files):,} files, {to.bytes / 1e6:,.1f} MB" if to.files else "not made yet"
    return f"{to.release.name} ({size}) to {to.address}"
