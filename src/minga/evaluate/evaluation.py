"""The stage: models on tasks, each result an artifact of its own, and each a job in the database until it is one."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from minga.community import Database
from minga.community.models import EvaluationJob
from minga.errors import MissingPart
from minga.evaluate import jobs, runner
from minga.evaluate.wanted import CODE, Wanted, wanted_of
from minga.evaluate.workers import RunOptions, work
from minga.models import Model
from minga.results import Cost, Missing
from minga.settings import EvaluateSettings
from minga.storage import point, storage_errors
from minga.tables import Artifact
from minga.workspace import Workspace

__all__ = ["CODE", "Evaluation", "evaluate", "evaluate_all"]


@dataclass(frozen=True)
class Evaluation:
    """What became of one model on some tasks."""

    model: Model
    done: list[Artifact] = field(default_factory=list)
    """`evaluations/MODEL/TASK` in the order of the tasks, and after each its `variants/MODEL/TASK@VARIANT`."""
    missing: dict[str, Missing] = field(default_factory=dict)
    """By `TASK` or `TASK@VARIANT`: holes, which no average may hide."""
    costs: dict[str, Cost] = field(default_factory=dict)
    """By the same, where it was computed here."""

    @property
    def failed(self) -> dict[str, str]:
        """Reason by name of the task, for what has no result."""
        return {task: missing.detail for task, missing in self.missing.items()}


def evaluate(model: Model, tasks: Sequence[Artifact], settings: EvaluateSettings, workspace: Workspace) -> Evaluation:
    """One model on some tasks, with the embedded database in the folder of the workspace's state."""
    if workspace.dry:
        return evaluate_all([model], tasks, settings, workspace, None)[0]
    with Database.at(workspace.state / "minga.db") as database:
        database.migrate()
        return evaluate_all([model], tasks, settings, workspace, database)[0]


def evaluate_all(
    models: Iterable[Model],
    tasks: Sequence[Artifact],
    settings: EvaluateSettings,
    workspace: Workspace,
    database: Database | None,
    options: RunOptions | None = None,
    *,
    submissions: Mapping[str, int] | None = None,
) -> list[Evaluation]:
    """The models' results on `tasks` (folders for `lm_eval --include_path`), by lm-evaluation-harness.

    What has no result is queued and worked off, by processes of their own that each hold a model. What fails is left
    out with its reason, and the others go on. Without a `database`, and in a dry workspace, nothing is worked off: the
    outcome is what is there and what is pending. `submissions` are the numbers of those models that somebody
    submitted, by slug. Raises MissingPart when torch or the harness is not installed.
    """
    options = options or RunOptions()
    outcomes = {model.slug: Evaluation(model) for model in models}
    every = wanted_of([outcome.model for outcome in outcomes.values()], tasks, settings, submissions or {})
    found = [wanted.found(workspace) for wanted in every]
    pairs = list(zip(every, found, strict=True))
    if database is None:
        for wanted, artifact in pairs:
            outcomes[wanted.model.slug].done.append(artifact)
        return list(outcomes.values())
    lacking = {wanted.job.fingerprint: wanted for wanted, artifact in pairs if artifact.state == "pending"}
    if lacking and not workspace.dry:
        _check_parts()
        jobs.enqueue(database, [wanted.job for wanted in lacking.values()], retry=options.retry)
        work(lacking, settings, workspace, database, options)
    rows = jobs.states(database, [wanted.job.fingerprint for wanted in every])
    for wanted, before in pairs:
        _add(outcomes[wanted.model.slug], wanted, rows.get(wanted.job.fingerprint), before, workspace)
    return list(outcomes.values())


def _add(
    outcome: Evaluation, wanted: Wanted, row: EvaluationJob | None, before: Artifact, workspace: Workspace
) -> None:
    """Add to an outcome what became of one that was wanted; `before` is its result before the work."""
    artifact = wanted.found(workspace)
    if artifact.state == "pending":
        if workspace.dry:
            outcome.done.append(artifact)
        else:
            outcome.missing[wanted.name] = _missing(row)
        return
    if not workspace.dry:
        with storage_errors(artifact.path):
            point(artifact.path)
    outcome.done.append(replace(artifact, state="made") if before.state == "pending" else artifact)
    if row is not None:
        outcome.costs[wanted.name] = Cost(row.seconds, row.energy_kwh, row.co2_kg)


def _missing(row: EvaluationJob | None) -> Missing:
    if row is None or row.state == "done":  # somebody has deleted it this very moment
        return Missing("not-run")
    over_time = row.state == "failed" and row.cause in {"timeout", "stalled"}
    return Missing("timeout" if over_time else row.state, row.reason, row.attempts, row.log)


def _check_parts() -> None:
    absent = [package for package in runner.NEEDS if importlib.util.find_spec(package) is None]
    if absent:
        raise MissingPart(f"{', '.join(absent)} not installed", hint="pip install 'minga[eval]'")
