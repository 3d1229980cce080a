"""`minga status`: the lineage, what is stale and why, and how far the goals are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.steps import made_of
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.steps import StepReport
    from minga.tables import Artifact

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "status", writes=False)
    def status(session: Session) -> Outcome:
        """Draw the lineage, say what is stale and why, and compare the records with the goals."""
        from dataclasses import replace

        from minga.steps import STEPS, goals, run_steps

        pipeline = replace(session, dry_run=True).pipeline()
        reports = list(run_steps(pipeline, list(STEPS)))
        artifacts = [artifact for report in reports for artifact in report.artifacts]
        stale = [artifact for artifact in artifacts if artifact.state == "pending"]
        progress = goals(pipeline)
        return Outcome(
            made=[made_of(artifact, session) for artifact in artifacts],
            next="minga run" if stale else "minga serve",
            data={
                "stale": {artifact.name: artifact.reason for artifact in stale},
                "not_configured": {report.step: report.not_configured for report in reports if report.not_configured},
                "waiting": {report.step: report.waiting for report in reports if report.waiting},
                "goals": [{"variety": tag, "have": have, "goal": goal} for tag, have, goal in progress],
                "jobs": _jobs(session),
            },
            text=_drawing(session, reports, progress),
        )


def _jobs(session: Session) -> list[dict[str, object]]:
    """How far every evaluation is, as `minga evaluate --status` has it."""
    from minga.cli.evaluate import job_facts
    from minga.community import Database
    from minga.errors import StorageError
    from minga.evaluate.jobs import newest_jobs

    try:
        with Database.to_read(session.project.database_url) as database:
            return [job_facts(job) for job in newest_jobs(database)]
    except StorageError:  # an older schema, in which there are none
        return []


def _drawing(session: Session, reports: list[StepReport], progress: list[tuple[str, int, int]]) -> Any:
    from rich.console import Group
    from rich.table import Table
    from rich.tree import Tree

    project = session.project
    tree = Tree(f"[bold]{plain(project.settings.project.name)}[/]  [dim]{plain(project.root)}[/]", guide_style="dim")
    for report in reports:
        branch = tree.add(_step(report))
        for artifact in report.artifacts:
            branch.add(_leaf(artifact))
    if not progress:
        return tree
    table = Table(box=None, pad_edge=False, header_style="dim", title="records by variety", title_justify="left")
    for column in ("variety", "have", "goal", ""):
        table.add_column(column, justify="left" if column in {"variety", ""} else "right")
    for tag, have, goal in progress:
        share = min(1.0, have / goal) if goal else 1.0
        table.add_row(
            tag,
            f"{have:,}",
            f"{goal:,}",
            f"[green]{'█' * round(20 * share)}[/][dim]{'░' * (20 - round(20 * share))}[/]",
        )
    return Group(tree, "", table)


def _step(report: StepReport) -> str:
    if report.not_configured:
        return f"[dim]{report.step}  –  not configured: {plain(report.not_configured)}[/]"
    return f"[bold]{report.step}[/]" + (f"  [yellow]waits: {plain(report.waiting)}[/]" if report.waiting else "")


def _leaf(artifact: Artifact) -> str:
    if artifact.manifest_ is None:
        return f"[yellow]{artifact.name}[/]  [yellow]stale: {plain(artifact.reason)}[/]"
    manifest = artifact.manifest
    rows = f"  {manifest.counts.rows_kept:,} rows" if manifest.kind == "table" else f"  {len(manifest.files)} files"
    left = sum(manifest.counts.dropped.values())
    made_from = ", ".join(parent.name for parent in manifest.parents)
    parents = f"  [dim]← {made_from}[/]" if made_from else ""
    return f"[green]{artifact.name}[/]{rows}" + (f" [dim](−{left:,})[/]" if left else "") + parents
