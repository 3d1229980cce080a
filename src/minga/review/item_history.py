"""One item with all that happened to it: what people said, in each version, and what the project made of it each time.

People stand under their pseudonyms, the same as in exports. Those who withdrew are counted, and what they said is not
shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Select, String, cast, func, or_, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import (
    Assignment,
    Campaign,
    CampaignKind,
    Decision,
    Item,
    ItemState,
    Outcome,
    Person,
    Response,
    Verdict,
)
from minga.errors import CommunityError
from minga.review.fields import fields_of
from minga.review.places import CALM
from minga.review.pseudonyms import Pseudonyms

__all__ = ["DecisionMade", "FoundItem", "Heard", "ItemHistory", "find_items", "item_history", "items_by_number"]

Shown = Literal["open", "decided", "disputed", "closed", "contested"]
"""States by which items are found; `contested` are open items on which people are apart."""

_MAX_QUERY = 200


@dataclass(frozen=True)
class FoundItem:
    """An item in a list."""

    record_id: str
    language: str
    state: ItemState
    judged: int
    wanted: int
    held: int
    text: str
    """Its first texts, in a line."""


@dataclass(frozen=True)
class Heard:
    """One version of what one person said."""

    id: int
    who: str
    """Pseudonym; the same person has the same one everywhere."""
    version: int
    newest: bool
    """Whether it is her last word."""
    purpose: str
    verdict: Verdict
    answers: Mapping[str, Any]
    edits: Mapping[str, str]
    note: str
    weight: float
    seconds: float | None
    late: bool
    guidelines_version: int
    at: datetime


@dataclass(frozen=True)
class DecisionMade:
    """What was concluded, and from what."""

    id: int
    rule: str
    outcome: Outcome
    answers: Mapping[str, Any]
    edits: Mapping[str, str]
    posterior: Mapping[str, Mapping[str, float]]
    """Probability of each value by question; empty where the rule computes none."""
    inputs: tuple[int, ...]
    """Numbers of the answers that it was computed from ..."""
    supporters: tuple[int, ...]
    """... and of those that it agrees with."""
    at: datetime
    holds: bool


@dataclass(frozen=True)
class ItemHistory:
    """One item with all that happened to it."""

    item: Item
    heard: tuple[Heard, ...]
    """In the order in which it was said."""
    decisions: tuple[DecisionMade, ...]
    """The newest first."""
    withdrawn: int
    """Answers by people who took their work back."""
    skipped: tuple[str, ...]
    """Reasons for which people gave it back, as far as they gave any."""


def find_items(
    db: Database, campaign: Campaign, *, words: str = "", state: Shown | None = None, language: str = "",
    limit: int = 50, offset: int = 0,
) -> tuple[list[FoundItem], int]:  # fmt: skip
    """Items whose id begins with `words`, or that contain them, and how many there are of them all.

    What is known of a record beside its texts is looked through as well. Capital letters do not matter, except for
    letters with accents. Control items are not among them. The order is that
    of their numbers; disputed ones stand in the order in which adjudicators get them.
    """
    query = _wanted(campaign, words.strip()[:_MAX_QUERY], state, language)
    order = (Item.place, Item.id) if state == "disputed" else (Item.id,)
    with db.reading() as session:
        total = session.scalar(query.with_only_columns(func.count())) or 0
        rows = session.scalars(query.order_by(*order).limit(limit).offset(offset))
        return [_found(campaign, item) for item in rows], total


def item_history(db: Database, campaign: Campaign, record_id: str, pseudonyms: Pseudonyms) -> ItemHistory:
    """Everything about one item. Raises CommunityError where the campaign has none with that id."""
    with db.reading() as session:
        item = session.scalars(
            select(Item).where(Item.campaign_id == campaign.id, Item.record_id == record_id, Item.purpose == "work")
        ).one_or_none()
        if item is None:
            raise CommunityError("there is no such item", where=record_id)
        heard, withdrawn = _heard(session, item, pseudonyms)
        reasons = session.scalars(
            select(Assignment.reason).where(
                Assignment.item_id == item.id, Assignment.state == "skipped", Assignment.reason != ""
            )
        )
        return ItemHistory(item, heard, _decisions(session, item), withdrawn, tuple(reasons))


def items_by_number(db: Database, numbers: Sequence[int]) -> dict[int, tuple[str, str, str]]:
    """Id, language and first texts of items, by their number."""
    query = select(Item, Campaign.kind).join(Campaign, Campaign.id == Item.campaign_id).where(Item.id.in_(numbers))
    with db.reading() as session:
        return {
            item.id: (item.record_id, item.language, _line(kind, item.payload)) for item, kind in session.execute(query)
        }


def _wanted(campaign: Campaign, words: str, state: Shown | None, language: str) -> Select[Item]:
    query = select(Item).where(Item.campaign_id == campaign.id, Item.purpose == "work")
    if state == "contested":
        query = query.where(Item.state == "open", Item.place < CALM)
    elif state is not None:
        query = query.where(Item.state == state)
    if language:
        query = query.where(Item.language == language)
    if words:
        # JSON is kept with letters beyond ASCII escaped
        inside = cast(Item.payload, String).icontains(json.dumps(words)[1:-1], autoescape=True)
        query = query.where(or_(Item.record_id.startswith(words.lower(), autoescape=True), inside))
    return query


def _found(campaign: Campaign, item: Item) -> FoundItem:
    line = _line(campaign.kind, item.payload)
    return FoundItem(item.record_id, item.language, item.state, item.judged, item.wanted, item.held, line)


def _line(kind: CampaignKind, payload: Mapping[str, Any]) -> str:
    texts = [text.text for text in fields_of(kind, payload) if text.text]
    return " ".join(" · ".join(texts).split())[:160]


def _heard(session: OrmSession, item: Item, pseudonyms: Pseudonyms) -> tuple[tuple[Heard, ...], int]:
    query = (
        select(Response, Person.withdrawn_at)
        .join(Person, Person.id == Response.person_id)
        .where(Response.item_id == item.id)
        .order_by(Response.position)
    )
    rows = [(row[0], row[1]) for row in session.execute(query)]
    shown = [response for response, withdrawn_at in rows if withdrawn_at is None]
    last = {(response.person_id, response.purpose): response.id for response in shown}
    heard = tuple(
        Heard(
            id=one.id,
            who=pseudonyms.of(one.person_id)[:6],
            version=one.version,
            newest=last[one.person_id, one.purpose] == one.id,
            purpose=one.purpose,
            verdict=one.verdict,
            answers=one.answers or {},
            edits=one.edits or {},
            note=one.note,
            weight=one.weight,
            seconds=one.seconds,
            late=one.late,
            guidelines_version=one.guidelines_version,
            at=one.created_at,
        )
        for one in shown
    )
    return heard, len(rows) - len(shown)


def _decisions(session: OrmSession, item: Item) -> tuple[DecisionMade, ...]:
    rows = session.scalars(select(Decision).where(Decision.item_id == item.id).order_by(Decision.id.desc())).all()
    return tuple(
        DecisionMade(
            id=one.id,
            rule=one.rule,
            outcome=one.outcome,
            answers=one.answers or {},
            edits=one.edits or {},
            posterior=one.posterior or {},
            inputs=tuple(one.inputs),
            supporters=tuple(one.supporters),
            at=one.decided_at,
            holds=number == 0 and one.outcome != "reopened",
        )
        for number, one in enumerate(rows)
    )
