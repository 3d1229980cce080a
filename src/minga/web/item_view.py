"""What the page of an item shows: its texts and questions, filled in with what was just sent or answered before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData

from minga.community.models import Assignment, Campaign
from minga.records import Finding
from minga.review.fields import Field, fields_of
from minga.review.questions import questions_of
from minga.review.verdict_questions import DETAILS, SENSITIVITY
from minga.settings import QuestionSettings
from minga.web.item_forms import form_name, shown_place
from minga.web.visitors import field

__all__ = ["Option", "ShownQuestion", "ShownText", "questions_shown", "texts_shown"]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class ShownText:
    """One text of an item."""

    id: str
    """Of its elements in the page."""
    field: Field
    role: str
    """What it is: `question`, `choice`, `context`, `reference`, `solution`, `user`, `assistant`, `system`, `prompt`,
    `document`, `text`, `first`, `second`."""
    box: str | None
    """What stands in its text box; None where it is only read."""
    rows: int = 1
    """Lines of the box to begin with."""

    @property
    def letter(self) -> str:
        """Of a choice."""
        return _LETTERS[(self.field.index or 0) % 26]

    @property
    def changed(self) -> bool:
        """Whether the box says something else than the text."""
        return self.box is not None and _plain(self.box) != _plain(self.field.text)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the linter found in it."""
        return self.field.findings


@dataclass(frozen=True)
class Option:
    """One value of a question, as it is offered."""

    value: str
    label: str
    key: str
    """The digit that chooses it by keyboard; empty beyond the tenth."""
    chosen: bool
    place: str | None = None
    """In a ranking."""

    @property
    def rank(self) -> int:
        """Where it stands in its list: by its place, where it has one."""
        return int(self.place) if self.place and self.place.isdecimal() else len(_LETTERS)


@dataclass(frozen=True)
class ShownQuestion:
    """One question with what is answered to it so far."""

    asked: QuestionSettings
    name: str
    """Of its field in the form, and of its elements in the page."""
    options: tuple[Option, ...]
    text: str
    """The answer to a question for a text."""
    when: tuple[tuple[str, str, str], ...]
    """Name and title of the questions on which it depends, and the label of the answer that each must have."""
    depends: str
    """The same as a query string over the form's fields; empty where it depends on nothing that the form knows."""

    @property
    def built_in(self) -> bool:
        """Whether its words are minga's own, which are translated."""
        return self.asked in SENSITIVITY

    @property
    def chosen(self) -> list[Option]:
        """The options that are the answer; of a ranking all of them, by their places."""
        return sorted((one for one in self.options if one.chosen), key=lambda one: one.rank)


def texts_shown(campaign: Campaign, assignment: Assignment, written: Mapping[str, str]) -> tuple[ShownText, ...]:
    """The texts of an item in the order in which they are read; boxes hold what is `written`, else the text itself."""
    payload = assignment.item.payload
    shown = []
    for number, one in enumerate(_ordered(fields_of(campaign.kind, payload), swapped=assignment.swapped)):
        role = _role(campaign, one, payload, swapped=assignment.swapped)
        box = written.get(one.name, one.text) if one.editable else None
        shown.append(ShownText(f"t{number}", one, role, box, _rows(box or "", one, least=4 if not one.text else 1)))
    return tuple(shown)


def questions_shown(
    campaign: Campaign, assignment: Assignment, form: FormData | None, answers: Mapping[str, Any]
) -> tuple[ShownQuestion, ...]:
    """What is asked beside the verdict, with what `form` says to it, else with `answers`.

    Which kind of edit or rejection it is belongs to the buttons.
    """
    questions = {question.name: question for question in questions_of(campaign)}
    shown = []
    for question in questions.values():
        if question.name == "verdict" or question in DETAILS:
            continue
        swapped = assignment.swapped
        answer = answers.get(question.name)
        given = _from_form(question, form) if form else _from_answer(question, answer, swapped=swapped)
        when = [(questions[name], _displayed(name, value, swapped=swapped)) for name, value in question.when.items()]
        shown.append(_shown(question, given, when))
    return tuple(shown)


def _shown(
    question: QuestionSettings, given: Mapping[str, str], when: Sequence[tuple[QuestionSettings, str]]
) -> ShownQuestion:
    return ShownQuestion(
        asked=question,
        name=form_name(question),
        options=_options(question, given),
        text=next(iter(given), "") if question.type == "text" else "",
        when=tuple((other.name, other.title, other.labels.get(value, value)) for other, value in when),
        depends=urlencode([(form_name(other), value) for other, value in when if other.name != "verdict"]),
    )


def _displayed(name: str, value: str, *, swapped: bool) -> str:
    return shown_place(value, swapped=swapped) if name == "preference" else value


def _from_form(question: QuestionSettings, form: FormData) -> dict[str, str]:
    """What is chosen, and the place of each value in a ranking; a text is the only key."""
    name = form_name(question)
    if question.type == "ranking":
        return {option: field(form, f"{name}.{option}") for option in question.options}
    return {value: "" for value in form.getlist(name) if isinstance(value, str)}


def _from_answer(question: QuestionSettings, answer: Any, *, swapped: bool) -> dict[str, str]:
    if answer is None:
        return {}
    if question.type == "ranking":
        return {option: str(place) for place, option in enumerate(answer, 1)}
    values = answer if isinstance(answer, list) else [answer]
    return {_displayed(question.name, str(value), swapped=swapped): "" for value in values}


def _options(question: QuestionSettings, given: Mapping[str, str]) -> tuple[Option, ...]:
    rating = question.type == "rating"
    values = [str(mark) for mark in range(question.low, question.high + 1)] if rating else question.options
    keys = values if rating else [str(number) for number in range(1, len(values) + 1)]
    if question.name == "preference":
        values = [shown_place(value, swapped=False) for value in values]
    return tuple(
        Option(value, question.labels.get(value, value), key if len(key) == 1 else "", value in given, given.get(value))
        for value, key in zip(values, keys, strict=True)
    )


def _ordered(fields: Sequence[Field], *, swapped: bool) -> Sequence[Field]:
    """As they are read: in a comparison that is swapped the second answer comes first."""
    names = [one.name for one in fields]
    if not swapped or not {"a", "b"} <= set(names):
        return fields
    ordered = list(fields)
    first, second = names.index("a"), names.index("b")
    ordered[first], ordered[second] = ordered[second], ordered[first]
    return ordered


def _role(campaign: Campaign, one: Field, payload: Mapping[str, Any], *, swapped: bool) -> str:
    if one.group == "messages":
        return str(payload["record"]["messages"][one.index or 0]["role"])
    if one.group == "choices":
        return "choice"
    if campaign.kind == "write-instruction":
        return {"question": "user", "answer": "assistant"}.get(one.name, one.name)
    return shown_place(one.name, swapped=swapped)


def _rows(text: str, one: Field, least: int) -> int:
    """Lines that a text takes about, so that its box does not hide the half of it."""
    width = 34 if one.source else 60
    return min(max(len(text) // width + 1 + text.count("\n"), least), 16)


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip()
