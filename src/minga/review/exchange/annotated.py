"""A campaign as other annotation tools see one: records with texts, questions, and what each person answered.

What Argilla and Label Studio have in common stands here; `argilla` and `label_studio` read and write their files.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Campaign, Decision, Item, Response
from minga.errors import InputError
from minga.review.exchange.people import Voice, Voices
from minga.review.exchange.snapshot import stream
from minga.review.fields import MAX_CHARACTERS, fields_of
from minga.review.questions import questions_of
from minga.settings import QuestionSettings

__all__ = [
    "Annotated",
    "Annotation",
    "Conclusion",
    "MAX_BYTES",
    "MAX_RECORDS",
    "RESERVED",
    "ShortNames",
    "annotated_records",
    "exchanged_questions",
    "option_names",
    "read_json",
    "reason_of",
    "texts_from",
]

MAX_BYTES = 200 * 1024 * 1024
"""Largest file that is read."""
MAX_RECORDS = 200_000
"""Most records that are taken over."""
RESERVED = ("verdict", "preference")
"""Names of questions that a campaign cannot choose."""
_VERDICTS = ("accept", "edit", "reject", "cannot-judge")
_NAME = re.compile(r"[^a-z0-9_-]+")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Annotation:
    """What one person said about one record."""

    person: str
    """A pseudonym, or whatever stands for a person in the file."""
    answers: Mapping[str, Any]
    """By name of the question."""
    seconds: float | None = None
    at: datetime | None = None
    uuid: str = ""


@dataclass(frozen=True)
class Conclusion:
    """What was decided about a record: other tools show it as a suggestion."""

    rule: str
    answers: Mapping[str, Any]
    scores: Mapping[str, float]
    """Posterior probability of each answer, where the rule computed one."""


@dataclass(frozen=True)
class Annotated:
    """One record with its annotations."""

    id: str
    texts: Mapping[str, str]
    annotations: tuple[Annotation, ...] = ()
    conclusion: Conclusion | None = None
    language: str = ""


def exchanged_questions(campaign: Campaign) -> tuple[QuestionSettings, ...]:
    """The questions of a campaign, with `cannot-judge` among the verdicts and the note as a question of its own."""
    found = []
    for question in questions_of(campaign):
        if question.name == "verdict":
            question = question.model_copy(update={"options": _VERDICTS})
        found.append(question.model_copy(update={"when": {}, "required": question.required and not question.when}))
    note = QuestionSettings(name="note", type="text", title="Note", required=False, decides=False)
    return (*found, note)


def annotated_records(session: OrmSession, campaign: Campaign, voices: Voices) -> Iterator[Annotated]:
    """The items of a campaign (not its control items) with everybody's newest answer, in the order of the items."""
    items = select(Item.id, Item.record_id, Item.language, Item.payload).where(
        Item.campaign_id == campaign.id, Item.purpose == "work", Item.state != "closed"
    )
    answers = _Grouped(_answers(session, campaign))
    decisions = _Grouped(_decisions(session, campaign))
    for item in stream(session, items.order_by(Item.id)):
        texts = {text.name: text.text for text in fields_of(campaign.kind, item.payload) if text.text}
        yield Annotated(
            item.record_id,
            item.payload.get("fields") or texts,
            tuple(_annotations(answers.of(item.id), voices)),
            _conclusion(decisions.of(item.id)),
            item.language,
        )


