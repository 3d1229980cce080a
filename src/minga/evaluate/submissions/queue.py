"""Submissions in the database: who asked for what, what came of the check, and who decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import EvaluationJob, ModelKind, Person, Submission
from minga.errors import CommunityError
from minga.evaluate.jobs import LEFT
from minga.evaluate.submissions.names import parse_model
from minga.evaluate.submissions.reasons import Reason, Refused
from minga.evaluate.submissions.submitted_models import slug_of
from minga.settings import Settings

__all__ = [
    "MAX_NOTE", "Request", "accept", "accepted", "find_submission", "let_in", "list_submissions", "offered_suites",
    "refuse", "submit", "withdraw",
]  # fmt: skip

MAX_NOTE = 1000
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_TRIES = 20
"""Refused submissions of one person in a day: enough to mend a model, too few to let a server work for nothing."""
_IN_QUEUE = ("waiting", "running")


@dataclass(frozen=True)
class Request:
    """What a person asks for."""

    model: str
    """As she wrote it: `owner/name[@revision]`."""
    kind: ModelKind = ""
    suites: Sequence[str] = ()
    """Among those of `[evaluate] suites`; empty takes them all."""
    note: str = ""


def offered_suites(settings: Settings) -> tuple[str, ...]:
    """The suites that a model can be submitted to."""
    return settings.evaluate.suites


def submit(db: Database, request: Request, settings: Settings, person: Person | None = None) -> Submission:
    """Take a submission in, to be checked; `person` None is the command line, which has no quota.

    Raises Refused where it cannot even be checked.
    """
    if person is not None and not settings.submissions.open:
        raise Refused("closed")
    model = parse_model(request.model)
    offered = offered_suites(settings)
    suites = [name for name in offered if name in request.suites or not request.suites]
    if not suites or not set(request.suites) <= set(offered):
        raise Refused("suites")
    note = " ".join(request.note.split())
    if len(note) > MAX_NOTE:
        raise Refused("note")
    row = Submission(
        person_id=None if person is None else person.id, model=model.repository, revision=model.revision,
        kind=request.kind, suites=suites, note=note, state="checking", created_at=db.now(),
    )  # fmt: skip
    try:
        with db.writing() as session:
            if person is not None:
                _check_quota(session, db, person, settings.submissions.per_week)
            session.add(row)
            session.flush()
            log_act(session, "submit-model", str(model), at=db.now(), actor=person, submission=row.id)
    except IntegrityError as error:
        raise Refused("known") from error
    return row


def _check_quota(session: Session, db: Database, person: Person, per_week: int) -> None:
    # of several forms sent at the same moment, one after the other is counted
    session.execute(sa.select(Person.id).where(Person.id == person.id).with_for_update())
    mine = sa.select(sa.func.count()).where(Submission.person_id == person.id)
    counted = mine.where(
        Submission.created_at > db.now() - _WEEK, Submission.state != "refused",
        # what she took back before anybody decided on it has cost nothing
        ~sa.and_(Submission.state == "withdrawn", Submission.decided_at.is_(None)),
    )  # fmt: skip
    if (count := session.scalar(counted) or 0) >= per_week:
        raise Refused("quota", count=count)
    tries = mine.where(Submission.created_at > db.now() - _DAY, Submission.state == "refused")
    if (session.scalar(tries) or 0) >= _TRIES:
        raise Refused("tries")


def find_submission(db: Database, number: int) -> Submission:
    """One submission. Raises CommunityError when there is none."""
    with db.reading() as session:
        return _one(session, number)


def list_submissions(
    db: Database, *, person: Person | None = None, limit: int = 100, offset: int = 0
) -> list[Submission]:
    """The newest submissions, of everybody or of one person."""
    query = sa.select(Submission).order_by(Submission.id.desc()).limit(limit).offset(offset)
    if person is not None:
        query = query.where(Submission.person_id == person.id)
    with db.reading() as session:
        return list(session.scalars(query))


def accepted(db: Database) -> list[Submission]:
    """Submissions whose models are evaluated and ranked, the first accepted first."""
    query = sa.select(Submission).where(
        Submission.state.in_(("waiting", "running", "done", "failed")), Submission.decided_at.is_not(None)
    )
    with db.reading() as session:
        return list(session.scalars(query.order_by(Submission.decided_at, Submission.id)))


def accept(db: Database, number: int, actor: Person | None = None) -> Submission:
    """Put a submission that passed its check into the queue, or back into it after it failed.

    Raises CommunityError when it waits for no decision, or was submitted again after it failed.
    """
    try:
        with db.writing() as session:
            row = _one(session, number, lock=True)
            if not (row.state == "failed" or (row.state == "waiting" and row.decided_at is None)):
                raise CommunityError("this submission does not wait for a decision")
            let_in(session, row, db.now())
            log_act(session, "accept-model", row.model, at=db.now(), actor=actor, submission=row.id)
            return row
    except IntegrityError as error:
        raise CommunityError("this model was submitted again since: decide on that submission") from error


def let_in(session: Session, row: Submission, now: datetime) -> None:
    """Put a submission into the queue, in the caller's transaction; evaluations that failed before are begun anew."""
    row.state, row.decided_at, row.reason = "waiting", now, ""
    again = sa.update(EvaluationJob).where(
        EvaluationJob.model == slug_of(row), EvaluationJob.state.in_(("failed", "cancelled")),
        EvaluationJob.cause != LEFT,
    )  # fmt: skip
    values = {"state": "queued", "attempts": 0, "not_before": now, "queued_at": now}
    session.execute(again.values(**values).execution_options(synchronize_session=False))


