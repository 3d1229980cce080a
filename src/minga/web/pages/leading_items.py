"""The items of a campaign: all of them, the disputed ones, one with its whole history, and what people wrote beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.models import Campaign
from minga.errors import CommunityError
from minga.review.assignment import take_disputed
from minga.review.fields import fields_of
from minga.review.item_history import FoundItem, ItemHistory, Shown, find_items, item_history
from minga.review.notes import mark_notes_read, notes_beside
from minga.review.pseudonyms import project_pseudonyms
from minga.review.questions import questions_of
from minga.web.leading import led_campaign
from minga.web.lookups import or_404
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, field, person_of

__all__ = ["adjudicate", "disputed", "item", "items", "notes", "read_notes", "router"]

router = APIRouter(include_in_schema=False, prefix="/lead")

_PAGE, _DISPUTED = 50, 10


@router.get("/{slug}/items")
def items(
    request: Request,
    visitor: SignedInVisitor,
    slug: str,
    q: str = "",
    state: str = "",
    language: str = "",
    page: int = 1,
) -> HTMLResponse:
    """All items, to look through."""
    campaign, page = led_campaign(visitor, slug), max(1, min(page, 100_000))
    chosen: Shown | None = next((one for one in get_args(Shown) if one == state), None)
    found, total = find_items(
        visitor.site.db, campaign, words=q, state=chosen, language=language[:35], limit=_PAGE,
        offset=_PAGE * (page - 1),
    )  # fmt: skip
    return render(
        request,
        visitor,
        "lead_items.html",
        campaign=campaign,
        found=found,
        total=total,
        q=q[:200],
        state=chosen or "",
        language=language[:35],
        page=page,
        more=total > page * _PAGE,
    )


@router.get("/{slug}/disputed")
def disputed(request: Request, visitor: SignedInVisitor, slug: str, page: int = 1, fault: str = "") -> HTMLResponse:
    """What people could not agree about, with what they said."""
    campaign, page = led_campaign(visitor, slug), max(1, min(page, 100_000))
    found, total = find_items(
        visitor.site.db, campaign, state="disputed", limit=_DISPUTED, offset=_DISPUTED * (page - 1)
    )
    return render(
        request,
        visitor,
        "lead_disputed.html",
        campaign=campaign,
        found=[_dispute(visitor, campaign, one) for one in found],
        adjudicates=person_of(visitor).has_role("adjudicator", campaign_id=campaign.id),
        titles=_titles(campaign),
        total=total,
        page=page,
        more=total > page * _DISPUTED,
        taken=fault == "taken",
    )


@router.get("/{slug}/items/{record}")
def item(request: Request, visitor: SignedInVisitor, slug: str, record: str) -> HTMLResponse:
    """One item with all that happened to it."""
    campaign = led_campaign(visitor, slug)
    history = _history_of(visitor, campaign, record)
    texts = fields_of(campaign.kind, history.item.payload)
    return render(
        request,
        visitor,
        "lead_item.html",
        campaign=campaign,
        history=history,
        texts=texts,
        originals={text.name: text.text for text in texts},
        titles=_titles(campaign),
        table=campaign.options.over,
        adjudicates=person_of(visitor).has_role("adjudicator", campaign_id=campaign.id),
    )


@router.post("/{slug}/items/{record}/adjudicate")
def adjudicate(visitor: SignedInVisitor, form: CheckedForm, slug: str, record: str) -> Response:
    """Take a disputed item to settle it."""
    campaign = led_campaign(visitor, slug)
    try:
        taken = take_disputed(visitor.site.db, person_of(visitor), campaign, record)
    except CommunityError:
        return RedirectResponse(f"/lead/{slug}/disputed?fault=taken", 303)
    return RedirectResponse(f"/review/{slug}/{taken.id}", 303)


@router.get("/{slug}/notes")
def notes(
    request: Request, visitor: SignedInVisitor, slug: str, before: int | None = None, done: Literal["", "1"] = ""
) -> HTMLResponse:
    """What people wrote beside their answers, the newest first."""
    campaign = led_campaign(visitor, slug)
    found = notes_beside(visitor.site.db, campaign, before=before, limit=_PAGE + 1)
    return render(
        request,
        visitor,
        "lead_notes.html",
        campaign=campaign,
        found=found[:_PAGE],
        more=found[_PAGE - 1].response_id if len(found) > _PAGE else None,
        first=before is None,
        done=bool(done),
    )


@router.post("/{slug}/notes")
def read_notes(visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Keep that they were read."""
    campaign, until = led_campaign(visitor, slug), field(form, "until")
    if not until.isdecimal() or len(until) > 18:
        raise HTTPException(400)
    mark_notes_read(visitor.site.db, campaign, int(until), person_of(visitor))
    return RedirectResponse(f"/lead/{slug}/notes?done=1", 303)


def _dispute(
    visitor: Visitor, campaign: Campaign, found: FoundItem
) -> tuple[FoundItem, ItemHistory, Mapping[str, str]]:
    """A disputed item, what people said about it, and its texts by field name."""
    history = _history_of(visitor, campaign, found.record_id)
    return found, history, {text.name: text.text for text in fields_of(campaign.kind, history.item.payload)}


def _history_of(visitor: Visitor, campaign: Campaign, record: str) -> ItemHistory:
    site = visitor.site
    return or_404(item_history, site.db, campaign, record, project_pseudonyms(site.project.state))


def _titles(campaign: Campaign) -> dict[str, str]:
    return {question.name: question.title for question in questions_of(campaign)}
