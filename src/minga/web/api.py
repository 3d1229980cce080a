"""The JSON API: what the pages do, for notebooks and bots, by a bearer token or the session with its form token."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi import Path as InPath
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from minga.community.models import Assignment, Campaign, Person
from minga.community.models import Response as Answered
from minga.community.sessions import key_owner
from minga.errors import CommunityError
from minga.review import (
    answer,
    answers_of,
    campaign_progress,
    fields_of,
    find_campaign,
    list_campaigns,
    my_assignment,
    person_progress,
    skip,
    take,
)
from minga.web.rendering import render
from minga.web.schemas import (
    AnswerIn,
    AnswerOut,
    AssignmentOut,
    CampaignOut,
    FaultOut,
    FindingOut,
    PersonOut,
    ProgressOut,
    SkipIn,
    TextOut,
)
from minga.web.security import is_form_token
from minga.web.site import Site, site_of
from minga.web.visitors import VisitorHere, visitor

__all__ = [
    "assignment",
    "campaign",
    "campaigns",
    "docs",
    "give_answer",
    "me",
    "my_answers",
    "progress",
    "router",
    "skip_item",
    "take_next",
]

router = APIRouter(prefix="/api/v1", tags=["review"])

_SAFE = {"GET", "HEAD"}


_FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": FaultOut} for status in (400, 401, 403, 404, 405, 409, 413, 422)
}


def _caller(request: Request) -> Person:
    """Whose request this is. Raises 401 for nobody, 403 for a session without its form token."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        person = key_owner(site_of(request).db, token.strip(), "api")
        if person is None:
            raise HTTPException(401)
        return person
    someone = visitor(request)
    if someone.person is None:
        raise HTTPException(401)
    if request.method not in _SAFE and not is_form_token(someone.secret, request.headers.get("x-csrf-token", "")):
        raise HTTPException(403)
    return someone.person


Caller = Annotated[Person, Depends(_caller)]
Here = Annotated[Site, Depends(site_of)]
Slug = Annotated[str, InPath(max_length=63, pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Number = Annotated[int, InPath(ge=1, le=2**31 - 1)]


@router.get("/campaigns")
def campaigns(site: Here) -> list[CampaignOut]:
    """All campaigns; open to everybody."""
    return [_campaign_out(site, campaign) for campaign in list_campaigns(site.db)]


@router.get("/campaigns/{slug}", responses=_FAULTS)
def campaign(site: Here, slug: Slug) -> CampaignOut:
    """One campaign; open to everybody."""
    return _campaign_out(site, _find(site, slug))


@router.get("/me", responses=_FAULTS)
def me(person: Caller) -> PersonOut:
    """Who you are here."""
    return PersonOut(
        name=person.public_name,
        locale=person.locale,
        varieties=person.varieties,
        roles=sorted({role.name for role in person.roles}),
    )


@router.get("/campaigns/{slug}/progress", responses=_FAULTS)
def progress(site: Here, person: Caller, slug: Slug) -> ProgressOut:
    """How far you are in a campaign."""
    return ProgressOut.model_validate(person_progress(site.db, person, _find(site, slug)), from_attributes=True)


@router.post(
    "/campaigns/{slug}/assignments", responses={**_FAULTS, 204: {"description": "Nothing is left for you."}},
    response_model=AssignmentOut,
)  # fmt: skip
def take_next(site: Here, person: Caller, slug: Slug) -> Any:
    """Take the next item, or get the one that you hold; 204 when nothing is left for you."""
    found = _find(site, slug)
    if not person.has_role("reviewer", "adjudicator", "lead", campaign_id=found.id):
        raise HTTPException(403)
    taken = take(site.db, person, found)
    return _assignment_out(found, taken) if taken else Response(status_code=204)


@router.get("/assignments/{number}", responses=_FAULTS)
def assignment(site: Here, person: Caller, number: Number) -> AssignmentOut:
    """An item that was given to you."""
    mine = _mine(site, person, number)
    return _assignment_out(_campaign_of(site, mine), mine)


@router.post("/assignments/{number}/answer", responses=_FAULTS, status_code=201)
def give_answer(site: Here, person: Caller, number: Number, given: AnswerIn) -> AnswerOut:
    """Answer an item, or correct your answer. Sent twice with the same `client_key`, it is kept once."""
    kept = answer(
        site.db,
        _mine(site, person, number),
        given.verdict,
        edits=given.edits if given.verdict == "edit" else None,
        note=given.note,
        client_key=given.client_key,
    )
    return _answer_out(kept)


@router.post("/assignments/{number}/skip", responses=_FAULTS, status_code=204)
def skip_item(site: Here, person: Caller, number: Number, given: SkipIn) -> None:
    """Give an item back; you will not see it again."""
    skip(site.db, _mine(site, person, number), given.reason)


@router.get("/me/answers", responses=_FAULTS)
def my_answers(site: Here, person: Caller, offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> list[AnswerOut]:
    """Your newest answers, 100 at a time."""
    return [_answer_out(row[0]) for row in answers_of(site.db, person, limit=100, offset=offset)]


@router.get("/docs", include_in_schema=False)
def docs(request: Request, visitor: VisitorHere) -> HTMLResponse:
    """The API, readable without a script."""
    return render(request, visitor, "api.html", schema=request.app.openapi())


def _find(site: Site, slug: str) -> Campaign:
    try:
        return find_campaign(site.db, slug)
    except CommunityError as error:
        raise HTTPException(404) from error


def _mine(site: Site, person: Person, number: int) -> Assignment:
    try:
        return my_assignment(site.db, person, number)
    except CommunityError as error:
        raise HTTPException(404) from error


def _campaign_of(site: Site, mine: Assignment) -> Campaign:
    return next(found for found in list_campaigns(site.db) if found.id == mine.campaign_id)


def _campaign_out(site: Site, found: Campaign) -> CampaignOut:
    progress = campaign_progress(site.db, found)
    return CampaignOut(
        slug=found.slug,
        title=found.title,
        kind=found.kind,
        languages=found.languages,
        overlap=found.overlap,
        open=found.open,
        items=progress.items,
        decided=progress.decided,
        disputed=progress.disputed,
        answers=progress.answers,
        people=progress.people,
    )


def _assignment_out(found: Campaign, mine: Assignment) -> AssignmentOut:
    texts = [
        TextOut(
            name=text.name,
            text=text.text,
            source=text.source,
            is_key=text.is_key,
            findings=[FindingOut.model_validate(finding, from_attributes=True) for finding in text.findings],
        )
        for text in fields_of(found.kind, mine.item.payload)
    ]
    return AssignmentOut(
        id=mine.id,
        campaign=found.slug,
        kind=found.kind,
        record_id=mine.item.record_id,
        language=mine.item.language,
        state=mine.state,
        adjudicating=mine.adjudicating,
        expires_at=mine.expires_at,
        texts=texts,
    )


def _answer_out(kept: Answered) -> AnswerOut:
    return AnswerOut(
        id=kept.id,
        assignment_id=kept.assignment_id,
        version=kept.version,
        verdict=kept.verdict,
        edits=kept.edits or {},
        note=kept.note,
        late=kept.late,
        created_at=kept.created_at,
    )
