"""Evaluations as jobs in the database: whose turn it is, who works on what, and how it went.

A worker takes a job with a lease and renews it while it works. A job whose lease ran out is anybody's again, so what a
dead worker had begun is taken up by another one, on this machine or elsewhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from minga.community import Database
from minga.community.models import EvaluationJob
from minga.evaluate.failures import Failure

__all__ = [
    "Job", "LEFT", "Record", "at_work", "cancel", "cancel_left", "due_in", "enqueue", "fail", "give_up", "is_open",
    "newest_jobs", "release", "renew", "states", "succeed", "take",
]  # fmt: skip

LEFT = "left"
"""Cause of what was cancelled because its task left the suites that somebody asked for; it comes back with its task."""
_OPEN = ("queued", "running")
_QUEUEING = 0x6D696E6761_51
"""Number of the lock that a command holds while it queues, on a server that lets several write at once."""
_INSTEAD_OF_AUTO = 16
"""What is halved where the size was found automatically, and too large."""


@dataclass(frozen=True)
class Job:
    """One model on one task, to be queued."""

    fingerprint: str
    """That of the artifact to be."""
    model: str
    task: str
    submission: int | None = None
    """Who asked for it; None for the project's own models."""


@dataclass(frozen=True)
class Record:
    """What is known of an attempt once it is over."""

    seconds: float = 0.0
    energy_kwh: float | None = None
    co2_kg: float | None = None
    log: str = ""
    batch_size: int | None = None
    hardware: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    seeds: Mapping[str, int] = field(default_factory=dict)
    requests: Mapping[str, int] = field(default_factory=dict)
    """`computed` in this attempt, and `kept` from those before."""


def enqueue(db: Database, jobs: Iterable[Job], *, retry: bool = False) -> None:
    """Queue jobs whose results are missing; with `retry` also those that failed or were cancelled, and all at once.

    What is queued or running stays as it is; what was cancelled because its task had left is queued again.
    """
    now = db.now()
    with db.writing() as session:
        if not db.embedded:  # another command may be queueing the same
            session.execute(sa.select(sa.func.pg_advisory_xact_lock(_QUEUEING)))
        wanted = {job.fingerprint: job for job in jobs}
        for row in _rows(session, wanted, lock=True):
            del wanted[row.fingerprint]
            if row.state == "done" or row.cause == LEFT or (retry and row.state in {"failed", "cancelled"}):
                _begin_anew(row, now)
            elif retry and row.state == "queued":
                row.not_before = min(row.not_before, now)
        for job in wanted.values():
            session.add(
                EvaluationJob(
                    fingerprint=job.fingerprint,
                    model=job.model,
                    task=job.task,
                    submission_id=job.submission,
                    not_before=now,
                    queued_at=now,
                )
            )


def take(
    db: Database, wanted: Collection[str], worker: str, *, lease: float, attempts: int, holding: str = ""
) -> EvaluationJob | None:
    """The next of the `wanted` fingerprints for `worker`, for `lease` seconds; None when there is none now.

    The model that the worker is `holding` goes first. A job whose worker was lost in its last attempt has failed.
    """
    now = db.now()
    order = (EvaluationJob.model != holding, EvaluationJob.id)
    with db.writing() as session:
        query = sa.select(EvaluationJob.id, EvaluationJob.fingerprint).where(_takeable(now)).order_by(*order)
        for number, fingerprint in session.execute(query).all():
            if fingerprint in wanted and _taken(session, number, worker, now, lease, attempts):
                return session.get(EvaluationJob, number)
    return None


def renew(db: Database, job: EvaluationJob, worker: str, *, lease: float) -> bool:
    """Hold on to a job for `lease` seconds more; False when it is no longer the worker's: cancelled, or taken."""
    now = db.now()
    values = {"heartbeat_at": now, "lease_until": now + timedelta(seconds=lease)}
    with db.writing() as session:
        return _update(session, job, worker, values)


