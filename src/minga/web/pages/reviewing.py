"""Reviewing: one's campaigns, and the way to the next item."""

from __future__ import annotations

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.models import REVIEWING, Assignment, Campaign
from minga.review import Nothing, find_campaign, take
from minga.review.notices import announce_thresholds
from minga.web.lookups import or_404
from minga.web.notice_view import explanation_in, notices_shown
from minga.web.participation import joinable, part_of, parts_of
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, person_of

__all__ = [
    "address_of",
    "campaign_page",
    "kept_page",
    "my_campaign",
    "overview",
    "router",
    "take_item",
    "take_next",
]

router = APIRouter(include_in_schema=False, prefix="/review")


@router.get("")
def overview(request: Request, visitor: SignedInVisitor, welcome: str = "") -> HTMLResponse:
    """My campaigns: what needs me, how far I am, and the private words that wait for me."""
    db, person = visitor.site.db, person_of(visitor)
    mine = parts_of(db, person)
    for part in mine:
        if part.progress.agreed:
            announce_thresholds(db, person, part.campaign)
    return render(
        request,
        visitor,
        "review.html",
        mine=mine,
        joinable=joinable(db, person),
        notices=notices_shown(db, person, only_unseen=True),
        explanation_in=explanation_in,
        welcome=bool(welcome),
    )


@router.get("/kept")
def kept_page(request: Request, visitor: SignedInVisitor) -> HTMLResponse:
    """What a browser shows while there is no connection; it keeps this page at hand for that."""
    return render(request, visitor, "kept.html")


@router.get("/{slug}")
def campaign_page(
    request: Request, visitor: SignedInVisitor, slug: str, done: str = "", accepted: str = "", welcome: str = ""
) -> HTMLResponse:
    """One campaign: what it asks, how far I am, and the way to the next item or why there is none."""
    with visitor.site.db.reading():
        campaign, person = my_campaign(visitor, slug), person_of(visitor)
        words = notices_shown(visitor.site.db, person, only_unseen=True)
        part = part_of(visitor.site.db, person, campaign)
    return render(
        request,
        visitor,
        "campaign.html",
        part=part,
        notices=[word for word in words if word.campaign is not None and word.campaign.id == campaign.id],
        explanation_in=explanation_in,
        done=done,
        accepted=bool(accepted),
        welcome=bool(welcome),
    )


@router.post("/{slug}/take")
def take_item(visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Take the next item."""
    campaign = my_campaign(visitor, slug)
    return RedirectResponse(address_of(campaign, take_next(visitor, campaign)), 303)


def my_campaign(visitor: Visitor, slug: str) -> Campaign:
    """A campaign in which I take part. Raises 404 where there is none of that name, 403 where I do not."""
    campaign = or_404(find_campaign, visitor.site.db, slug)
    if not person_of(visitor).has_role(*REVIEWING, campaign_id=campaign.id):
        raise HTTPException(403)
    return campaign


def take_next(visitor: Visitor, campaign: Campaign) -> Assignment | Nothing:
    """The item that I hold, or the next one."""
    return take(visitor.site.db, person_of(visitor), campaign)


def address_of(campaign: Campaign, taken: Assignment | Nothing, *, saved: str = "", last: int = 0) -> str:
    """Where to go on: the page of the item, or that of the campaign, which says why there is none."""
    if isinstance(taken, Nothing):
        return f"/review/{campaign.slug}?{urlencode({'done': taken.reason})}"
    told = {"saved": saved, "last": last} if last else {"saved": saved} if saved else {}
    return f"/review/{campaign.slug}/{taken.id}" + (f"?{urlencode(told)}" if told else "")
