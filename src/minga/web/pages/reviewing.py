"""Reviewing: one's campaigns, the item in hand, and one's own answers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import cast

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.models import Assignment, Campaign, Person, Verdict
from minga.community.models import Response as Answered
from minga.errors import CommunityError
from minga.review import (
    Nothing,
    answer,
    answers_of,
    current_decisions,
    fields_of,
    find_campaign,
    held_assignment,
    list_campaigns,
    my_assignment,
    newest_answer,
    person_progress,
    skip,
    take,
)
from minga.review.fields import record_of
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, field

__all__ = ["answer_item", "campaign_page", "item_page", "my_answers", "overview", "router", "take_item"]

router = APIRouter(include_in_schema=False, prefix="/review")

_VERDICTS = {"accept", "edit", "reject", "cannot-judge"}
_PAGE = 50


@router.get("")
def overview(request: Request, visitor: SignedInVisitor, welcome: str = "") -> HTMLResponse:
    """My campaigns and how far I am."""
    person = _me(visitor)
    db = visitor.site.db
    mine = [
        (campaign, person_progress(db, person, campaign), held_assignment(db, person, campaign))
        for campaign in list_campaigns(db)
        if campaign.open and person.has_role("reviewer", "adjudicator", "lead", campaign_id=campaign.id)
    ]
    return render(request, visitor, "review.html", mine=mine, welcome=bool(welcome))


@router.get("/mine")
def my_answers(request: Request, visitor: SignedInVisitor, page: int = 1) -> HTMLResponse:
    """What I answered, with the way to correct it."""
    person = _me(visitor)
    page = max(1, min(page, 10_000))
    answers = answers_of(visitor.site.db, person, limit=_PAGE + 1, offset=(page - 1) * _PAGE)
    decisions = {
        campaign.id: current_decisions(visitor.site.db, campaign, by=person) for _, _, campaign in answers[:_PAGE]
    }
    rows = [
        (
            response,
            campaign,
            fields_of(campaign.kind, item.payload)[0],
            item,
            decisions[campaign.id].get(item.record_id),
        )
        for response, item, campaign in answers[:_PAGE]
    ]
    return render(request, visitor, "my_answers.html", rows=rows, page=page, more=len(answers) > _PAGE)


@router.get("/{slug}")
def campaign_page(request: Request, visitor: SignedInVisitor, slug: str, done: str = "") -> HTMLResponse:
    """One campaign: what it asks, how far I am, and the way to the next item."""
    campaign, person = _campaign(visitor, slug), _me(visitor)
    return render(
        request,
        visitor,
        "campaign.html",
        campaign=campaign,
        progress=person_progress(visitor.site.db, person, campaign),
        held=held_assignment(visitor.site.db, person, campaign),
        done=bool(done),
    )


@router.post("/{slug}/take")
def take_item(visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Take the next item."""
    return _next(visitor, _campaign(visitor, slug), "")


@router.get("/{slug}/{number}")
def item_page(request: Request, visitor: SignedInVisitor, slug: str, number: int, saved: str = "") -> HTMLResponse:
    """An item that I hold, or one that I answered and may correct."""
    campaign, assignment = _campaign(visitor, slug), _assignment(visitor, number)
    return _item(request, visitor, campaign, assignment, saved=saved)


