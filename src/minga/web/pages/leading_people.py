"""The people of a campaign: their roles, a word about how they fare, and the ways in."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, cast, get_args

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.invitations import Invited, list_invitations, make_invitation, revoke_invitation
from minga.community.models import Campaign, RoleName
from minga.community.people import change_roles
from minga.errors import CommunityError, LanguageError
from minga.languages import check_tag
from minga.review.at_risk import drift_in
from minga.review.control_items import pause as pause_person
from minga.review.control_items import resume as resume_person
from minga.review.participants import Participant, participant, participants
from minga.review.reliability import reliability_of
from minga.web.leading import led_campaign, may_change
from minga.web.lookups import or_404
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, field, person_of

__all__ = [
    "change_role",
    "invitations",
    "invite",
    "pause",
    "people",
    "person_page",
    "resume",
    "revoke",
    "router",
]

router = APIRouter(include_in_schema=False, prefix="/lead")

_PAGE = 100
_MOST_USES, _MOST_DAYS = 1000, 365
_GIVEN: tuple[RoleName, ...] = ("reviewer", "adjudicator", "steward", "lead", "donor", "guest")

Done = Literal["", "role", "paused", "resumed", "revoked"]


@router.get("/{slug}/people")
def people(
    request: Request, visitor: SignedInVisitor, slug: str, name: str = "", paused: str = "", page: int = 1
) -> HTMLResponse:
    """Who takes part, by name."""
    campaign, page = led_campaign(visitor, slug), max(1, min(page, 10_000))
    found, total = participants(
        visitor.site.db, campaign, name=name, paused=bool(paused), limit=_PAGE, offset=_PAGE * (page - 1)
    )
    return render(
        request,
        visitor,
        "lead_people.html",
        campaign=campaign,
        found=found,
        total=total,
        name=name[:80],
        paused=bool(paused),
        page=page,
        more=total > page * _PAGE,
    )


@router.get("/{slug}/people/{number}")
def person_page(request: Request, visitor: SignedInVisitor, slug: str, number: int, done: Done = "") -> HTMLResponse:
    """One person, for the lead alone."""
    campaign = led_campaign(visitor, slug)
    return _person_page(request, visitor, campaign, _participant(visitor, campaign, number), done=done)


@router.post("/{slug}/people/{number}/role")
def change_role(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str, number: int) -> Response:
    """Give somebody a role in the campaign, or take it."""
    campaign = led_campaign(visitor, slug)
    someone = _participant(visitor, campaign, number)
    name, language = field(form, "role"), field(form, "language").strip()
    everywhere = field(form, "everywhere") == "1"
    try:
        if name not in get_args(RoleName):
            raise CommunityError("there is no such role")
        change_roles(
            visitor.site.db, number, cast("RoleName", name), give=field(form, "give") == "1",
            campaign_id=None if everywhere else campaign.id, language=check_tag(language) if language else None,
            actor=person_of(visitor),
        )  # fmt: skip
    except (CommunityError, LanguageError) as error:
        return _person_page(request, visitor, campaign, someone, fault=error.what)
    return RedirectResponse(f"/lead/{slug}/people/{number}?done=role", 303)


@router.post("/{slug}/people/{number}/pause")
def pause(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str, number: int) -> Response:
    """Hand out nothing to somebody until it has been talked about."""
    campaign = led_campaign(visitor, slug, change=True)
    someone, reason = _participant(visitor, campaign, number), field(form, "reason").strip()
    if not reason:
        fault = CommunityError("say why: the person is told, and it is kept").what
        return _person_page(request, visitor, campaign, someone, fault=fault)
    pause_person(visitor.site.db, campaign, someone.person, person_of(visitor), reason)
    return RedirectResponse(f"/lead/{slug}/people/{number}?done=paused", 303)


@router.post("/{slug}/people/{number}/resume")
def resume(visitor: SignedInVisitor, form: CheckedForm, slug: str, number: int) -> Response:
    """Let a paused person go on."""
    campaign = led_campaign(visitor, slug, change=True)
    someone = _participant(visitor, campaign, number)
    resume_person(visitor.site.db, campaign, someone.person, person_of(visitor))
    return RedirectResponse(f"/lead/{slug}/people/{number}?done=resumed", 303)


@router.get("/{slug}/invitations")
def invitations(request: Request, visitor: SignedInVisitor, slug: str, done: Done = "") -> HTMLResponse:
    """The ways in that there are, and a form for another one."""
    return _invitations_page(request, visitor, led_campaign(visitor, slug), done=done)


@router.post("/{slug}/invitations")
def invite(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str) -> HTMLResponse:
    """Make a link and a code, which are shown this once."""
    campaign, role = led_campaign(visitor, slug), field(form, "role")
    try:
        made = make_invitation(
            visitor.site.db, role=next((one for one in _GIVEN if one == role), "reviewer"), campaign=campaign,
            languages=tuple(field(form, "languages").replace(",", " ").split()),
            uses=_whole(form, "uses", _MOST_USES), valid=timedelta(days=_whole(form, "days", _MOST_DAYS)),
            actor=person_of(visitor),
        )  # fmt: skip
    except (CommunityError, LanguageError) as error:
        return _invitations_page(request, visitor, campaign, form=form, fault=error.what)
    return _invitations_page(request, visitor, campaign, made=made)


@router.post("/{slug}/invitations/{number}/revoke")
def revoke(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str, number: int) -> Response:
    """Make a link let nobody in any more."""
    campaign = led_campaign(visitor, slug)
    if number not in {one.invitation.id for one in list_invitations(visitor.site.db, campaign=campaign)}:
        raise HTTPException(404)
    try:
        revoke_invitation(visitor.site.db, number, actor=person_of(visitor))
    except CommunityError as error:
        return _invitations_page(request, visitor, campaign, fault=error.what)
    return RedirectResponse(f"/lead/{slug}/invitations?done=revoked", 303)


def _participant(visitor: Visitor, campaign: Campaign, number: int) -> Participant:
    return or_404(participant, visitor.site.db, campaign, number)


def _person_page(
    request: Request, visitor: Visitor, campaign: Campaign, someone: Participant, *, done: str = "", fault: str = ""
) -> HTMLResponse:
    db = visitor.site.db
    return render(
        request,
        visitor,
        "lead_person.html",
        status=400 if fault else 200,
        campaign=campaign,
        someone=someone,
        changes=may_change(visitor, campaign),
        everywhere=person_of(visitor).has_role("lead"),
        drift=drift_in(db, campaign, someone.person),
        reliability=reliability_of(db, campaign, someone.person),
        given=_GIVEN,
        done=done,
        fault=fault,
    )


def _invitations_page(
    request: Request, visitor: Visitor, campaign: Campaign, *, form: FormData | None = None, done: str = "",
    made: Invited | None = None, fault: str = "",
) -> HTMLResponse:  # fmt: skip
    link = ""
    if made is not None:
        address = visitor.site.accounts.address
        link = f"{address}/join/{made.token}" if address else str(request.url_for("join", token=made.token))
    return render(
        request,
        visitor,
        "lead_invitations.html",
        status=400 if fault else 200,
        campaign=campaign,
        listed=list_invitations(visitor.site.db, campaign=campaign),
        given=_GIVEN if may_change(visitor, campaign) else ("reviewer", "adjudicator", "donor", "guest"),
        form=form or FormData(),
        made=made,
        link=link,
        done=done,
        fault=fault,
    )


def _whole(form: FormData, name: str, most: int) -> int:
    text = field(form, name).strip()
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise CommunityError("a whole number of people and of days is needed", hint=f"from 1 to {most}")
    return int(text)