def give_up(db: Database, workers: Collection[str]) -> None:
    """End the leases of workers that are known to be gone, so that nobody waits for them."""
    now = db.now()
    with db.writing() as session:
        gone = (EvaluationJob.state == "running", EvaluationJob.worker.in_(workers), EvaluationJob.lease_until > now)
        session.execute(sa.update(EvaluationJob).where(*gone).values(lease_until=now))


def at_work(db: Database) -> list[str]:
    """Names of the workers that have a job."""
    with db.reading() as session:
        query = sa.select(EvaluationJob.worker).where(EvaluationJob.state == "running").distinct()
        return list(session.scalars(query))


def succeed(db: Database, job: EvaluationJob, record: Record) -> None:
    """The result of a job is there, whoever computed it."""
    with db.writing() as session:
        row = session.get_one(EvaluationJob, job.id)
        _note(row, record)
        row.state, row.cause, row.reason = "done", "", ""
        row.finished_at, row.lease_until = db.now(), None


def fail(
    db: Database,
    job: EvaluationJob,
    worker: str,
    failure: Failure,
    record: Record,
    *,
    attempts: int,
    retry_after: float,
) -> bool:
    """An attempt failed; whether there will be another one.

    Where the cause may pass, the job is queued for later: after `retry_after` seconds, doubled with each attempt.
    """
    now = db.now()
    with db.writing() as session:
        row = session.get_one(EvaluationJob, job.id)
        if (row.state, row.worker) != ("running", worker):
            return False
        _note(row, record)
        again = failure.passing and row.attempts < attempts
        row.state = "queued" if again else "failed"
        row.cause, row.reason = failure.cause, failure.reason
        row.not_before = now + timedelta(seconds=retry_after * 2 ** (row.attempts - 1))
        row.finished_at, row.lease_until = now, None
        if failure.wants_smaller_batches:
            row.batch_size = max(1, (record.batch_size or _INSTEAD_OF_AUTO) // 2)
        return again


def release(db: Database, job: EvaluationJob, worker: str) -> None:
    """Give a job back that was not finished for no fault of its own, such as Ctrl-C: the attempt does not count."""
    values = {"state": "queued", "not_before": db.now(), "lease_until": None, "attempts": EvaluationJob.attempts - 1}
    with db.writing() as session:
        _update(session, job, worker, values)


def cancel(db: Database, models: Collection[str] = (), tasks: Collection[str] = ()) -> list[EvaluationJob]:
    """Cancel what is queued or running of some models and tasks; of all, where none are named.

    Whoever works on one notices at the next heartbeat. Results that are there stay.
    """
    with db.writing() as session:
        query = sa.select(EvaluationJob).where(EvaluationJob.state.in_(_OPEN)).order_by(EvaluationJob.id)
        found = [
            job
            for job in session.scalars(query)
            if (not models or job.model in models) and (not tasks or job.task in tasks)
        ]
        for job in found:
            job.state, job.reason, job.cause = "cancelled", "cancelled", ""
            job.finished_at, job.lease_until = db.now(), None
        return found


def cancel_left(db: Database, models: Collection[str], tasks: Collection[str]) -> None:
    """Cancel what is queued or running of `models` on other tasks than `tasks`: nobody would take it up."""
    left = sa.update(EvaluationJob).where(
        EvaluationJob.model.in_(models), EvaluationJob.task.not_in(tasks), EvaluationJob.state.in_(_OPEN)
    )
    reason = "its task is in none of the suites any more that the model was submitted to"
    values = {"state": "cancelled", "cause": LEFT, "reason": reason, "finished_at": db.now(), "lease_until": None}
    with db.writing() as session:
        session.execute(left.values(**values).execution_options(synchronize_session=False))


def states(db: Database, wanted: Collection[str]) -> dict[str, EvaluationJob]:
    """The jobs with these fingerprints."""
    with db.reading() as session:
        return {row.fingerprint: row for row in _rows(session, wanted)}


def newest_jobs(db: Database) -> list[EvaluationJob]:
    """Of every model and task the newest job, in their order."""
    newest = sa.select(sa.func.max(EvaluationJob.id)).group_by(EvaluationJob.model, EvaluationJob.task)
    with db.reading() as session:
        query = sa.select(EvaluationJob).where(EvaluationJob.id.in_(newest))
        return list(session.scalars(query.order_by(EvaluationJob.model, EvaluationJob.task)))


def due_in(db: Database, wanted: Collection[str], *, others: bool = True) -> float | None:
    """Seconds until the first of the jobs may be taken, 0 for at once; None when there is nothing to wait for.

    Of those that run, the end of their lease counts, unless `others` is False.
    """
    now = db.now()
    moments = [
        row.not_before if row.state == "queued" else row.lease_until or now
        for row in states(db, wanted).values()
        if row.state == "queued" or (others and row.state == "running")
    ]
    return max(0.0, (min(moments) - now).total_seconds()) if moments else None


def is_open(job: EvaluationJob) -> bool:
    """Whether it is still to be done."""
    return job.state in _OPEN


def _rows(session: Session, fingerprints: Collection[str], *, lock: bool = False) -> list[EvaluationJob]:
    found: list[EvaluationJob] = []
    every = list(fingerprints)
    for start in range(0, len(every), 500):
        query = sa.select(EvaluationJob).where(EvaluationJob.fingerprint.in_(every[start : start + 500]))
        query = query.order_by(EvaluationJob.id)
        found += session.scalars(query.with_for_update() if lock else query)
    return found


def _takeable(now: datetime) -> sa.ColumnElement[bool]:
    waiting = sa.and_(EvaluationJob.state == "queued", EvaluationJob.not_before <= now)
    return sa.or_(waiting, sa.and_(EvaluationJob.state == "running", EvaluationJob.lease_until <= now))


def _taken(session: Session, number: int, worker: str, now: datetime, lease: float, attempts: int) -> bool:
    """Whether this worker got it: of several that try, the database lets one see the row as it was."""
    # read anew under its lock, as PostgreSQL may have let somebody else have it meanwhile
    query = sa.select(EvaluationJob).where(EvaluationJob.id == number, _takeable(now)).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if row is None:
        return False
    if row.state == "running":
        row.cause, row.reason = "lost", f"its worker was lost ({row.worker})"
        if row.attempts >= attempts:
            row.state, row.finished_at, row.lease_until = "failed", now, None
            return False
    row.state, row.worker, row.attempts = "running", worker, row.attempts + 1
    row.heartbeat_at = row.started_at = now
    row.lease_until, row.finished_at = now + timedelta(seconds=lease), None
    return True


def _update(session: Session, job: EvaluationJob, worker: str, values: Mapping[str, Any]) -> bool:
    mine = (EvaluationJob.id == job.id, EvaluationJob.worker == worker, EvaluationJob.state == "running")
    updated = session.execute(
        sa.update(EvaluationJob).where(*mine).values(**values).execution_options(synchronize_session=False)
    )
    return bool(updated.rowcount)  # type: ignore[attr-defined]  # an update's result has it


def _begin_anew(row: EvaluationJob, now: datetime) -> None:
    if row.state == "done":  # its artifact is gone: what that had cost is no part of the next one
        row.seconds, row.energy_kwh, row.co2_kg, row.requests = 0.0, None, None, {}
    row.state, row.cause, row.attempts, row.not_before, row.queued_at = "queued", "", 0, now, now


def _note(row: EvaluationJob, record: Record) -> None:
    row.seconds += record.seconds
    row.energy_kwh = _sum(row.energy_kwh, record.energy_kwh)
    row.co2_kg = _sum(row.co2_kg, record.co2_kg)
    row.batch_size, row.log = record.batch_size, record.log
    row.hardware, row.versions, row.seeds = dict(record.hardware), dict(record.versions), dict(record.seeds)
    row.requests = {
        "computed": row.requests.get("computed", 0) + record.requests.get("computed", 0),
        "kept": record.requests.get("kept", 0),
    }


def _sum(first: float | None, second: float | None) -> float | None:
    return second if first is None else first + (second or 0.0)