@router.post("/{slug}/{number}")
def answer_item(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str, number: int) -> Response:
    """Keep what a person says about an item, and go on to the next."""
    campaign, assignment = _campaign(visitor, slug), _assignment(visitor, number)
    action = field(form, "action")
    if action == "skip":
        skip(visitor.site.db, assignment, field(form, "note"))
        return _next(visitor, campaign, "skipped")
    if action.startswith("suggest:"):
        return _item(request, visitor, campaign, assignment, form=form, suggested=action.partition(":")[2])
    edits = {name.removeprefix("text-"): field(form, name) for name in form if name.startswith("text-")}
    if action == "accept" and _changed(campaign, assignment, edits):
        return _item(request, visitor, campaign, assignment, form=form, doubt=True)
    verdict = "accept" if action == "accept-original" else action
    correcting = newest_answer(visitor.site.db, _me(visitor), assignment.item_id) is not None
    try:
        answer(
            visitor.site.db,
            assignment,
            cast("Verdict", verdict if verdict in _VERDICTS else "unknown"),
            edits=edits if verdict == "edit" else None,
            note=field(form, "note"),
            client_key=field(form, "key"),
        )
    except CommunityError as error:
        return _item(request, visitor, campaign, assignment, form=form, fault=error.what)
    if correcting:
        return RedirectResponse("/review/mine", 303)
    return _next(visitor, campaign, "answered")


def _me(visitor: Visitor) -> Person:
    if visitor.person is None:
        raise HTTPException(401)
    return visitor.person


def _campaign(visitor: Visitor, slug: str) -> Campaign:
    try:
        campaign = find_campaign(visitor.site.db, slug)
    except CommunityError as error:
        raise HTTPException(404) from error
    if not _me(visitor).has_role("reviewer", "adjudicator", "lead", campaign_id=campaign.id):
        raise HTTPException(403)
    return campaign


def _assignment(visitor: Visitor, number: int) -> Assignment:
    try:
        return my_assignment(visitor.site.db, _me(visitor), number)
    except CommunityError as error:
        raise HTTPException(404) from error


def _next(visitor: Visitor, campaign: Campaign, saved: str) -> Response:
    try:
        taken = take(visitor.site.db, _me(visitor), campaign)
    except CommunityError:  # it was closed meanwhile
        taken = Nothing("closed")
    if not taken:
        return RedirectResponse(f"/review/{campaign.slug}?done=1", 303)
    return RedirectResponse(f"/review/{campaign.slug}/{taken.id}" + (f"?saved={saved}" if saved else ""), 303)


def _changed(campaign: Campaign, assignment: Assignment, edits: Mapping[str, str]) -> bool:
    shown = {text.name: text.text for text in fields_of(campaign.kind, assignment.item.payload)}
    return any(_plain(shown.get(name, "")) != _plain(text) for name, text in edits.items())


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()


def _item(
    request: Request,
    visitor: Visitor,
    campaign: Campaign,
    assignment: Assignment,
    *,
    form: FormData | None = None,
    suggested: str = "",
    doubt: bool = False,
    fault: str = "",
    saved: str = "",
) -> HTMLResponse:
    person = _me(visitor)
    fields = fields_of(campaign.kind, assignment.item.payload)
    former = newest_answer(visitor.site.db, person, assignment.item_id)
    progress = person_progress(visitor.site.db, person, campaign)
    return render(
        request,
        visitor,
        "item.html",
        status=409 if doubt else 400 if fault else 200,
        campaign=campaign,
        assignment=assignment,
        record=record_of(assignment.item.payload),
        source=assignment.item.payload.get("source"),
        fields=fields,
        texts=_texts(fields, form, former, suggested),
        note=field(form, "note") if form else former.note if former else "",
        former=former,
        key=field(form, "key") if form else secrets.token_hex(16),
        progress=progress,
        late=former is None and assignment.expires_at <= visitor.site.db.now(),
        doubt=doubt,
        fault=fault,
        saved=saved,
    )


def _texts(fields: tuple, form: FormData | None, former: Answered | None, suggested: str) -> dict[str, str]:  # type: ignore[type-arg]
    """What stands in the text boxes: what was just sent, else what was answered, else the text as it is."""
    edits = (former.edits or {}) if former else {}
    texts = {}
    for text in fields:
        texts[text.name] = field(form, f"text-{text.name}") if form else edits.get(text.name, text.text)
        if text.name == suggested:
            suggestion = next((found.suggestion for found in text.findings if found.suggestion), "")
            texts[text.name] = suggestion or texts[text.name]
    return texts
