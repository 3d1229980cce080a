"""`minga curate`: which records stay, and why the others left."""

from __future__ import annotations

import typer

from minga.cli import curate_audit, curate_decisions, curate_variety
from minga.cli.default_command import DEFAULT, DefaultCommandGroup
from minga.cli.outcome import Outcome
from minga.cli.session import Session
from minga.cli.steps import ADDRESS, ENGINE, made_of, run_one
from minga.cli.verb import verb

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        name="curate",
        cls=DefaultCommandGroup,
        help="Which records stay, and why the others left.\n\n`minga curate` is short for `minga curate run`.",
    )

    @verb(group, DEFAULT)
    def run(session: Session, engine: ENGINE = "native", address: ADDRESS = "") -> Outcome:
        """Drop wrong languages, duplicates and faulty texts, each with its reason."""
        from minga.curate.duplicates.minhash import threshold_curve

        outcome = run_one(session, "curate", session.pipeline(engine=engine, address=address))
        curve = threshold_curve(session.project.settings.curate.near_duplicates)
        outcome.data["near_duplicates"] = curve
        outcome.remarks.append(
            f"near-duplicates: {curve['found_at_threshold']:.1%} of the pairs that are {curve['threshold']:.2f} alike "
            f"are compared, half of those that are {curve['half_found_at']:.2f} alike"
        )
        return outcome

    @verb(group, "report")
    def report(session: Session) -> Outcome:
        """Write the page that says what the newest run kept and why the rest left, to read in a browser."""
        from minga.curate.curated_run import CuratedRun
        from minga.curate.report import curation_report

        workspace = session.pipeline().workspace
        run = CuratedRun.newest(workspace)
        made = curation_report(run.curated, session.project.settings.project, workspace)
        shown = made_of(made, session)
        return Outcome(made=[shown], next=f"open {shown.path}/index.html" if made.state != "pending" else "")

    curate_audit.register(group)
    curate_decisions.register(group)
    curate_variety.register(group)
    app.add_typer(group)
