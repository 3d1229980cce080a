"""The entry test: one question after the other, each explained once it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from minga.community.models import Assignment, Attempt, Campaign, Item
from minga.errors import CommunityError
from minga.review.guidelines import needs_acceptance
from minga.review.qualification import (
    Explained,
    answer_question,
    my_attempt,
    next_question,
    progress,
    questions_of,
    start_attempt,
)
from minga.review.questions import verdicts_of
from minga.web.answers_in_words import Said, in_words
from minga.web.item_forms import form_name, read_answer
from minga.web.item_view import ShownQuestion, questions_shown, texts_shown
from minga.web.notice_view import explanation_in
from minga.web.pages.reviewing import my_campaign
from minga.web.rendering import render
from minga.web.visitors import CheckedForm, SignedInVisitor, Visitor, field, person_of

__all__ = ["Told", "answer_one", "begin", "next_page", "overview", "router"]

router = APIRouter(include_in_schema=False, prefix="/campaigns/{slug}/test")


@dataclass(frozen=True)
class Told:
    """An answered question, with everything that is told about it."""

    item: Item
    right: bool
    unsure: bool
    """Whether she said that she cannot judge it."""
    given: tuple[Said, ...]
    expected: tuple[Said, ...]
    explanation: Mapping[str, str]
    """By interface language."""


@router.get("")
def overview(request: Request, visitor: SignedInVisitor, slug: str) -> Response:
    """The tests that concern me, and how I stand with each."""
    campaign, person = my_campaign(visitor, slug), person_of(visitor)
    if needs_acceptance(visitor.site.db, person, campaign):
        return RedirectResponse(f"/guidelines/{slug}", 303)
    tests = progress(visitor.site.db, person, campaign)
    if not tests:
        return RedirectResponse(f"/review/{slug}", 303)
    return render(request, visitor, "entry_test.html", campaign=campaign, options=campaign.options, tests=tests)


@router.post("/{language}")
def begin(visitor: SignedInVisitor, form: CheckedForm, slug: str, language: str) -> Response:
    """Begin, or go on with the attempt under way."""
    campaign, person = my_campaign(visitor, slug), person_of(visitor)
    if needs_acceptance(visitor.site.db, person, campaign):
        return RedirectResponse(f"/guidelines/{slug}", 303)
    known = {test.language for test in progress(visitor.site.db, person, campaign)}
    if language not in known:
        raise HTTPException(404)
    try:
        start_attempt(visitor.site.db, person, campaign, language)
    except CommunityError:  # passed, or tried too often: the page says which
        return RedirectResponse(f"/campaigns/{slug}/test", 303)
    return RedirectResponse(f"/campaigns/{slug}/test/{language}", 303)


@router.get("/{language}")
def next_page(request: Request, visitor: SignedInVisitor, slug: str, language: str, told: int = 0) -> Response:
    """The next question, what is told about the one just answered, or the result."""
    campaign, attempt = _attempt(visitor, slug, language)
    if attempt is None:
        return RedirectResponse(f"/campaigns/{slug}/test", 303)
    answered = questions_of(visitor.site.db, attempt)
    last = next((one for one in answered if one.item.id == told), None)
    if last is not None:
        return _told_page(request, visitor, campaign, attempt, last)
    question = next_question(visitor.site.db, attempt) if attempt.ended_at is None else None
    if question is None:
        return _result_page(request, visitor, campaign, attempt, answered)
    return _question_page(request, visitor, campaign, attempt, question)


@router.post("/{language}/answer")
def answer_one(request: Request, visitor: SignedInVisitor, form: CheckedForm, slug: str, language: str) -> Response:
    """Keep the answer to a question and tell what was right."""
    campaign, attempt = _attempt(visitor, slug, language)
    number = field(form, "item")
    if attempt is None or not number.isdecimal() or int(number) not in attempt.items:
        return RedirectResponse(f"/campaigns/{slug}/test", 303)
    here = f"/campaigns/{slug}/test/{language}"
    if number not in attempt.answers:
        question = next_question(visitor.site.db, attempt)
        if question is None or question.id != int(number) or attempt.ended_at is not None:
            return RedirectResponse(here, 303)
        given, faults = _given(campaign, question, form)
        if faults:
            return _question_page(request, visitor, campaign, attempt, question, form=form, faults=faults)
        answer_question(visitor.site.db, person_of(visitor), attempt.id, question.id, given)
    return RedirectResponse(f"{here}?told={number}", 303)


def _attempt(visitor: Visitor, slug: str, language: str) -> tuple[Campaign, Attempt | None]:
    campaign = my_campaign(visitor, slug)
    return campaign, my_attempt(visitor.site.db, person_of(visitor), campaign, language)


def _given(campaign: Campaign, question: Item, form: FormData) -> tuple[dict[str, Any], dict[str, str]]:
    """What the form says to the questions that are asked here, and what of it is missing or wrong."""
    key = _key(question)
    read = read_answer(campaign, Assignment(item=question, swapped=False), form)
    given: dict[str, Any] = {**read.answers, "verdict": read.verdict}
    if read.verdict == "cannot-judge":
        return {"verdict": "cannot-judge"}, {}
    faults = {name: fault for name, fault in read.faults.items() if name in {f"q-{one}" for one in key}}
    if "verdict" in key and read.verdict not in verdicts_of(campaign.kind):
        faults["verdict"] = "this question needs an answer"
    return {name: value for name, value in given.items() if name in key}, faults


def _key(question: Item) -> Mapping[str, Any]:
    answers: Mapping[str, Any] = (question.gold or {})["answers"]
    return answers


def _asked(campaign: Campaign, question: Item, form: FormData | None) -> tuple[ShownQuestion, ...]:
    """The questions with a right answer, and those on which they depend."""
    shown = questions_shown(campaign, Assignment(item=question, swapped=False), form, {})
    wanted = set(_key(question))
    for one in reversed(shown):
        if one.asked.name in wanted:
            wanted |= set(one.asked.when)
    return tuple(one for one in shown if one.asked.name in wanted)


def _question_page(
    request: Request,
    visitor: Visitor,
    campaign: Campaign,
    attempt: Attempt,
    question: Item,
    *,
    form: FormData | None = None,
    faults: Mapping[str, str] | None = None,
) -> HTMLResponse:
    texts = texts_shown(campaign, Assignment(item=question, swapped=False), {})
    questions = _asked(campaign, question, form)
    return render(
        request,
        visitor,
        "entry_question.html",
        status=400 if faults else 200,
        campaign=campaign,
        attempt=attempt,
        question=question,
        # Here texts are only read: what would be edited is said by a verdict.
        texts=[replace(text, box=None) for text in texts],
        source=question.payload.get("source"),
        questions=questions,
        judging="verdict" in _key(question),
        one_tap=campaign.kind == "compare" and [one.asked.name for one in questions] == ["preference"],
        faults=faults or {},
        places={form_name(one.asked): one.name for one in questions},
    )


def _told_page(
    request: Request, visitor: Visitor, campaign: Campaign, attempt: Attempt, told: Explained
) -> HTMLResponse:
    texts = texts_shown(campaign, Assignment(item=told.item, swapped=False), {})
    return render(
        request,
        visitor,
        "entry_told.html",
        campaign=campaign,
        attempt=attempt,
        told=_in_words(campaign, told),
        texts=[replace(text, box=None) for text in texts],
        source=told.item.payload.get("source"),
        explanation_in=explanation_in,
    )


def _result_page(
    request: Request, visitor: Visitor, campaign: Campaign, attempt: Attempt, answered: list[Explained]
) -> HTMLResponse:
    tests = progress(visitor.site.db, person_of(visitor), campaign)
    return render(
        request,
        visitor,
        "entry_result.html",
        campaign=campaign,
        options=campaign.options,
        attempt=attempt,
        test=next((test for test in tests if test.language == attempt.language), None),
        told=[_in_words(campaign, one) for one in answered],
        explanation_in=explanation_in,
    )


def _in_words(campaign: Campaign, told: Explained) -> Told:
    unsure = told.given.get("verdict") == "cannot-judge"
    given = {name: value for name, value in told.given.items() if name in told.answers and not unsure}
    return Told(
        told.item, told.right, unsure, in_words(campaign, given), in_words(campaign, told.answers), told.explanation
    )
