"""Taking part: a campaign's public page, joining it, accepting its guidelines, and private words."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.joining import is_open_to_anyone, join_as_newcomer, join_campaign
from minga.community.models import REVIEWING, Campaign
from minga.errors import CommunityError
from minga.review import campaign_progress, find_campaign
from minga.review.guidelines import accept, accepted_version, changes, history
from minga.review.notices import mark_seen
from minga.web.differences import Change, difference
from minga.web.lookups import or_404
from minga.web.notice_view import explanation_in, notices_shown
from minga.web.pages.joining import consent_from, join_form, member_profile
from minga.web.pages.reviewing import my_campaign
from minga.web.pages.signing_in import let_in
from minga.web.participation import contributors_of
from minga.web.rendering import render
from minga.web.site import shipped_text
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, VisitorHere, field, person_of

__all__ = [
    "Changed",
    "accept_guidelines",
    "guidelines",
    "join_here",
    "joined_here",
    "notice_read",
    "notices",
    "public_page",
    "router",
]

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True)
class Changed:
    """A place of the guidelines that changed since somebody accepted them."""

    heading: str
    pieces: list[Change]


@router.get("/campaigns/{slug}")
def public_page(request: Request, visitor: VisitorHere, slug: str) -> HTMLResponse:
    """What a campaign is, for whom, how far it is, who takes part and how to join."""
    campaign, db = _campaign(visitor, slug), visitor.site.db
    names, others = contributors_of(db, campaign)
    return render(
        request,
        visitor,
        "campaign_public.html",
        campaign=campaign,
        options=campaign.options,
        progress=campaign_progress(db, campaign),
        names=names,
        others=others,
        anyone=is_open_to_anyone(db, campaign),
        mine=_takes_part(visitor, campaign),
    )


@router.get("/campaigns/{slug}/join")
def join_here(request: Request, visitor: VisitorHere, slug: str) -> Response:
    """The form for newcomers; who is signed in joins with one press on the campaign's page."""
    campaign = _campaign(visitor, slug)
    if visitor.person is not None or not is_open_to_anyone(visitor.site.db, campaign):
        return RedirectResponse(f"/campaigns/{slug}", 303)
    return _join_page(request, visitor, campaign, FormData())


@router.post("/campaigns/{slug}/join")
def joined_here(request: Request, visitor: VisitorHere, form: CheckedForm, slug: str) -> Response:
    """Take part in a campaign that is open to anyone."""
    campaign, db = _campaign(visitor, slug), visitor.site.db
    if not is_open_to_anyone(db, campaign):
        raise HTTPException(409)  # by invitation, or over: its page says which
    if visitor.person is not None:
        join_campaign(db, campaign, visitor.person)
        return RedirectResponse(f"/review/{slug}", 303)
    try:
        person = join_as_newcomer(db, campaign, member_profile(form), consent_from(visitor, form))
    except CommunityError as error:
        return _join_page(request, visitor, campaign, form, fault=error.what)
    return let_in(request, visitor, person, f"/review/{slug}?welcome=1")


@router.get("/guidelines/{slug}")
def guidelines(request: Request, visitor: VisitorHere, slug: str) -> HTMLResponse:
    """What a campaign asks of its reviewers; with what changed, for somebody who accepted an older version."""
    return _guidelines_page(request, visitor, _campaign(visitor, slug))


@router.post("/guidelines/{slug}")
def accept_guidelines(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str) -> Response:
    """Keep that somebody works by the guidelines that she read."""
    campaign = my_campaign(visitor, slug)
    version = field(form, "version")
    try:
        accept(visitor.site.db, person_of(visitor), campaign, int(version) if version.isdecimal() else 0)
    except CommunityError:
        return _guidelines_page(request, visitor, _campaign(visitor, slug), changed_meanwhile=True)
    return RedirectResponse(f"/review/{slug}?accepted=1", 303)


@router.get("/notices")
def notices(request: Request, visitor: SignedInVisitor) -> HTMLResponse:
    """All private words to me, the newest first."""
    shown = notices_shown(visitor.site.db, person_of(visitor), only_unseen=False)
    return render(request, visitor, "notices.html", notices=shown, explanation_in=explanation_in)


@router.post("/notices/{number}")
def notice_read(visitor: SignedInVisitor, form: CheckedForm, number: int) -> Response:
    """Keep that I read one of them."""
    mark_seen(visitor.site.db, person_of(visitor), number)
    return RedirectResponse("/notices" if field(form, "from") == "notices" else "/review", 303)


def _campaign(visitor: Visitor, slug: str) -> Campaign:
    return or_404(find_campaign, visitor.site.db, slug)


def _takes_part(visitor: Visitor, campaign: Campaign) -> bool:
    return visitor.person is not None and visitor.person.has_role(*REVIEWING, campaign_id=campaign.id)


def _join_page(
    request: Request, visitor: Visitor, campaign: Campaign, form: FormData, *, fault: str = ""
) -> HTMLResponse:
    languages = list(campaign.options.varieties or campaign.languages)
    return join_form(request, visitor, "campaign_join.html", languages, form, fault=fault, campaign=campaign)


def _guidelines_page(
    request: Request, visitor: Visitor, campaign: Campaign, *, changed_meanwhile: bool = False
) -> HTMLResponse:
    text, language = visitor.site.guidelines(campaign, visitor.locale)
    member = _takes_part(visitor, campaign)
    accepted = accepted_version(visitor.site.db, person_of(visitor), campaign) if member else 0
    return render(
        request,
        visitor,
        "guidelines.html",
        status=409 if changed_meanwhile else 200,
        campaign=campaign,
        text=text,
        language=language,
        member=member,
        accepted=accepted,
        changed=_changed(visitor, campaign, accepted, text) if 0 < accepted < campaign.guidelines_version else [],
        changed_meanwhile=changed_meanwhile,
    )


def _changed(visitor: Visitor, campaign: Campaign, accepted: int, text: str) -> list[Changed]:
    """What is different now; a version without a text is the one that comes with minga, in the reader's language."""
    versions = {version.version: version.text for version in history(visitor.site.db, campaign)}
    before = versions.get(accepted) or shipped_text(campaign.kind, visitor.locale)
    return [Changed(edited.heading, difference(edited.before, edited.after)) for edited in changes(before, text)]