class ShortNames:
    """Gives every text a name of lower-case letters, digits, `-` and `_`, as all tools take them; no two share one.

    >>> name = ShortNames()
    >>> name("choices[2]"), name("choices 2"), name("choices[2]")
    ('choices-2', 'choices-2-2', 'choices-2')
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._names: dict[str, str] = {}
        self._taken = set(taken)

    def __call__(self, text: str) -> str:
        """The name of `text`: the same each time."""
        if text not in self._names:
            plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
            base = _NAME.sub("-", plain).strip("-_")[:34] or "option"
            name, number = base, 1
            while name in self._taken:
                number += 1
                name = f"{base}-{number}"
            self._taken.add(name)
            self._names[text] = name
        return self._names[text]


def option_names(labels: Iterable[str], taken: Iterable[str] = ()) -> dict[str, str]:
    """A short name for each label of another tool; none of them is among `taken`.

    >>> option_names(["Muy bueno", "muy bueno!", "Malo"])
    {'Muy bueno': 'muy-bueno', 'muy bueno!': 'muy-bueno-2', 'Malo': 'malo'}
    """
    name = ShortNames(taken)
    return {str(label): name(str(label)) for label in labels}


def read_json(path: Path) -> Any:
    """The JSON in a file that somebody else made. Raises InputError for one that is too large, or no JSON."""
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise InputError(f"is larger than {MAX_BYTES >> 20} MB", where=path, hint="split it")
        return _printable(json.loads(path.read_bytes()))
    except OSError as error:
        raise InputError(error.strerror or "cannot be read", where=path, hint="check the path") from error
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON ({error})", where=path, hint="export it again as JSON") from error


def reason_of(error: ValueError) -> str:
    """What pydantic found wrong first, in a few words."""
    if isinstance(error, ValidationError):
        return error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")
    return str(error)


def texts_from(fields: Any, where: str) -> dict[str, str]:
    """The texts of a record. Raises InputError, with the record's place, for one without any, or with one too long."""
    if not isinstance(fields, dict):
        raise InputError("has no texts", where=where, hint="a record needs an object of texts")
    texts = {str(name)[:80]: value for name, value in fields.items() if isinstance(value, str) and value.strip()}
    if not texts:
        raise InputError("has no texts", where=where, hint="pictures and sounds cannot be judged here")
    if any(len(text) > MAX_CHARACTERS for text in texts.values()):
        raise InputError("has a text that is too long", where=where, hint=f"the most is {MAX_CHARACTERS:,} characters")
    return texts


def _printable(value: Any) -> Any:
    """Without halves of characters and zeros, which no database keeps."""
    if isinstance(value, str):
        if _SURROGATE.search(value):
            value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return value.replace("\0", "")
    if isinstance(value, list):
        return [_printable(part) for part in value]
    if isinstance(value, dict):
        return {_printable(name): _printable(part) for name, part in value.items()}
    return value


class _Grouped:
    """Rows that are sorted by item, handed out item by item."""

    def __init__(self, rows: Iterator[Any]) -> None:
        self._rows = rows
        self._next = next(rows, None)

    def of(self, item_id: int) -> list[Any]:
        """The rows of an item; those of items before it that nobody asked for are passed over."""
        found = []
        while self._next is not None and self._next.item_id <= item_id:
            if self._next.item_id == item_id:
                found.append(self._next)
            self._next = next(self._rows, None)
        return found


def _answers(session: OrmSession, campaign: Campaign) -> Iterator[Any]:
    columns: tuple[Any, ...] = (
        Response.item_id, Response.person_id, Response.verdict, Response.answers, Response.edits, Response.note,
        Response.seconds, Response.created_at,
    )  # fmt: skip
    mine = Response.campaign_id == campaign.id, Response.purpose.in_(("work", "adjudication"))
    return stream(session, select(*columns).where(*mine).order_by(Response.item_id, Response.position))


def _decisions(session: OrmSession, campaign: Campaign) -> Iterator[Any]:
    columns: tuple[Any, ...] = (
        Decision.item_id, Decision.rule, Decision.outcome, Decision.answers, Decision.edits, Decision.posterior,
    )  # fmt: skip
    joined = select(*columns).join(Item, Item.id == Decision.item_id)
    return stream(session, joined.where(Item.campaign_id == campaign.id).order_by(Decision.item_id, Decision.id))


def _annotations(rows: list[Any], voices: Voices) -> Iterator[Annotation]:
    newest: dict[int, tuple[Voice, Any]] = {}
    for row in rows:
        voice = voices.get(row.person_id)
        if voice is not None:
            newest[row.person_id] = (voice, row)
    for voice, row in newest.values():
        answers: dict[str, Any] = {} if row.verdict == "answer" else {"verdict": row.verdict}
        answers |= row.answers or {}
        answers |= {f"edit-{name}": text for name, text in (row.edits or {}).items()}
        if row.note:
            answers["note"] = row.note
        yield Annotation(voice.pseudonym, answers, row.seconds, row.created_at, voice.uuid)


def _conclusion(rows: list[Any]) -> Conclusion | None:
    if not rows or rows[-1].outcome in {"reopened", "disputed"}:
        return None
    row = rows[-1]
    verdict = {"accepted": "accept", "edited": "edit", "rejected": "reject"}.get(row.outcome)
    answers = dict(row.answers or {}) | ({"verdict": verdict} if verdict else {})
    scores = {
        name: float(values[str(answers[name])])
        for name, values in (row.posterior or {}).items()
        if isinstance(values, dict) and str(answers.get(name)) in values
    }
    return Conclusion(row.rule, answers, scores)
