"""Private words to a person, with the answers that they speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Notice, Person, Response
from minga.review import fields_of, list_campaigns
from minga.review.answer_key import given_in
from minga.review.control_outcomes import settled_keys
from minga.review.notices import notices_of, unseen
from minga.web.answers_in_words import Said, in_words

__all__ = ["Example", "ShownNotice", "explanation_in", "notices_shown"]

_EXAMPLES = 5


@dataclass(frozen=True)
class Example:
    """An answer that a notice speaks of."""

    language: str
    text: str
    given: tuple[Said, ...]
    other: tuple[Said, ...]
    """What was expected, or what she had said before."""
    explanation: Mapping[str, str]
    """By interface language."""


@dataclass(frozen=True)
class ShownNotice:
    """A private word with what it speaks of."""

    notice: Notice
    campaign: Campaign | None
    examples: tuple[Example, ...] = ()


def notices_shown(db: Database, person: Person, *, only_unseen: bool) -> list[ShownNotice]:
    """Her notices with their examples: those that she has not read, or all, the newest first."""
    campaigns = {campaign.id: campaign for campaign in list_campaigns(db)}
    found = unseen(db, person) if only_unseen else notices_of(db, person)
    shown = []
    for notice in found:
        campaign = campaigns.get(notice.campaign_id or 0)
        examples = _examples(db, notice, campaign) if campaign is not None else ()
        shown.append(ShownNotice(notice, campaign, examples))
    return shown


def explanation_in(explanation: Mapping[str, str], *locales: str) -> tuple[str, str]:
    """An explanation and its language: the first of `locales` that it has, else any; both empty without one."""
    for locale in (*locales, *sorted(explanation)):
        if explanation.get(locale):
            return explanation[locale], locale
    return "", ""


def _examples(db: Database, notice: Notice, campaign: Campaign) -> tuple[Example, ...]:
    numbers = notice.detail.get("responses", [])[-_EXAMPLES:]
    query = (
        select(Response, Item, Assignment.swapped)
        .join(Item, Item.id == Response.item_id)
        .join(Assignment, Assignment.id == Response.assignment_id)
        .where(Response.id.in_(numbers), Response.person_id == notice.person_id)
        .order_by(Response.id)
    )
    with db.reading() as session:
        rows = session.execute(query).all() if numbers else []
    items = [item for _, item, _ in rows]
    keys = _before(db, notice, items) if notice.kind == "unsteady" else _expected(db, campaign, items)
    return tuple(
        _example(campaign, response, item, keys[item.id], swapped=swapped)
        for response, item, swapped in rows
        if item.id in keys
    )


def _example(campaign: Campaign, response: Response, item: Item, key: Mapping[str, Any], *, swapped: bool) -> Example:
    given = {name: value for name, value in given_in(response).items() if name in key}
    return Example(
        language=item.language,
        text=fields_of(campaign.kind, item.payload)[0].text,
        given=in_words(campaign, given, swapped=swapped),
        other=in_words(campaign, key, swapped=swapped),
        explanation=(item.gold or {}).get("explanation", {}),
    )


def _expected(db: Database, campaign: Campaign, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """Right answers by item id: the gold file's, or what an adjudicator settled."""
    with db.reading() as session:
        settled = settled_keys(session, campaign.options, [item.id for item in items if not item.gold])
    return settled | {item.id: item.gold["answers"] for item in items if item.gold}


def _before(db: Database, notice: Notice, items: Sequence[Item]) -> dict[int, dict[str, Any]]:
    """What she had said about items that came to her again."""
    query = (
        select(Response)
        .where(Response.person_id == notice.person_id, Response.item_id.in_([item.id for item in items]))
        .where(Response.purpose == "work")
        .order_by(Response.version)
    )
    with db.reading() as session:
        return {response.item_id: given_in(response) for response in session.scalars(query)}
