"""A campaign with opinions in it, for the tests of what a lead sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Person, Response, Verdict
from minga.review import answer, find_campaign
from tests.review.making import campaign, key, person, record, table, workspace
from tests.review.taking_part import items_of

QUESTIONS: list[dict[str, Any]] = [
    {"name": "cultural", "type": "label", "title": "¿Cultural?", "options": ["yes", "no"], "guideline": "Cultura"},
    {"name": "clarity", "type": "rating", "title": "¿Clara?", "decides": False, "guideline": "Claridad"},
]


def questioned(db: Database, folder: Path, records: int = 6, **values: Any) -> Campaign:
    """A campaign over Spanish records with a verdict, a label and a rating."""
    rows = table(workspace(folder), [record(number) for number in range(records)])
    return campaign(db, rows, **{"questions": QUESTIONS, "overlap": 2, "overlap_max": 0, **values})


def people(db: Database, *names: str, **values: Any) -> list[Person]:
    return [person(db, name, **values) for name in names]


def said(
    db: Database, work: Campaign, someone: Person, number: int, verdict: Verdict = "accept",
    answers: Mapping[str, Any] | None = None, edits: Mapping[str, str] | None = None, note: str = "porque sí",
) -> Response:  # fmt: skip
    """Someone says something about the item with that place in the campaign."""
    item = items_of(db, work)[number]
    with db.writing() as session:
        lease = Assignment(
            item_id=item.id, campaign_id=work.id, person_id=someone.id, taken_at=db.now(), guidelines_version=1,
            expires_at=db.now() + timedelta(minutes=30),
        )  # fmt: skip
        session.add(lease)
        session.get_one(Item, item.id).held += 1
    asked = {question.name for question in work.options.questions}
    usual = {"cultural": "yes", "clarity": 3}
    full = {name: value for name, value in usual.items() if name in asked} | dict(answers or {})
    return answer(db, lease, verdict, answers=full, edits=edits, note=note, client_key=key())


def opinions(db: Database, work: Campaign, rows: Sequence[tuple[Person, int, Verdict, Mapping[str, Any]]]) -> Campaign:
    """Several of them; returns the campaign as it is then."""
    for someone, number, verdict, answers in rows:
        said(db, work, someone, number, verdict, answers)
    return find_campaign(db, work.slug)
