"""Evaluate what was accepted: the submitted models, each on the suites that were asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Submission
from minga.errors import EndpointError, NothingToDo
from minga.evaluate.backends import TAKES_FOLDERS
from minga.evaluate.evaluation import Evaluation, evaluate_all
from minga.evaluate.jobs import cancel_left
from minga.evaluate.submissions.queue import accepted
from minga.evaluate.submissions.standing import settle
from minga.evaluate.submissions.submitted_models import model_of, slug_of
from minga.evaluate.workers import RunOptions
from minga.models import Model
from minga.settings import EvaluateSettings
from minga.tables import Artifact
from minga.workspace import Workspace

__all__ = ["Submitted", "evaluate_submitted", "taken_off"]


@dataclass
class Submitted:
    """What became of the submitted models."""

    evaluations: list[Evaluation] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    """Models that could not be begun with, and why."""


def evaluate_submitted(
    db: Database,
    tasks_of: Callable[[Sequence[str]], Sequence[Artifact]],
    settings: EvaluateSettings,
    workspace: Workspace,
    options: RunOptions | None = None,
    *,
    only: Collection[str] = (),
) -> Submitted:
    """Evaluate every accepted submission on its suites, as far as `settings` still has them; the first decided first.

    Variants are asked of the project's own models only. `tasks_of` gives the tasks of suites; with `only`, those of
    these names are worked off. What is queued of tasks that have left the suites is cancelled. In a dry workspace
    nothing is worked off.
    """
    outcome, settings = Submitted(), settings.model_copy(update={"variants": ()})
    by_suites: dict[tuple[str, ...], list[tuple[Submission, Model]]] = {}
    for row in accepted(db):
        if settings.backend not in TAKES_FOLDERS:
            outcome.left_out.append(f"{row.model}: the backend {settings.backend} takes no model of the Hub")
            continue
        suites = tuple(name for name in settings.suites if name in row.suites)
        try:
            by_suites.setdefault(suites, []).append((row, model_of(row, workspace)))
        except EndpointError as error:  # the others go on
            outcome.left_out.append(f"{row.model}: {error.what}")
    for suites, members in by_suites.items():
        tasks: Sequence[Artifact] = ()
        try:
            tasks = tasks_of(suites) if suites else ()
        except NothingToDo as error:
            outcome.left_out += [f"{row.model}: {error.what}" for row, _ in members]
        models, names = [model for _, model in members], {task.own_name for task in tasks}
        if not workspace.dry:
            cancel_left(db, [model.slug for model in models], names)
        outcome.evaluations += evaluate_all(
            models, [task for task in tasks if not only or task.own_name in only], settings, workspace, db, options,
            submissions={model.slug: row.id for row, model in members},
        )  # fmt: skip
        if not workspace.dry:
            settle(db)
    return outcome


def taken_off(db: Database) -> frozenset[str]:
    """Slugs of models that were refused or withdrawn and stand in no other submission: no leaderboard shows them."""
    # one that never passed its check has the name that somebody gave it, which may be that of another model
    gone = sa.select(Submission).where(
        Submission.state.in_(("refused", "withdrawn")), Submission.parameters.is_not(None)
    )
    with db.reading() as session:
        slugs = {slug_of(row) for row in session.scalars(gone)}
    return frozenset(slugs - {slug_of(row) for row in accepted(db)})
