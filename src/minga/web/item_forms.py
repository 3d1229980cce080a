"""What a person sends about an item: read from its form, with what is wrong beside the field that it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, cast

from fastapi import Depends
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

from minga.community.models import Assignment, Campaign, Verdict
from minga.errors import CommunityError
from minga.review.fields import MAX_CHARACTERS
from minga.review.questions import asked, questions_of, value_of
from minga.review.verdict_questions import DETAILS, REJECTED_AS
from minga.settings import QuestionSettings
from minga.web.messages import later
from minga.web.rate_limits import hold_back
from minga.web.security import is_form_token
from minga.web.visitors import VisitorHere, field, read_form

__all__ = ["Given", "Sent", "SentForm", "form_name", "read_answer", "shown_place"]

_VERDICTS = {"accept-original": "accept", "send": "answer"}
"""What some buttons are called, and the verdict that they stand for."""
_PLACES = {"a": "first", "b": "second"}


@dataclass(frozen=True)
class Sent:
    """A form, whether a page of ours for this very session sent it, and whether it came too soon."""

    form: FormData
    ours: bool
    wait: str = ""
    """Seconds until it may be sent again, for somebody who sends too often."""


async def _sent(request: Request, visitor: VisitorHere) -> Sent:
    form = await read_form(request)
    ours = is_form_token(visitor.secret, field(form, "csrf"))
    try:
        hold_back(request, visitor.person)
    except HTTPException as error:
        return Sent(form, ours, (error.headers or {}).get("retry-after", "1"))
    return Sent(form, ours)


SentForm = Annotated[Sent, Depends(_sent)]
"""Unlike `CheckedForm` it gives back what was wrong with a form, so that nothing is lost that somebody wrote."""


@dataclass(frozen=True)
class Given:
    """An answer as it was sent."""

    verdict: Verdict
    edits: dict[str, str]
    """By the name of the text; all that the form has, changed or not."""
    answers: dict[str, Any]
    note: str
    key: str
    faults: Mapping[str, str]
    """What is wrong, by the name of the form's field."""


def form_name(question: QuestionSettings) -> str:
    """The field of a form that a question's answer stands in."""
    return f"q-{question.name}"


def shown_place(value: str, *, swapped: bool) -> str:
    """Where a page shows the answer that an item calls `a` or `b`, and back; other values stay as they are.

    >>> shown_place("a", swapped=True), shown_place("both-bad", swapped=True)
    ('second', 'both-bad')
    """
    places = dict(zip(_PLACES, reversed(_PLACES.values()), strict=True)) if swapped else _PLACES
    return {**places, **{place: name for name, place in places.items()}}.get(value, value)


def read_answer(campaign: Campaign, assignment: Assignment, form: FormData) -> Given:
    """What `form` says, and what of it cannot be kept."""
    action, _, choice = field(form, "action").partition(":")
    verdict = cast("Verdict", _VERDICTS.get(action, action))
    raw = {question.name: _raw(question, form) for question in questions_of(campaign) if question.name != "verdict"}
    if "preference" in raw:
        raw["preference"] = shown_place(choice or raw["preference"], swapped=assignment.swapped)
    # a button may say what kind of edit or rejection it is: reject:untranslatable
    raw |= {one.name: choice for one in DETAILS if one.name in raw and choice and one.when["verdict"] == verdict}
    note = field(form, "note").strip()
    edits = {name.removeprefix("text-"): field(form, name) for name in form if name.startswith("text-")}
    answers, faults = _answers(questions_of(campaign), verdict, raw)
    if verdict == "reject" and not note and REJECTED_AS.name not in answers:
        faults["note"] = later("a rejection needs a reason")
    if verdict in {"edit", "answer"}:
        faults |= _text_faults(edits)
    return Given(verdict, edits, answers, note, field(form, "key"), faults)


def _raw(question: QuestionSettings, form: FormData) -> Any:
    """An answer as the form has it."""
    name = form_name(question)
    if question.type == "labels":
        return [value for value in form.getlist(name) if isinstance(value, str)]
    if question.type != "ranking":
        return field(form, name)
    places = {option: field(form, f"{name}.{option}") for option in question.options}
    if not any(places.values()):
        return []
    ranked = sorted(question.options, key=lambda option: (len(places[option]), places[option]))
    whole = [places[option] for option in ranked] == [str(place + 1) for place in range(len(ranked))]
    return ranked if whole else [""]  # which is no answer


def _answers(
    questions: Sequence[QuestionSettings], verdict: Verdict, raw: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, str]]:
    kept: dict[str, Any] = {"verdict": verdict}
    faults: dict[str, str] = {}
    for question in questions:
        if question.name == "verdict" or question not in asked(questions, kept):
            continue
        try:
            value = value_of(question, raw[question.name])
        except CommunityError as error:
            ranking = question.type == "ranking"
            faults[form_name(question)] = later("give each of them a place of its own") if ranking else error.what
            continue
        if value is not None:
            kept[question.name] = value
        elif question.required and verdict != "cannot-judge":
            faults[form_name(question)] = later("this question needs an answer")
    del kept["verdict"]
    return kept, faults


def _text_faults(edits: Mapping[str, str]) -> dict[str, str]:
    faults = {}
    for name, text in edits.items():
        if not text.strip():
            faults[f"text-{name}"] = later("a text may not be empty")
        elif len(text) > MAX_CHARACTERS:
            faults[f"text-{name}"] = later("a text is too long")
    return faults
