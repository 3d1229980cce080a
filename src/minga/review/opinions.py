"""What others said about a disputed item, as an adjudicator sees it: without names, and in no order that tells one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from minga.community import Database
from minga.community.models import Item, Person, Response, Verdict
from minga.manifests import hash_of

__all__ = ["Opinion", "opinions_of"]


@dataclass(frozen=True)
class Opinion:
    """What one person said last."""

    verdict: Verdict
    edits: dict[str, str]
    answers: dict[str, Any]
    note: str


def opinions_of(db: Database, item: Item) -> list[Opinion]:
    """The newest word of each person who judged `item` as work, in an order drawn from the item's id.

    People who withdrew are not among them.
    """
    newest = (
        select(func.max(Response.id))
        .where(Response.item_id == item.id, Response.purpose == "work")
        .group_by(Response.person_id)
    )
    query = (
        select(Response)
        .join(Person, Person.id == Response.person_id)
        .where(Response.id.in_(newest), Person.withdrawn_at.is_(None))
    )
    with db.reading() as session:
        responses = sorted(session.scalars(query), key=lambda response: hash_of([item.record_id, str(response.id)]))
    return [
        Opinion(response.verdict, dict(response.edits or {}), dict(response.answers or {}), response.note)
        for response in responses
    ]
