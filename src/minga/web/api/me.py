"""What the project knows about whoever calls."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException

from minga.community.personal_data import export
from minga.review import answers_of, list_campaigns
from minga.review.credit import credit_of
from minga.review.notices import mark_seen, notices_of
from minga.web.api.callers import FAULTS, Answering, Here, Number, Reading
from minga.web.api.schemas import AnswerOut, CreditOut, NoticeOut, PersonOut
from minga.web.api.shapes import answer_out

__all__ = ["me", "my_answers", "my_credit", "my_data", "my_notices", "notice_seen", "router"]

router = APIRouter(prefix="/me", tags=["me"], responses=FAULTS)


@router.get("")
def me(person: Reading) -> PersonOut:
    """Who you are here."""
    return PersonOut(
        name=person.public_name,
        locale=person.locale,
        varieties=person.varieties,
        country=person.country,
        roles=sorted({role.name for role in person.roles}),
    )


@router.get("/answers")
def my_answers(site: Here, person: Reading, offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0) -> list[AnswerOut]:
    """Your newest answers, 100 at a time."""
    return [answer_out(row[0]) for row in answers_of(site.db, person, limit=100, offset=offset)]


@router.get("/credit")
def my_credit(site: Here, person: Reading) -> CreditOut:
    """What your validated work has earned in the whole project."""
    credit = credit_of(site.db, person)
    return CreditOut(points=credit.points, work=dict(credit.work), titles=list(credit.titles), roles=list(credit.roles))


@router.get("/notices")
def my_notices(site: Here, person: Reading) -> list[NoticeOut]:
    """Private words to you, the newest first."""
    names = {campaign.id: campaign.slug for campaign in list_campaigns(site.db)}
    return [
        NoticeOut(
            id=notice.id,
            campaign=None if notice.campaign_id is None else names.get(notice.campaign_id),
            kind=notice.kind,
            detail=notice.detail,
            created_at=notice.created_at,
            seen_at=notice.seen_at,
        )
        for notice in notices_of(site.db, person)
    ]


@router.post("/notices/{number}/seen", status_code=204)
def notice_seen(site: Here, person: Answering, number: Number) -> None:
    """Say that you read a notice."""
    if not mark_seen(site.db, person, number):
        raise HTTPException(404)


@router.get("/data")
def my_data(site: Here, person: Reading) -> dict[str, Any]:
    """Everything that the project keeps about you."""
    return export(site.db, person.id)
