"""What the project concluded about each item: stored with its rule and inputs, and replayable."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, exists, func, select, update
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Decision, Item, ItemState, Person, Response
from minga.review.rules import Conclusion, conclude, judgements_of

__all__ = ["current_decisions", "decide", "decide_item", "replay"]

_CHUNK = 500
"""Items decided in one transaction: people who answer meanwhile wait no longer than that takes."""
_ANSWERED = exists().where(Response.item_id == Item.id)


def decide(db: Database, campaign: Campaign) -> dict[str, int]:
    """Bring every item's decision up to date with the responses; counts items by outcome (`open` for none).

    Answers are decided as they come in. This is for when the rule changes: a new overlap, a new version of minga.
    """
    tally: Counter[str] = Counter()
    number: int | None = 0
    while number is not None:
        number = _decide_chunk(db, campaign, number, tally)
    with db.writing() as session:
        session.execute(update(Item).where(*_here(campaign), ~_ANSWERED).values(wanted=campaign.overlap))
        unanswered = session.scalar(select(func.count(Item.id)).where(*_here(campaign), ~_ANSWERED))
    tally["open"] += unanswered or 0
    return {outcome: count for outcome, count in sorted(tally.items()) if count}


def _here(campaign: Campaign) -> tuple[ColumnElement[bool], ...]:
    return (Item.campaign_id == campaign.id, Item.state != "closed")


def _decide_chunk(db: Database, campaign: Campaign, after: int, tally: Counter[str]) -> int | None:
    """Decide the next answered items after row `after`; returns the last one's number, None when there was none."""
    query = select(Item).where(*_here(campaign), _ANSWERED, Item.id > after).order_by(Item.id).limit(_CHUNK)
    with db.writing() as session:
        items = session.scalars(query.with_for_update()).all()
        responses = _responses_by_item(session, Item.id.in_([item.id for item in items]))
        for item in items:
            conclusion = decide_item(session, db, item, campaign.overlap, responses[item.id])
            tally[conclusion.outcome if conclusion else "open"] += 1
        return items[-1].id if items else None


def decide_item(
    session: OrmSession, db: Database, item: Item, overlap: int, responses: Iterable[Response]
) -> Conclusion | None:
    """Draw the conclusion for one locked item, and store it where it differs from the one before."""
    responses = list(responses)
    conclusion = conclude(responses, overlap)
    people = [response for response in judgements_of(responses) if not response.adjudicating]
    item.judged = sum(response.verdict != "cannot-judge" for response in people)
    item.wanted = overlap
    if item.state != "closed":
        item.state = _state(conclusion)
    before = _newest(session, item)
    if conclusion != before:
        after = conclusion or Conclusion(before.rule if before else "", "reopened", ())
        session.add(
            Decision(
                item_id=item.id,
                rule=after.rule,
                inputs=list(after.inputs),
                outcome=after.outcome,
                edits=after.edits,
                supporters=list(after.supporters),
                decided_at=db.now(),
            )
        )
    return conclusion


def current_decisions(db: Database, campaign: Campaign, *, by: Person | None = None) -> dict[str, Conclusion]:
    """The decision that holds for each decided or disputed item, by record id, as it is stored.

    With `by`, only items that this person answered.
    """
    newest = select(func.max(Decision.id)).group_by(Decision.item_id)
    query = (
        select(Item.record_id, Decision)
        .join(Decision, Decision.item_id == Item.id)
        .where(Item.campaign_id == campaign.id, Decision.id.in_(newest), Decision.outcome != "reopened")
        .order_by(Item.record_id)
    )
    if by is not None:
        mine = select(Response.item_id).where(Response.person_id == by.id)
        query = query.where(Item.id.in_(mine), Decision.item_id.in_(mine))
    with db.reading() as session:
        return {record_id: _as_conclusion(decision) for record_id, decision in session.execute(query)}


def replay(db: Database, campaign: Campaign) -> dict[str, Conclusion]:
    """The same from the responses alone, as if no decision had ever been stored."""
    with db.reading() as session:
        responses = _responses_by_item(session, Item.campaign_id == campaign.id)
        records = session.execute(select(Item.id, Item.record_id).where(Item.campaign_id == campaign.id))
        drawn = {record_id: conclude(responses[item_id], campaign.overlap) for item_id, record_id in records}
    return {record_id: conclusion for record_id, conclusion in sorted(drawn.items()) if conclusion}


def _responses_by_item(session: OrmSession, where: ColumnElement[bool]) -> defaultdict[int, list[Response]]:
    query = select(Response).join(Item, Item.id == Response.item_id).where(where)
    grouped: defaultdict[int, list[Response]] = defaultdict(list)
    for response in session.scalars(query):
        grouped[response.item_id].append(response)
    return grouped


def _newest(session: OrmSession, item: Item) -> Conclusion | None:
    query = select(Decision).where(Decision.item_id == item.id).order_by(Decision.id.desc()).limit(1)
    decision = session.scalars(query).one_or_none()
    return None if decision is None or decision.outcome == "reopened" else _as_conclusion(decision)


def _as_conclusion(decision: Decision) -> Conclusion:
    return Conclusion(
        decision.rule, decision.outcome, tuple(decision.inputs), tuple(decision.supporters), decision.edits
    )


def _state(conclusion: Conclusion | None) -> ItemState:
    if conclusion is None:
        return "open"
    return "disputed" if conclusion.outcome == "disputed" else "decided"
