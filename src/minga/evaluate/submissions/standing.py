"""How far a submission is: its place in the queue, and its evaluations one by one."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from minga.community import Database
from minga.community.models import EvaluationJob, Submission
from minga.evaluate.jobs import LEFT
from minga.evaluate.submissions.queue import accepted
from minga.evaluate.submissions.reasons import Reason
from minga.evaluate.submissions.submitted_models import slug_of

__all__ = ["Standing", "Step", "settle", "standings"]

Step = Literal["checking", "refused", "deciding", "waiting", "running", "done", "failed", "withdrawn"]
"""As the states of a submission; `deciding` is one that passed its check and waits for the lead."""
_UNDECIDED = ("queued", "running")


@dataclass(frozen=True)
class Standing:
    """A submission, and how far it is."""

    submission: Submission
    step: Step
    place: int | None = None
    """Its place among those that wait to be evaluated, from 1."""
    jobs: tuple[EvaluationJob, ...] = ()
    """Its evaluations, one a task, in the order of the tasks' names; without those whose task left its suites."""

    @property
    def done(self) -> int:
        """Evaluations with a result."""
        return sum(job.state == "done" for job in self.jobs)

    @property
    def failed(self) -> int:
        """Evaluations that failed for good, or were cancelled."""
        return sum(job.state not in {"done", *_UNDECIDED} for job in self.jobs)


def standings(db: Database, submissions: Sequence[Submission]) -> list[Standing]:
    """How far each of these submissions is, in their order."""
    in_queue = [row for row in accepted(db) if row.state in {"waiting", "running"}]
    jobs = _jobs(db, [*submissions, *in_queue])
    steps = {row.id: _step(row, jobs.get(slug_of(row), ())) for row in [*in_queue, *submissions]}
    waiting = [row.id for row in in_queue if steps[row.id] == "waiting"]
    return [
        Standing(
            row,
            steps[row.id],
            waiting.index(row.id) + 1 if row.id in waiting else None,
            jobs.get(slug_of(row), ()) if row.decided_at else (),
        )
        for row in submissions
    ]


def settle(db: Database) -> None:
    """Write down which submissions are being evaluated, done or failed, from what their evaluations came to."""
    for one in standings(db, [row for row in accepted(db) if row.state != "done"]):
        if one.step != one.submission.state and one.step in {"waiting", "running", "done", "failed"}:
            reason = Reason("failed", {"count": one.failed}).dump() if one.step == "failed" else ""
            same = (Submission.id == one.submission.id, Submission.state == one.submission.state)
            # one that failed and was submitted again stays as it is: the jobs are the newer one's
            with contextlib.suppress(IntegrityError), db.writing() as session:
                session.execute(sa.update(Submission).where(*same).values(state=one.step, reason=reason))


def _step(row: Submission, jobs: Iterable[EvaluationJob]) -> Step:
    if row.state == "waiting" and row.decided_at is None:
        return "deciding"
    states = {job.state for job in jobs}
    if row.state not in {"waiting", "running", "failed"}:
        return row.state
    if not states:
        return "waiting" if row.state == "running" else row.state
    if states <= {"done"}:
        return "done"
    if not states.intersection(_UNDECIDED):
        return "failed"
    begun = states != {"queued"} or any(job.attempts for job in jobs)
    return "running" if begun else "waiting"


def _jobs(db: Database, submissions: Sequence[Submission]) -> dict[str, tuple[EvaluationJob, ...]]:
    """The newest evaluation of each task, by the model's slug."""
    slugs = sorted({slug_of(row) for row in submissions if row.revision})
    newest = sa.select(sa.func.max(EvaluationJob.id)).where(EvaluationJob.model.in_(slugs))
    newest = newest.group_by(EvaluationJob.model, EvaluationJob.task)
    query = sa.select(EvaluationJob).where(EvaluationJob.id.in_(newest), EvaluationJob.cause != LEFT)
    found: dict[str, tuple[EvaluationJob, ...]] = {}
    with db.reading() as session:
        for job in session.scalars(query.order_by(EvaluationJob.task)):
            found[job.model] = (*found.get(job.model, ()), job)
    return found
