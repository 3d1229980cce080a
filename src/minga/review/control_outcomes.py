"""How control items and repeats went: counted anew from the answers each time, so that nothing wrong stays counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Campaign, Decision, Item, Purpose, Response
from minga.review.answer_key import given_in, is_right
from minga.review.decisions import IS_NEWEST
from minga.settings import CampaignSettings

__all__ = ["Outcome", "adjudicated", "outcomes_of", "settled_keys"]

_VERDICTS = {"accepted": "accept", "edited": "edit", "rejected": "reject"}


@dataclass(frozen=True)
class Outcome:
    """One control item or repeat that a person answered."""

    response_id: int
    item_id: int
    at: datetime
    right: bool
    """Answered rightly; for a repeat: answered as before."""


def outcomes_of(session: OrmSession, person_id: int, campaign: Campaign, purpose: Purpose) -> list[Outcome]:
    """How a person's control items (`gold`) or repeats went, in the order in which she first answered them.

    The newest version of each answer counts; `cannot-judge` is neither right nor wrong, and a gold item that is in the
    file no more, or whose adjudication was taken back, is left out.
    """
    rows = _newest(session, person_id, campaign, purpose)
    if not rows:
        return []
    if purpose == "repeat":
        again = [item.id for _, item in rows]
        before = {item.id: response for response, item in _newest(session, person_id, campaign, "work", again)}
        return _compared(rows, before, campaign.options)
    keys = {item.id: item.gold["answers"] for _, item in rows if item.gold and item.table_content}
    keys |= settled_keys(session, campaign.options, [item.id for _, item in rows if not item.gold])
    return [
        Outcome(response.id, item.id, response.created_at, is_right(keys[item.id], given_in(response)))
        for response, item in rows
        if item.id in keys and response.verdict != "cannot-judge"
    ]


def adjudicated() -> tuple[ColumnElement[bool], ...]:
    """Conditions on `Decision`: an adjudicator's, and the newest about its item."""
    return Decision.rule.startswith("adjudication-1"), IS_NEWEST


def settled_keys(session: OrmSession, options: CampaignSettings, item_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Right answers to work that adjudicators settled, by item id; without items whose settlement was taken back."""
    if not item_ids:
        return {}
    decisions = session.scalars(select(Decision).where(Decision.item_id.in_(item_ids), *adjudicated()))
    keys = {decision.item_id: _key(options, decision) for decision in decisions}
    return {item_id: key for item_id, key in keys.items() if key}


def _key(options: CampaignSettings, decision: Decision) -> dict[str, Any]:
    """What an adjudicator concluded, without marks on a scale: there, one off is no mistake."""
    known = {question.name for question in options.questions if question.type in {"label", "labels"}}
    answers = decision.answers or {}
    key = {name: value for name, value in answers.items() if name in known | {"verdict", "preference"}}
    verdict = _VERDICTS.get(decision.outcome)
    return key | ({"verdict": verdict} if verdict else {})


def _newest(
    session: OrmSession, person_id: int, campaign: Campaign, purpose: Purpose, items: Sequence[int] | None = None
) -> list[tuple[Response, Item]]:
    query = (
        select(Response, Item)
        .join(Item, Item.id == Response.item_id)
        .where(Response.person_id == person_id, Response.campaign_id == campaign.id, Response.purpose == purpose)
        .order_by(Response.version, Response.id)
    )
    if items is not None:
        query = query.where(Response.item_id.in_(items))
    newest: dict[int, tuple[Response, Item]] = {}
    for response, item in session.execute(query):
        newest[item.id] = (response, item)  # the key stays where the first version put it
    return list(newest.values())


def _compared(
    rows: Sequence[tuple[Response, Item]], before: Mapping[int, Response], options: CampaignSettings
) -> list[Outcome]:
    return [
        Outcome(response.id, item.id, response.created_at, _same(options, before[item.id], response))
        for response, item in rows
        if item.id in before and "cannot-judge" not in {response.verdict, before[item.id].verdict}
    ]


def _same(options: CampaignSettings, before: Response, after: Response) -> bool:
    """The same verdict and the same choices; words may differ, and a mark may move by one."""
    types = {question.name: question.type for question in options.questions}
    first, second = given_in(before), given_in(after)
    for name in first.keys() & second.keys():
        if types.get(name) == "rating" and abs(first[name] - second[name]) <= 1:
            continue
        if types.get(name) != "text" and first[name] != second[name]:
            return False
    return True
