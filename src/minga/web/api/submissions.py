"""Models that are to be evaluated."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.requests import Request as WebRequest

from minga.community.models import ModelKind
from minga.evaluate.submissions import queue
from minga.evaluate.submissions.reasons import read_reason
from minga.evaluate.submissions.standing import Standing, Step, standings
from minga.web.api.callers import FAULTS, Answering, Here, Number
from minga.web.lookups import or_404

__all__ = ["EvaluationOut", "SubmissionIn", "SubmissionOut", "one", "router", "submissions", "submit", "withdraw"]

router = APIRouter(prefix="/submissions", tags=["submissions"], responses=FAULTS)


class SubmissionIn(BaseModel):
    """A model that is to be evaluated."""

    model: str = Field(max_length=200, examples=["BSC-LT/salamandra-2b"])
    """`owner/name` on the Hub, with `@` and a branch, tag or commit where it is not the main branch."""
    kind: ModelKind = ""
    """`base`, or `instruct` for one that follows instructions."""
    suites: list[str] = Field(default_factory=list, max_length=50)
    """Among those of the project; none takes them all."""
    note: str = Field(default="", max_length=queue.MAX_NOTE)
    """For the lead only."""


class EvaluationOut(BaseModel):
    """One evaluation of a submitted model."""

    task: str
    state: str
    reason: str
    """Why it failed, or was tried again."""
    attempts: int


class SubmissionOut(BaseModel):
    """A submitted model, and how far it is."""

    id: int
    model: str
    revision: str
    """The commit, once its check is over."""
    kind: str
    licence: str
    parameters: int | None
    base: str
    """What an adapter stands on."""
    suites: list[str]
    step: Step
    code: str
    """The kind of reason for which it was refused, or has to wait; empty for none."""
    reason: str
    place: int | None
    """In the queue, from 1."""
    evaluations: list[EvaluationOut]
    created_at: datetime


@router.get("")
def submissions(site: Here, offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> list[SubmissionOut]:
    """The newest submitted models, 100 at a time."""
    rows = queue.list_submissions(site.db, limit=100, offset=offset)
    return [_out(one) for one in standings(site.db, rows)]


@router.post("", status_code=201)
def submit(request: WebRequest, site: Here, person: Answering, given: SubmissionIn) -> SubmissionOut:
    """Have a model checked, and evaluated when it passes."""
    asked = queue.Request(given.model, given.kind, given.suites, given.note)
    made = queue.submit(site.db, asked, site.project.settings, person)
    if checker := getattr(request.app.state, "checker", None):
        checker.wake()
    return _out(standings(site.db, [made])[0])


@router.get("/{number}")
def one(site: Here, number: Number) -> SubmissionOut:
    """One submitted model, and how far it is."""
    row = or_404(queue.find_submission, site.db, number)
    return _out(standings(site.db, [row])[0])


@router.post("/{number}/withdrawal")
def withdraw(site: Here, person: Answering, number: Number) -> SubmissionOut:
    """Take a model of yours back before it has been evaluated."""
    row = or_404(queue.find_submission, site.db, number)
    if row.person_id != person.id:
        raise HTTPException(404)
    taken_back = queue.withdraw(site.db, number, person)
    return _out(standings(site.db, [taken_back])[0])


def _out(one: Standing) -> SubmissionOut:
    row, reason = one.submission, read_reason(one.submission.reason)
    return SubmissionOut(
        id=row.id,
        model=row.model,
        revision=row.revision,
        kind=row.kind,
        licence=row.licence,
        parameters=row.parameters,
        base=row.base,
        suites=row.suites,
        step=one.step,
        code=reason.code if reason else "",
        reason=str(reason or row.reason),
        place=one.place,
        evaluations=[
            EvaluationOut(task=job.task, state=job.state, reason=job.reason, attempts=job.attempts) for job in one.jobs
        ],
        created_at=row.created_at,
    )