def refuse(db: Database, number: int, words: str, actor: Person | None = None) -> Submission:
    """Refuse a submission, or take one that was accepted out of the queue and its results off the leaderboard.

    Raises CommunityError without a reason in `words`, or when it is refused or withdrawn already.
    """
    words = " ".join(words.split())[:MAX_NOTE]
    if not words:
        raise CommunityError("say why")
    with db.writing() as session:
        row = _one(session, number, lock=True)
        if row.state in {"refused", "withdrawn"}:
            raise CommunityError("this submission is refused or withdrawn already")
        _cancel_jobs(session, db, row)
        row.state, row.decided_at = "refused", db.now()
        row.reason = Reason("lead", {"words": words}).dump()
        log_act(session, "refuse-model", row.model, at=db.now(), actor=actor, submission=row.id, reason=words)
        return row


def withdraw(db: Database, number: int, person: Person | None = None) -> Submission:
    """Take a submission back before it has been evaluated; afterwards, its results are the project's.

    Raises CommunityError when it is somebody else's, or too late.
    """
    with db.writing() as session:
        row = _one(session, number, lock=True)
        if person is not None and row.person_id != person.id:
            raise CommunityError("this submission is somebody else’s")
        if row.state not in {"checking", *_IN_QUEUE}:
            raise CommunityError("this submission is over: ask the lead what becomes of its results")
        _cancel_jobs(session, db, row)
        row.state, row.withdrawn_at = "withdrawn", db.now()
        log_act(session, "withdraw-model", row.model, at=db.now(), actor=person, submission=row.id)
        return row


def _cancel_jobs(session: Session, db: Database, row: Submission) -> None:
    """Cancel what was queued for a submission that was let in, unless another one waits for the same results."""
    # before, its name is no more than what somebody wrote: another model's jobs may go by the same slug
    if row.decided_at is None:
        return
    others = sa.select(Submission).where(
        Submission.id != row.id, Submission.state.in_(_IN_QUEUE), Submission.decided_at.is_not(None)
    )
    if slug_of(row) in map(slug_of, session.scalars(others)):
        return
    jobs = sa.update(EvaluationJob).where(
        EvaluationJob.model == slug_of(row), EvaluationJob.state.in_(("queued", "running"))
    )
    values = {"state": "cancelled", "reason": "cancelled", "finished_at": db.now(), "lease_until": None}
    session.execute(jobs.values(**values).execution_options(synchronize_session=False))


def _one(session: Session, number: int, *, lock: bool = False) -> Submission:
    query = sa.select(Submission).where(Submission.id == number)
    row = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise CommunityError("there is no such submission")
    return row
