"""What the verbs of the pipeline share: run steps, and say what they made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from minga.cli.outcome import Made, Outcome, plain
from minga.cli.session import Session

if TYPE_CHECKING:
    from minga.pipeline import Pipeline
    from minga.steps import StepReport
    from minga.tables import Artifact

__all__ = ["ADDRESS", "ENGINE", "made_of", "run_one", "run_several"]

ENGINE = Annotated[
    Literal["native", "ray"], typer.Option("--engine", help="`native` on this machine, or `ray` on a cluster.")
]
ADDRESS = Annotated[str, typer.Option("--address", help="Address of a Ray cluster; empty starts Ray on this machine.")]

NEXT = {
    "collect": "minga curate",
    "generate": "minga curate",
    "curate": "read data/report/curation/latest/index.html; then minga serve, and invite people: minga review invite",
    "translate": "minga serve, and invite people to validate: minga review invite",
    "review": "minga benchmark, minga tune or minga publish",
    "benchmark": "minga evaluate",
    "tune": "minga evaluate",
    "evaluate": "minga leaderboard",
    "leaderboard": "minga serve shows it; minga publish makes it a repository",
    "publish": "look at the cards, then: minga publish --upload",
}


def run_one(session: Session, step: str, pipeline: Pipeline | None = None) -> Outcome:
    """Run one step for a verb. Raises NothingToDo when the step has no input, now or ever."""
    from minga.errors import NothingToDo
    from minga.steps import run_step

    report = run_step(pipeline or session.pipeline(), step)
    if report.not_configured:
        raise NothingToDo(f"minga.toml has nothing to {step}", hint=report.not_configured)
    if report.waiting and not report.artifacts:
        raise NothingToDo(report.waiting)
    return Outcome(
        made=[made_of(artifact, session) for artifact in report.artifacts],
        left_out=[*report.left_out, *([report.waiting] if report.waiting else [])],
        next=NEXT[step],
    )


def run_several(session: Session, pipeline: Pipeline, steps: Sequence[str]) -> tuple[Outcome, list[StepReport]]:
    """Run steps one after the other, saying one line for each as it ends."""
    from minga.steps import run_steps

    outcome, reports = Outcome(), []
    for report in run_steps(pipeline, steps):
        reports.append(report)
        session.out.print(_line(report))
        outcome.made += [made_of(artifact, session) for artifact in report.artifacts]
        outcome.left_out += report.left_out
        if report.waiting:
            outcome.left_out.append(f"{report.step} waits: {report.waiting}")
    outcome.data["seconds"] = {report.step: round(report.seconds, 2) for report in reports}
    outcome.text = ""
    return outcome, reports


def made_of(artifact: Artifact, session: Session) -> Made:
    """An artifact as a line of an outcome."""
    pending = artifact.manifest_ is None
    counts = None if pending else artifact.manifest.counts
    is_table = counts is not None and artifact.manifest.kind == "table"
    path = (
        artifact.path
        if not artifact.path.is_relative_to(session.project.root)
        else artifact.path.relative_to(session.project.root)
    )
    return Made(
        name=artifact.name,
        path=str(path),
        state=artifact.state,
        rows=counts.rows_kept if counts and is_table else None,
        dropped=counts.dropped if counts else {},
    )


def _line(report: StepReport) -> str:
    if report.not_configured:
        return f"[dim]– {report.step:<12}{'':9}  not configured: {plain(report.not_configured)}[/]"
    marks = {"made": "[green]✔[/]", "unchanged": "[dim]=[/]", "pending": "[yellow]…[/]", "waiting": "[yellow]✋[/]"}
    counts = [
        artifact.manifest.counts
        for artifact in report.artifacts
        if artifact.manifest_ and artifact.manifest.kind == "table"
    ]
    rows = sum(count.rows_kept for count in counts)
    dropped = sum(sum(count.dropped.values()) for count in counts)
    what = [f"{len(report.artifacts)} artifact{'s' * (len(report.artifacts) != 1)}"]
    what += [f"{rows:,} rows kept"] * bool(counts) + [f"{dropped:,} dropped"] * bool(dropped)
    state = plain(report.waiting) or ("unchanged, " if report.state == "unchanged" else "") + ", ".join(what)
    return f"{marks[report.state]} {report.step:<12}[dim]{report.seconds:7.1f} s[/]  {state}"
