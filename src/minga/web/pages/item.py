"""The item in hand: its page, and the answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from minga.community.models import Assignment, Campaign, Verdict
from minga.errors import CommunityError
from minga.review import Nothing, answer_and_take, my_assignment, skip
from minga.review.fields import fields_of
from minga.review.opinions import opinions_of
from minga.review.own_answers import given_answer
from minga.review.questions import verdicts_of
from minga.web.item_forms import Given, Sent, SentForm, read_answer
from minga.web.item_page import Sheet, render_item
from minga.web.item_view import texts_shown
from minga.web.lookups import or_404
from minga.web.pages.reviewing import address_of, my_campaign, take_next
from minga.web.rendering import render
from minga.web.visitors import SignedInVisitor, Visitor, VisitorHere, field, person_of

__all__ = ["answer_item", "item_page", "router"]

router = APIRouter(include_in_schema=False, prefix="/review")


@router.get("/{slug}/{number}")
def item_page(
    request: Request, visitor: SignedInVisitor, slug: str, number: int, saved: str = "", last: int = 0
) -> HTMLResponse:
    """An item that I hold, or one that I answered and may correct."""
    with visitor.site.db.reading():
        campaign, assignment = my_campaign(visitor, slug), _assignment(visitor, number)
        return render_item(request, visitor, campaign, assignment, Sheet(saved=saved, last=last))


@router.post("/{slug}/{number}")
def answer_item(request: Request, visitor: VisitorHere, sent: SentForm, slug: str, number: int) -> Response:
    """Keep what a person says about an item, and go on to the next.

    What was kept on a phone for want of a connection comes later with `accept: application/json`: it gets no next item.
    """
    if visitor.person is None or not sent.ours or sent.wait:
        return _once_more(request, visitor, sent)
    with visitor.site.db.reading():
        campaign, assignment = my_campaign(visitor, slug), _assignment(visitor, number)
        corrected = given_answer(visitor.site.db, assignment) is not None
    form, (action, _, choice) = sent.form, field(sent.form, "action").partition(":")
    if action == "skip":
        skip(visitor.site.db, assignment, field(form, "note"))
        return _after(request, visitor, campaign, assignment, "skipped", take_next(visitor, campaign))
    if action in {"suggest", "adopt"}:
        put_in = (_suggested if action == "suggest" else _adopted)(visitor, campaign, assignment, choice)
        return render_item(request, visitor, campaign, assignment, Sheet(form, put_in))
    given = read_answer(campaign, assignment, form)
    if action == "accept" and any(text.changed for text in texts_shown(campaign, assignment, given.edits)):
        return render_item(request, visitor, campaign, assignment, Sheet(form, doubt=True))
    kept = given.faults or _keep(visitor, campaign, assignment, given)
    if isinstance(kept, Mapping):
        return render_item(request, visitor, campaign, assignment, Sheet(form, faults=kept))
    return _after(request, visitor, campaign, assignment, "corrected" if corrected else "answered", kept)


def _assignment(visitor: Visitor, number: int) -> Assignment:
    return or_404(my_assignment, visitor.site.db, person_of(visitor), number)


def _once_more(request: Request, visitor: Visitor, sent: Sent) -> Response:
    """The session is over or another one by now, or this came too soon: what was written is shown, to be sent again."""
    status = 429 if sent.wait else 403
    headers = {"retry-after": sent.wait} if sent.wait else {}
    if _wants_json(request):
        return JSONResponse({"kept": False}, status, headers)
    values = [(name, value) for name, value in sent.form.multi_items() if name != "csrf" and isinstance(value, str)]
    response = render(request, visitor, "item_resend.html", status=status, values=values, too_soon=bool(sent.wait))
    response.headers.update(headers)
    return response


def _keep(
    visitor: Visitor, campaign: Campaign, assignment: Assignment, given: Given
) -> Assignment | Nothing | Mapping[str, str]:
    """Keep an answer and take the next item; what is wrong with the answer, where it cannot be kept."""
    known = given.verdict in verdicts_of(campaign.kind)
    try:
        _, following = answer_and_take(
            visitor.site.db,
            assignment,
            given.verdict if known else cast("Verdict", "unknown"),
            edits=given.edits if given.verdict in {"edit", "answer"} and given.edits else None,
            answers=given.answers,
            note=given.note,
            client_key=given.key,
        )
    except CommunityError as error:
        return {"": error.what}
    return following


def _suggested(visitor: Visitor, campaign: Campaign, assignment: Assignment, name: str) -> dict[str, str]:
    """The linter's text for the field called `name`."""
    texts = (one for one in fields_of(campaign.kind, assignment.item.payload) if one.name == name)
    texts_of_linter = [found.suggestion for one in texts for found in one.findings if found.suggestion]
    return {name: texts_of_linter[0]} if texts_of_linter else {}


def _adopted(visitor: Visitor, campaign: Campaign, assignment: Assignment, choice: str) -> dict[str, str]:
    """Somebody's version of a disputed item, for the adjudicator to begin with."""
    opinions = opinions_of(visitor.site.db, assignment.item) if assignment.adjudicating else []
    texts = {one.name: one.text for one in fields_of(campaign.kind, assignment.item.payload)}
    return next((texts | one.edits for number, one in enumerate(opinions) if str(number) == choice), {})


def _after(
    request: Request,
    visitor: Visitor,
    campaign: Campaign,
    assignment: Assignment,
    saved: str,
    following: Assignment | Nothing,
) -> Response:
    """What comes after an answer: my answers, or the item in hand, which a script may have at once."""
    if _wants_json(request):
        return JSONResponse({"kept": True})
    if request.query_params.get("from") == "mine":
        return RedirectResponse("/review/mine?saved=1", 303)
    last = assignment.id if saved == "answered" else 0
    where = address_of(campaign, following, saved=saved, last=last)
    if isinstance(following, Nothing) or request.headers.get("x-minga") != "next":
        return RedirectResponse(where, 303)
    response = render_item(request, visitor, campaign, following, Sheet(saved=saved, last=last))
    response.headers["content-location"] = where
    return response


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "").startswith("application/json")
