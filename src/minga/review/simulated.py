"""Simulated reviewers for the demonstration: labelled as such everywhere, and never in a project unless asked for.

They go the way of everybody else (`take`, `answer`), and what they say follows from the item itself: what the
linter found, and faults that anybody would see. A little of it is contrary, so that there is something to adjudicate.
All of it depends on the item and the persona alone, so a run that was broken off ends as if it had not been.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from minga.community import Database
from minga.community.models import Assignment, Campaign, CampaignKind, Person, Verdict
from minga.community.people import Profile, add_person, grant_role
from minga.review.answers import answer
from minga.review.assignment import take
from minga.review.fields import Field, fields_of
from minga.review.guidelines import accept
from minga.review.questions import asked, questions_of
from minga.review.verdict_questions import DETAILS
from minga.settings import QuestionSettings

__all__ = ["Opinion", "opinion_on", "play_demo_reviewers"]

_NAMES = {
    "es": "Persona de prueba {} (simulada)",
    "ca": "Persona de prova {} (simulada)",
    "gl": "Persoa de proba {} (simulada)",
    "eu": "{}. proba-pertsona (simulatua)",
    "pt": "Pessoa de teste {} (simulada)",
    "en": "Test person {} (simulated)",
}
_JUDGED = {"validate-translation", "review-instruction"}
_CONTRARY = 12
"""One opinion in so many differs from what the item suggests."""


@dataclass(frozen=True)
class Opinion:
    """What a simulated person says, and why."""

    verdict: Verdict
    edits: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


def play_demo_reviewers(db: Database, campaign: Campaign, people: int = 3, *, locale: str = "es") -> int:
    """Let `people` simulated reviewers work through a campaign in turn. Returns the number of answers given.

    They write no texts of their own: those would pass as a person's.
    """
    if campaign.kind == "write-instruction":
        return 0
    personas = [_persona(db, campaign, number, locale) for number in range(people)]
    given = 0
    while (taken := _next(db, campaign, personas)) is not None:
        _give(db, campaign, *taken)
        given += 1
    return given


def _next(db: Database, campaign: Campaign, personas: Sequence[Person]) -> tuple[Assignment, int] | None:
    """The next item and whose it is: who comes first depends on the answers so far, so it is the same after a break."""
    with db.reading() as session:
        answers = session.scalars(select(Campaign.responses).where(Campaign.id == campaign.id)).one()
    for turn in range(len(personas)):
        number = (answers + turn) % len(personas)
        if assignment := take(db, personas[number], campaign):
            return assignment, number
    return None


def _persona(db: Database, campaign: Campaign, number: int, locale: str) -> Person:
    name = _NAMES.get(locale, _NAMES["en"]).format(number + 1)
    with db.writing() as session:
        person = session.scalars(select(Person).where(Person.name == name, Person.simulated)).first()
        if person is None:
            profile = Profile(name, naming="pseudonym", locale=locale)
            person = add_person(session, db, profile, simulated=True)
        person.varieties = sorted({*person.varieties, *campaign.languages})
        grant_role(session, db, person, "reviewer")
    accept(db, person, campaign, campaign.guidelines_version)
    return person


def _give(db: Database, campaign: Campaign, assignment: Assignment, number: int) -> None:
    record_id = assignment.item.record_id
    if campaign.kind in _JUDGED:
        said = opinion_on(campaign.kind, fields_of(campaign.kind, assignment.item.payload), patience=3 + number % 3)
        if _draw(record_id, f"contrary {number}") % _CONTRARY == 0:
            said = _contrary(said)
    else:
        said = Opinion("answer")
    answers = _answers(questions_of(campaign), said.verdict, record_id, number)
    key = f"simulated-{number}-{assignment.purpose}-{record_id}"[:64]
    answer(db, assignment, said.verdict, edits=said.edits, answers=answers, note=said.note, client_key=key)


def _answers(questions: Sequence[QuestionSettings], verdict: Verdict, record_id: str, number: int) -> dict[str, Any]:
    """What a persona answers to the questions that are asked: mostly what the others do."""
    answers: dict[str, Any] = {"verdict": verdict}
    for question in questions:
        if question.name != "verdict" and question not in DETAILS and question in asked(questions, answers):
            contrary = _draw(record_id, question.name, f"contrary {number}") % _CONTRARY == 0
            answers[question.name] = _choice(question, _draw(record_id, question.name) + contrary)
    return {name: value for name, value in answers.items() if name != "verdict"}


def _choice(question: QuestionSettings, draw: int) -> Any:
    options = question.options
    if question.type == "rating":
        return question.low + draw % (question.high - question.low + 1)
    if question.type == "label":
        return options[draw % len(options)]
    if question.type == "labels":
        return [option for place, option in enumerate(options) if draw >> place & 1] or [options[draw % len(options)]]
    if question.type == "ranking":
        return [options[(draw + place) % len(options)] for place in range(len(options))]
    return "simulated"


def _contrary(said: Opinion) -> Opinion:
    if said.verdict == "accept":
        return Opinion("cannot-judge", note="simulated: outside what I know")
    return Opinion("accept", note="simulated: good enough for me")


def _draw(*parts: str) -> int:
    return int.from_bytes(hashlib.sha256("\0".join(parts).encode()).digest()[:6])


def opinion_on(kind: CampaignKind, fields: Sequence[Field], *, patience: int = 4) -> Opinion:
    """What anybody would say about an item at first sight.

    `patience` is the number of warnings about a translation that somebody puts up with, where there is no suggestion.
    """
    return _on_translation(fields, patience) if kind == "validate-translation" else _on_instruction(fields)


def _on_translation(fields: Sequence[Field], patience: int) -> Opinion:
    edits: dict[str, str] = {}
    warnings = 0
    for text in fields:
        for found in text.findings:
            if found.severity == "error":
                return Opinion("reject", note=f"simulated: {found.check} in {text.name}")
            if found.severity == "warning" and found.suggestion:
                edits[text.name] = found.suggestion
            elif found.severity == "warning":
                warnings += 1
    if warnings > patience:
        return Opinion("reject", note=f"simulated: {warnings} doubtful places are more than I would mend")
    return Opinion("edit", edits) if edits else Opinion("accept")


def _on_instruction(fields: Sequence[Field]) -> Opinion:
    *_, question, reply = fields
    if _repeats(reply.text):
        return Opinion("reject", note="simulated: it repeats itself")
    if len(reply.text.split()) < 3:
        return Opinion("reject", note="simulated: that is no answer")
    whole = _whole_sentences(reply.text)
    if not whole:
        return Opinion("reject", note="simulated: it breaks off in its first sentence")
    edits = {reply.name: whole} if whole != reply.text.strip() else {}
    mended = _open_question(question.text)
    if mended != question.text.strip():
        edits[question.name] = mended
    return Opinion("edit", edits) if edits else Opinion("accept")


def _repeats(text: str) -> bool:
    words = text.casefold().split()
    runs = [tuple(words[start : start + 6]) for start in range(len(words) - 5)]
    return len(runs) - len(set(runs)) > 1


def _whole_sentences(text: str) -> str:
    """The text up to its last full stop; all of it where its last line is an item of a list or a code block."""
    text = text.strip()
    last = text.splitlines()[-1].lstrip() if text else ""
    if re.search(r"[.!?…:»”\"')\]`|]$", text) or re.match(r"([-*•]|\d+[.)])\s", last):
        return text
    ends = [found.end() for found in re.finditer(r"[.!?…][»”\"')\]]?(?=\s)", text)]
    return text[: ends[-1]].strip() if ends else ""


def _open_question(text: str) -> str:
    """Spanish opens its questions; machines forget that."""
    text = text.strip()
    if (
        not text.endswith("?")
        or "¿" in text
        or not re.match(r"(Qu[eé]|Cu[aá]l|C[oó]mo|D[oó]nde|Qui[eé]n|Por qu[eé])\b", text)
    ):
        return text
    return f"¿{text}"
