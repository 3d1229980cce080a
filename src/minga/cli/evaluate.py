"""`minga evaluate`: models on tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from minga.cli.outcome import Outcome, plain
from minga.cli.session import Session
from minga.cli.steps import ADDRESS, ENGINE, run_one
from minga.cli.verb import verb

if TYPE_CHECKING:
    from minga.community.models import EvaluationJob
    from minga.pipeline import Pipeline

__all__ = ["job_facts", "register"]

MODELS = Annotated[
    list[str] | None,
    typer.Argument(
        help="`embedded`, a folder, or a name on the Hub; none are those of minga.toml.", show_default=False
    ),
]
SUITES = Annotated[
    list[str] | None, typer.Option("--suite", "-s", help="Only on this suite, such as `own` or `es`; several times.")
]
TASKS = Annotated[list[str] | None, typer.Option("--task", "-t", help="Only on this task; several times.")]
RETRY = Annotated[bool, typer.Option("--retry", help="Also what failed, hung or was cancelled, and at once.")]
WORKERS = Annotated[int | None, typer.Option("--workers", "-w", min=1, help="Processes at a time, each with a model.")]
GPUS = Annotated[float, typer.Option("--gpus", min=0, help="Graphics cards of each worker on Ray.")]
BACKEND = Annotated[
    str, typer.Option("--backend", help="A backend of lm-evaluation-harness, in place of that of minga.toml.")
]
MODEL_ARGS = Annotated[
    str, typer.Option("--model-args", help="What the backend is told: `dtype=bfloat16,max_length=4096`.")
]
LIMIT = Annotated[int | None, typer.Option("--limit", min=1, help="A trial on so many items; it is on no leaderboard.")]
STATUS = Annotated[bool, typer.Option("--status", help="Show how far every evaluation is, and start nothing.")]
CANCEL = Annotated[bool, typer.Option("--cancel", help="Cancel what is queued or running, of those models and tasks.")]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @verb(app, "evaluate")
    def evaluate(
        session: Session,
        models: MODELS = None,
        suites: SUITES = None,
        tasks: TASKS = None,
        retry: RETRY = False,
        workers: WORKERS = None,
        backend: BACKEND = "",
        model_args: MODEL_ARGS = "",
        limit: LIMIT = None,
        status: STATUS = False,
        cancel: CANCEL = False,
        engine: ENGINE = "native",
        address: ADDRESS = "",
        gpus: GPUS = 0.0,
    ) -> Outcome:
        """Score models on tasks: queue what has no result, and work it off.

        Each evaluation is a job with a state of its own. What fails is tried again where that may help, and named with
        its reason at the end; the others go on. Several of these commands, on one machine or more, share the work.
        """
        if status or cancel:
            return _cancelled(session, models, tasks) if cancel else _shown(session)
        changes = {
            "models": tuple(models or ()),
            "suites": tuple(suites or ()),
            "workers": workers,
            "backend": backend,
            "model_args": _parsed(model_args),
            "limit": limit,
        }
        pipeline = _pipeline(session, {key: value for key, value in changes.items() if value}, engine, address)
        from minga.engine import Engine
        from minga.evaluate import RunOptions

        on = Engine(kind=engine, address=address or None) if engine == "ray" else None
        pipeline.runs = RunOptions(engine=on, gpus=gpus, retry=retry, wait=True)
        pipeline.only_tasks = tuple(tasks or ())
        pipeline.with_adapter = pipeline.with_submissions = not models
        outcome = run_one(session, "evaluate", pipeline)
        if outcome.left_out and not retry:
            outcome.next = "minga evaluate --retry, once the causes are mended; minga leaderboard shows the holes"
        return outcome


def _pipeline(session: Session, changes: dict[str, Any], engine: Literal["native", "ray"], address: str) -> Pipeline:
    """The project's pipeline with other settings of `[evaluate]`."""
    from pydantic import ValidationError

    from minga.errors import UsageError
    from minga.project import Project
    from minga.records import first_fault
    from minga.settings import EvaluateSettings

    pipeline = session.pipeline(engine, address)
    settings = pipeline.project.settings
    try:
        evaluate = EvaluateSettings.model_validate(settings.evaluate.model_dump() | changes)
    except ValidationError as error:
        raise UsageError(first_fault(error)) from None
    pipeline.project = Project(pipeline.project.root, settings.model_copy(update={"evaluate": evaluate}))
    return pipeline


def _parsed(model_args: str) -> dict[str, str | int | float | bool]:
    """`KEY=VALUE,…` as the harness writes it; a number or a truth value where it looks like one."""
    from minga.errors import UsageError

    parsed: dict[str, str | int | float | bool] = {}
    for part in filter(None, model_args.split(",")):
        key, equals, value = part.partition("=")
        if not key or not equals:
            raise UsageError(f"--model-args: {part!r} is not KEY=VALUE", hint="separate them by commas")
        parsed[key] = _value(value)
    return parsed


def _value(text: str) -> str | int | float | bool:
    if text in {"True", "true", "False", "false"}:
        return text.lower() == "true"
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _cancelled(session: Session, models: list[str] | None, tasks: list[str] | None) -> Outcome:
    from minga.community import Database
    from minga.evaluate.jobs import cancel
    from minga.models import find_model

    workspace = session.project.workspace()
    slugs = {find_model(name, workspace).slug if "/" in name or name == "embedded" else name for name in models or ()}
    with Database(session.project.database_url) as database:
        database.migrate()
        found = cancel(database, slugs, tasks or ())
    return Outcome(
        data={"cancelled": [job_facts(job) for job in found]},
        text=f"{len(found)} evaluation{'s' * (len(found) != 1)} cancelled",
        next="minga evaluate --retry takes them up again" if found else "",
    )


def _shown(session: Session) -> Outcome:
    from minga.community import Database
    from minga.evaluate.jobs import newest_jobs

    with Database.to_read(session.project.database_url) as database:
        found = newest_jobs(database)
    return Outcome(
        data={"evaluations": [job_facts(job) for job in found]},
        text=_table(found) if found else "nothing was evaluated yet",
        next="minga evaluate --retry" if any(job.state in {"failed", "cancelled"} for job in found) else "",
    )


def job_facts(job: EvaluationJob) -> dict[str, Any]:
    """A job for `--json`."""
    names = (
        "model",
        "task",
        "state",
        "cause",
        "reason",
        "attempts",
        "log",
        "batch_size",
        "seconds",
        "energy_kwh",
        "co2_kg",
    )
    moments = ("queued_at", "started_at", "finished_at", "heartbeat_at", "not_before")
    facts = {name: getattr(job, name) for name in names}
    facts |= {name: None if (at := getattr(job, name)) is None else at.isoformat() for name in moments}
    return facts | {"worker": job.worker, "hardware": job.hardware, "versions": job.versions, "requests": job.requests}


def _table(found: list[EvaluationJob]) -> Any:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="dim")
    columns = ("model", "task", "state", "attempts", "seconds", "kWh", "why")
    for column in columns:
        table.add_column(column, justify="right" if column in {"attempts", "seconds", "kWh"} else "left")
    colours = {"done": "green", "failed": "red", "running": "cyan", "queued": "yellow", "cancelled": "dim"}
    for job in found:
        energy = "" if job.energy_kwh is None else f"{job.energy_kwh:.2g}"
        why = "" if job.state == "done" else job.reason + (f" (log: {job.log})" if job.log and job.reason else "")
        state = f"[{colours[job.state]}]{job.state}[/]"
        table.add_row(job.model, job.task, state, str(job.attempts), f"{job.seconds:.1f}", energy, plain(why))
    return table
