"""Models that people submit: the form, how far each one is, and what the lead decides."""

from __future__ import annotations

from typing import cast, get_args

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request as WebRequest
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.models import ModelKind, Person
from minga.errors import CommunityError
from minga.evaluate.submissions.queue import (
    MAX_NOTE,
    Request,
    accept,
    find_submission,
    list_submissions,
    offered_suites,
    refuse,
    submit,
    withdraw,
)
from minga.evaluate.submissions.reasons import Reason, Refused
from minga.evaluate.submissions.standing import standings
from minga.web.leading import project_lead
from minga.web.lookups import or_404
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, VisitorHere, field, person_of

__all__ = [
    "accept_submission", "lead_submissions", "new_submission", "one_submission", "refuse_submission", "router",
    "send_submission", "submissions", "withdraw_submission",
]  # fmt: skip

router = APIRouter(include_in_schema=False)

_PAGE = 50


@router.get("/submissions")
def submissions(request: WebRequest, visitor: VisitorHere, page: int = 1) -> HTMLResponse:
    """All submissions, the newest first, and one's own before them."""
    db, page = visitor.site.db, max(1, min(page, 10_000))
    rows = list_submissions(db, limit=_PAGE + 1, offset=(page - 1) * _PAGE)
    own = list_submissions(db, person=visitor.person, limit=_PAGE) if visitor.person and page == 1 else []
    mine = {row.id for row in own}
    return render(
        request,
        visitor,
        "submissions.html",
        open=visitor.site.project.settings.submissions.open,
        own=standings(db, own),
        rows=standings(db, [row for row in rows[:_PAGE] if row.id not in mine]),
        page=page,
        more=len(rows) > _PAGE,
    )


@router.get("/submissions/new")
def new_submission(request: WebRequest, visitor: SignedInVisitor) -> HTMLResponse:
    """The form."""
    return _form_page(request, visitor, Request(model=""))


@router.post("/submissions")
def send_submission(request: WebRequest, visitor: SignedInVisitor, form: CheckedForm) -> Response:
    """Take a submission in, and have it checked."""
    site, kind = visitor.site, field(form, "kind")
    asked = Request(
        model=field(form, "model"),
        kind=cast("ModelKind", kind) if kind in get_args(ModelKind) else "",
        suites=[name for name in form.getlist("suite") if isinstance(name, str)],
        note=field(form, "note"),
    )
    try:
        made = submit(site.db, asked, site.project.settings, person_of(visitor))
    except Refused as refused:
        return _form_page(request, visitor, asked, refused.reason)
    if checker := getattr(request.app.state, "checker", None):
        checker.wake()
    return RedirectResponse(f"/submissions/{made.id}", 303)


@router.get("/submissions/{number}")
def one_submission(request: WebRequest, visitor: VisitorHere, number: int, fault: str = "") -> HTMLResponse:
    """How far a submission is."""
    return _one_page(request, visitor, number)


@router.post("/submissions/{number}/withdraw")
def withdraw_submission(request: WebRequest, visitor: SignedInVisitor, form: CheckedForm, number: int) -> Response:
    """Take one's own submission back."""
    row = or_404(find_submission, visitor.site.db, number)
    if row.person_id != person_of(visitor).id:
        raise HTTPException(404)  # whose it is, is nobody's business
    try:
        withdraw(visitor.site.db, number, person_of(visitor))
    except CommunityError as error:
        return _one_page(request, visitor, number, fault=error.what)
    return RedirectResponse(f"/submissions/{number}", 303)


@router.get("/lead/submissions")
def lead_submissions(request: WebRequest, visitor: SignedInVisitor, page: int = 1) -> HTMLResponse:
    """What waits for the lead, and all others, with who submitted them and why."""
    project_lead(visitor, "steward")
    db, page = visitor.site.db, max(1, min(page, 10_000))
    rows = list_submissions(db, limit=_PAGE + 1, offset=(page - 1) * _PAGE)
    shown = standings(db, rows[:_PAGE])
    return render(
        request,
        visitor,
        "lead_submissions.html",
        deciding=[one for one in shown if one.step == "deciding"],
        others=[one for one in shown if one.step != "deciding"],
        page=page,
        more=len(rows) > _PAGE,
    )


@router.post("/lead/submissions/{number}/accept")
def accept_submission(request: WebRequest, visitor: SignedInVisitor, form: CheckedForm, number: int) -> Response:
    """Put a submission into the queue."""
    actor = _decider(visitor, number)
    try:
        accept(visitor.site.db, number, actor)
    except CommunityError as error:
        return _one_page(request, visitor, number, fault=error.what)
    return RedirectResponse(f"/submissions/{number}", 303)


@router.post("/lead/submissions/{number}/refuse")
def refuse_submission(request: WebRequest, visitor: SignedInVisitor, form: CheckedForm, number: int) -> Response:
    """Refuse a submission, with the reason."""
    actor = _decider(visitor, number)
    try:
        refuse(visitor.site.db, number, field(form, "words"), actor)
    except CommunityError as error:
        return _one_page(request, visitor, number, fault=error.what)
    return RedirectResponse(f"/submissions/{number}", 303)


def _decider(visitor: Visitor, number: int) -> Person:
    """The lead, for a submission that there is. Raises 403 and 404."""
    actor = project_lead(visitor)
    or_404(find_submission, visitor.site.db, number)
    return actor


def _form_page(request: WebRequest, visitor: Visitor, asked: Request, reason: Reason | None = None) -> HTMLResponse:
    settings = visitor.site.project.settings
    return render(
        request,
        visitor,
        "submission_new.html",
        status=400 if reason else 200,
        asked=asked,
        reason=reason,
        suites=offered_suites(settings),
        settings=settings.submissions,
        most=MAX_NOTE,
    )


def _one_page(request: WebRequest, visitor: Visitor, number: int, *, fault: str = "") -> HTMLResponse:
    row = or_404(find_submission, visitor.site.db, number)
    [standing] = standings(visitor.site.db, [row])
    person = visitor.person
    leads = person is not None and person.has_role("lead")
    return render(
        request,
        visitor,
        "submission.html",
        status=409 if fault else 200,
        one=standing,
        mine=person is not None and row.person_id == person.id,
        leads=leads,
        sees=leads or (person is not None and person.has_role("steward")),
        by=_name_of(visitor, row.person_id),
        fault=fault,
    )


def _name_of(visitor: Visitor, person_id: int | None) -> str:
    """Who submitted it, for leads."""
    if person_id is None:
        return ""
    with visitor.site.db.reading() as session:
        person = session.get(Person, person_id)
        return person.public_name if person else ""
