"""Gold files, control items and what people do with them, for the tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from minga.community import Database
from minga.community.models import (
    Assignment,
    Campaign,
    Item,
    Notice,
    Person,
    Purpose,
    Response,
    Standing,
    Tally,
    Verdict,
)
from minga.review import answer
from minga.review.control_items import judge_control
from minga.review.guidelines import accept
from tests.review.making import campaign, key, record, table, workspace

EXPLANATION = {"es": "Falta la negación.", "en": "The negation is missing."}


def gold_line(number: int = 0, verdict: str = "reject", **values: Any) -> dict[str, Any]:
    text = record(1000 + number, question=f"¿Qué no es la receta {number}?")
    return {
        "language": "es",
        "purpose": "both",
        "record": text.model_dump(mode="json", by_alias=True),
        "answers": {"verdict": verdict},
        "explanation": EXPLANATION,
        **values,
    }


def gold_file(folder: Path, lines: Sequence[Mapping[str, Any]]) -> Path:
    path = folder / "gold.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return path


def records_campaign(db: Database, folder: Path, records: int = 4, over: str = "curated", **values: Any) -> Campaign:
    """A campaign over instruction records."""
    rows = table(workspace(folder), [record(number) for number in range(records)], over)
    return campaign(db, rows, **{"gold": "gold.jsonl", "accepted": False, **values})


def welcome(db: Database, person: Person, work: Campaign) -> Person:
    """She accepted the guidelines that hold."""
    accept(db, person, work, work.guidelines_version)
    return person


def did(db: Database, person: Person, work: Campaign, answers: int, *, days_ago: int = 0) -> None:
    """She gave so many answers on a day."""
    day = (db.now() - timedelta(days=days_ago)).date()
    with db.writing() as session:
        row = session.get(Tally, (work.id, person.id, day)) or Tally(
            campaign_id=work.id, person_id=person.id, day=day, answers=0, seconds=0.0
        )
        row.answers += answers
        session.add(row)


def answered(
    db: Database, person: Person, work: Campaign, item: Item, verdict: Verdict, purpose: Purpose = "gold"
) -> Response:
    """She was given an item and answered it; control answers are counted."""
    with db.writing() as session:
        assignment = Assignment(
            item_id=item.id, campaign_id=work.id, person_id=person.id, purpose=purpose,
            guidelines_version=work.guidelines_version, taken_at=db.now(), expires_at=db.now() + timedelta(minutes=30),
        )  # fmt: skip
        session.add(assignment)
        if purpose in {"work", "adjudication"}:
            session.get_one(Item, item.id).held += 1
    response = answer(db, assignment, verdict, note="porque sí", client_key=key())
    if purpose in {"gold", "repeat"}:
        with db.writing() as session:
            judge_control(session, db, session.get_one(Response, response.id), session.get_one(Item, item.id))
    return response


def items_of(db: Database, work: Campaign, purpose: str = "work") -> list[Item]:
    with db.reading() as session:
        query = sa.select(Item).where(Item.campaign_id == work.id, Item.purpose == purpose).order_by(Item.id)
        return list(session.scalars(query))


def notices(db: Database, person: Person) -> list[str]:
    with db.reading() as session:
        return list(session.scalars(sa.select(Notice.kind).where(Notice.person_id == person.id).order_by(Notice.id)))


def standing(db: Database, person: Person, work: Campaign) -> Standing:
    with db.reading() as session:
        return session.get_one(Standing, (work.id, person.id))
