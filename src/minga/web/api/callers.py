"""Who calls the API, and what the token that was sent may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal

from fastapi import Depends
from fastapi import Path as InPath
from starlette.exceptions import HTTPException
from starlette.requests import Request

from minga.community.models import Campaign, Person
from minga.community.sessions import program_token
from minga.review import find_campaign
from minga.web.api.schemas import FaultOut
from minga.web.lookups import or_404
from minga.web.rate_limits import hold_back
from minga.web.security import is_form_token
from minga.web.site import CONSENT_VERSION, Site, site_of
from minga.web.visitors import visitor

__all__ = [
    "Answering",
    "CampaignHere",
    "FAULTS",
    "Here",
    "Leading",
    "Number",
    "Reading",
    "SCOPES",
    "Scope",
]

Scope = Literal["read", "answer", "lead"]
SCOPES: tuple[Scope, ...] = ("read", "answer", "lead")
"""What a token may be limited to: look, take and answer items, see and steer campaigns. A wider one holds the narrower
ones; a token without any may do what its owner may."""
FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": FaultOut} for status in (400, 401, 403, 404, 405, 409, 413, 422, 428, 429)
}
"""What may go wrong with any call."""
_SAFE = {"GET", "HEAD"}

Here = Annotated[Site, Depends(site_of)]
Number = Annotated[int, InPath(ge=1, le=2**31 - 1)]
Slug = Annotated[str, InPath(max_length=63, pattern=r"^[a-z0-9][a-z0-9_-]*$")]


def _caller(scope: Scope) -> Callable[[Request], Person]:
    def find(request: Request) -> Person:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        bearer = scheme.lower() == "bearer"
        person, consented = _by_token(request, token.strip(), scope) if bearer else _by_session(request)
        if request.method not in _SAFE:
            hold_back(request, person)
            if not consented and request.url.path.endswith("/assignments"):
                raise HTTPException(428)  # the next item waits until she has read the new consent text; answers do not
        return person

    return find


def _by_token(request: Request, token: str, scope: Scope) -> tuple[Person, bool]:
    """Whose token it is, and whether its owner agreed to the consent text as it is now."""
    found = program_token(site_of(request).db, token)
    if found is None:
        raise HTTPException(401)
    wide_enough = SCOPES[SCOPES.index(scope) :]
    if found.scopes and not found.scopes.intersection(wide_enough):
        raise HTTPException(403)
    return found.person, found.consented == CONSENT_VERSION


def _by_session(request: Request) -> tuple[Person, bool]:
    """Raises 401 for nobody, 403 for a session without its form token."""
    someone = visitor(request)
    if someone.person is None:
        raise HTTPException(401)
    if request.method not in _SAFE and not is_form_token(someone.secret, request.headers.get("x-csrf-token", "")):
        raise HTTPException(403)
    return someone.person, someone.consented


def _campaign(site: Here, slug: Slug) -> Campaign:
    return or_404(find_campaign, site.db, slug)


Reading = Annotated[Person, Depends(_caller("read"))]
Answering = Annotated[Person, Depends(_caller("answer"))]
CampaignHere = Annotated[Campaign, Depends(_campaign)]


def _leads(person: Annotated[Person, Depends(_caller("lead"))], campaign: CampaignHere) -> Person:
    if not person.has_role("lead", "steward", campaign_id=campaign.id):
        raise HTTPException(403)
    return person


Leading = Annotated[Person, Depends(_leads)]
