"""`minga leaderboard`: results to pages, and results from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from minga.cli.default_command import DEFAULT, DefaultCommandGroup
from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.steps import made_of, run_one
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.evaluate.importing import Imported

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(
        name="leaderboard",
        cls=DefaultCommandGroup,
        help="Rank models, on results of the project and from elsewhere.\n\n"
        "`minga leaderboard` is short for `minga leaderboard run`.",
    )

    @verb(group, DEFAULT)
    def run(session: Session) -> Outcome:
        """Compute scores with intervals and draw the leaderboard."""
        return run_one(session, "leaderboard")

    @verb(group, "import")
    def import_(
        session: Session,
        paths: Annotated[list[Path], typer.Argument(help="Files of results, or folders that have some at any depth.")],
        metric: Annotated[
            list[str] | None,
            typer.Option("--metric", help="What ranks a task: TASK=METRIC, or TASK=METRIC,FILTER; may be repeated."),
        ] = None,
    ) -> Outcome:
        """Take in results of lm-evaluation-harness and logs of Inspect, with their samples where they lie beside.

        Of several runs of a model on a task the newest complete one is kept; what is left out is named with its reason.
        """
        from minga.evaluate.importing import import_results

        metrics = dict(map(_task_and_metric, metric or ()))
        pipeline = session.pipeline()
        facts, own = pipeline.suites.facts, pipeline.suites.from_catalogue
        return _outcome(session, import_results(paths, metrics, facts, pipeline.workspace, own=own))

    app.add_typer(group)


def _task_and_metric(given: str) -> tuple[str, str]:
    from minga.errors import UsageError

    task, sign, metric = given.partition("=")
    if not (task and sign and metric):
        raise UsageError(f"--metric {given} names no task and metric", hint="for example: --metric xnli_eu=acc")
    return task, metric


def _outcome(session: Session, imported: Imported) -> Outcome:
    models = {artifact.name.split("/")[1] for artifact in imported.evaluations}
    counts: dict[str, Any] = {
        "files": imported.files,
        "models": len(models),
        "tasks": len(imported.tasks),
        "results": len(imported.evaluations),
        "left_out_by_reason": imported.reasons,
    }
    for remark in imported.remarks:
        session.err.print(f"[dim]{plain(remark)}[/]")
    verb = "would import" if session.dry_run else "imported"
    fresh = sum(artifact.state == "made" for artifact in imported.evaluations)
    more = "" if session.dry_run else f" ({fresh} new or changed)"
    return Outcome(
        made=[made_of(artifact, session) for artifact in (*imported.tasks, *imported.evaluations)],
        left_out=list(map(str, imported.left_out)),
        next="minga leaderboard",
        data={"imported": counts, "remarks": list(map(str, imported.remarks))},
        text=f"{verb} {len(imported.evaluations)} results of {len(models)} models on {len(imported.tasks)} tasks"
        f"{more}, from {imported.files} files",
    )
