"""The page of an item: what it shows in each state, from its first sight to a correction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse

from minga.community.models import Assignment, Campaign, Response
from minga.review import available
from minga.review.fields import MAX_CHARACTERS, record_of
from minga.review.opinions import Opinion, opinions_of
from minga.review.own_answers import answered_count, given_answer
from minga.review.questions import questions_of, verdicts_of
from minga.review.verdict_questions import DETAILS
from minga.web.item_forms import read_answer
from minga.web.item_view import ShownQuestion, questions_shown, texts_shown
from minga.web.rendering import render
from minga.web.visitors import Visitor, person_of
from minga.web.visitors import field as value_of

__all__ = ["Sheet", "render_item"]


@dataclass(frozen=True)
class Sheet:
    """What a page of an item shows beside the item: what was just sent, and how that went."""

    form: FormData | None = None
    """What was sent; None where the page is opened."""
    put_in: Mapping[str, str] = field(default_factory=dict)
    """Texts that go into boxes in place of what was sent."""
    doubt: bool = False
    """Whether a text was changed and accepted at once."""
    faults: Mapping[str, str] = field(default_factory=dict)
    """What is wrong, by the name of the form's field."""
    saved: str = ""
    """What became of the item before: `answered`, `corrected` or `skipped`."""
    last: int = 0
    """The number of that item's assignment, to go back to it."""


def render_item(
    request: Request, visitor: Visitor, campaign: Campaign, assignment: Assignment, sheet: Sheet
) -> HTMLResponse:
    """The page, filled with what was just sent, else with the answer given before, else with the item alone."""
    with visitor.site.db.reading():
        former = given_answer(visitor.site.db, assignment)
        surroundings = _surroundings(visitor, campaign, assignment, former)
    return render(
        request,
        visitor,
        "item.html",
        status=409 if sheet.doubt else 400 if sheet.faults else 200,
        campaign=campaign,
        assignment=assignment,
        former=former,
        doubt=sheet.doubt,
        faults=sheet.faults,
        saved=sheet.saved,
        last=sheet.last,
        from_mine=request.query_params.get("from") == "mine",
        **_contents(campaign, assignment, sheet, former),
        **_origin(assignment),
        **surroundings,
    )


def _contents(campaign: Campaign, assignment: Assignment, sheet: Sheet, former: Response | None) -> dict[str, Any]:
    """The texts and questions, with what stands in them."""
    form = sheet.form
    written = read_answer(campaign, assignment, form).edits if form else (former and former.edits) or {}
    texts = texts_shown(campaign, assignment, {**written, **sheet.put_in})
    questions = questions_shown(campaign, assignment, form, (former and former.answers) or {})
    places = {f"text-{text.field.name}": text.id for text in texts}
    return {
        "texts": texts,
        "questions": questions,
        "note": value_of(form, "note") if form else former.note if former else "",
        "key": value_of(form, "key") if form else secrets.token_hex(16),
        "places": {**places, **{question.name: question.name for question in questions}, "note": "note"},
        "judging": "accept" in verdicts_of(campaign.kind),
        "kinds": {one.name for one in questions_of(campaign) if one in DETAILS},
        "one_tap": campaign.kind == "compare" and len(questions) == 1,
        "longest": MAX_CHARACTERS,
    }


def _origin(assignment: Assignment) -> dict[str, Any]:
    payload = assignment.item.payload
    return {
        "record": record_of(payload) if "record" in payload else None,
        "source": payload.get("source") if "record" in payload else None,
        "domain": payload.get("domain") or payload.get("record", {}).get("domain", ""),
    }


def _surroundings(
    visitor: Visitor, campaign: Campaign, assignment: Assignment, former: Response | None
) -> dict[str, Any]:
    """How far the person is, whether she is in time, what others said, and the guidelines that hold."""
    db, person = visitor.site.db, person_of(visitor)
    guidelines, language = visitor.site.guidelines(campaign, visitor.locale)
    return {
        "answered": answered_count(db, person, campaign),
        "waiting": 0 if former else available(db, person, campaign),
        "late": former is None and assignment.expires_at <= db.now(),
        "opinions": _opinions(visitor, campaign, assignment) if assignment.adjudicating else [],
        "guidelines": guidelines,
        "guidelines_language": language or visitor.site.locale,
        "guidelines_changed": former is None and assignment.guidelines_version < campaign.guidelines_version,
    }


def _opinions(
    visitor: Visitor, campaign: Campaign, assignment: Assignment
) -> list[tuple[Opinion, list[ShownQuestion]]]:
    """What others said, with their answers in words."""
    shown = []
    for one in opinions_of(visitor.site.db, assignment.item):
        questions = questions_shown(campaign, assignment, None, one.answers)
        shown.append((one, [question for question in questions if question.asked.name in one.answers]))
    return shown
