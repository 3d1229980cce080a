"""My answers: what I said, what I changed, what came of it, and the way to correct it."""

from __future__ import annotations

from typing import cast, get_args

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from minga.review import fields_of, list_campaigns
from minga.review.own_answers import OwnAnswer, Standpoint, own_answers
from minga.web.differences import Change, condensed, difference
from minga.web.item_view import ShownQuestion, questions_shown
from minga.web.rendering import render
from minga.web.visitors import SignedInVisitor, person_of

__all__ = ["my_answers", "router"]

router = APIRouter(include_in_schema=False, prefix="/review")

_PAGE = 50


@router.get("/mine")
def my_answers(
    request: Request, visitor: SignedInVisitor, page: int = 1, campaign: str = "", stands: str = "", saved: str = ""
) -> HTMLResponse:
    """What I answered, with the way to correct it."""
    db, person = visitor.site.db, person_of(visitor)
    page = max(1, min(page, 10_000))
    campaigns = list_campaigns(db)
    answers = own_answers(
        db,
        person,
        campaign=next((one for one in campaigns if one.slug == campaign), None),
        standpoint=cast("Standpoint", stands) if stands in get_args(Standpoint) else None,
        limit=_PAGE + 1,
        offset=(page - 1) * _PAGE,
    )
    return render(
        request,
        visitor,
        "my_answers.html",
        rows=[(own, _first_text(own), _changes(own), _said(own)) for own in answers[:_PAGE]],
        campaigns=campaigns,
        campaign=campaign,
        stands=stands,
        page=page,
        more=len(answers) > _PAGE,
        saved=bool(saved),
    )


def _first_text(own: OwnAnswer) -> str:
    texts = fields_of(own.campaign.kind, own.item.payload)
    return texts[0].text if texts else own.campaign.title


def _said(own: OwnAnswer) -> list[ShownQuestion]:
    """The questions that were answered, as they were shown."""
    answers = own.response.answers or {}
    shown = questions_shown(own.campaign, own.assignment, None, answers)
    return [one for one in shown if one.asked.name in answers]


def _changes(own: OwnAnswer) -> list[list[Change]]:
    """What was changed, text by text."""
    edits = own.response.edits or {}
    texts = [one for one in fields_of(own.campaign.kind, own.item.payload) if one.name in edits]
    return [condensed(difference(one.text, edits[one.name])) for one in texts]
