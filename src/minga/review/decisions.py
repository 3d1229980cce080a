"""What the project concluded about each item: stored with its rule and inputs, and replayable.

Whoever decides holds the campaign's row (`lock_campaign`), which is locked before any of its items: responses get
their positions and items their conclusions in one order, that of the commits.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import ColumnElement, Table, bindparam, exists, insert, select, update
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import aliased

from minga.community import Database
from minga.community.models import Campaign, Decision, Item, ItemState, Person, Response
from minga.review.judging import judge_all, judge_item, judge_revision, revision_due
from minga.review.overlap import last_checkpoint
from minga.review.places import with_disagreement
from minga.review.rules import Conclusion, Judged, wanted_at_first

__all__ = ["IS_NEWEST", "current_decisions", "decide", "decide_item", "lock_campaign", "recompute", "replay", "revise"]

_later = aliased(Decision)
IS_NEWEST = ~exists().where(_later.item_id == Decision.item_id, _later.id > Decision.id)
"""Condition on `Decision`: there is no later one on its item. By the index over item and id, where a maximum by group
would read every decision of the project."""


@dataclass(frozen=True)
class _Row:
    """What of an item changes with its conclusion."""

    id: int
    state: ItemState
    judged: int
    wanted: int
    place: float

    def after(self, judged: Judged) -> _Row:
        """The same once it stands so; an item that is closed stays closed."""
        state = "closed" if self.state == "closed" else _state(judged.conclusion)
        apart = judged.apart and state == "open"
        return _Row(self.id, state, judged.judged, judged.wanted, with_disagreement(self.place, apart))

    @property
    def values(self) -> dict[str, Any]:
        """For an UPDATE."""
        return {"state": self.state, "judged": self.judged, "wanted": self.wanted, "place": self.place}


_item, _decision = cast("Table", Item.__table__), cast("Table", Decision.__table__)
_COLUMNS = (_item.c.id, _item.c.state, _item.c.judged, _item.c.wanted, _item.c.place)
# An item that was closed meanwhile stays closed.
_CHANGE = (
    update(_item)
    .where(_item.c.id == bindparam("item"), _item.c.state != "closed")
    .values({name: bindparam(name) for name in ("state", "judged", "wanted", "place")})
)
_ADD = insert(_decision)
_CHUNK = 500


def lock_campaign(session: OrmSession, campaign_id: int) -> Campaign:
    """The campaign as it is now; nobody else answers or decides in it until the transaction ends.

    A lock that lets others refer to the row: people go on taking items.
    """
    return session.get_one(Campaign, campaign_id, with_for_update={"key_share": True}, populate_existing=True)


def decide(db: Database, campaign: Campaign) -> dict[str, int]:
    """Bring every item's decision up to date with the responses; counts items by outcome (`open` for none).

    Answers are decided as they come in. This is for when the rule changes: a new overlap, a new version of minga.
    """
    with db.writing() as session:
        return _decide_all(session, db, lock_campaign(session, campaign.id))


def recompute(db: Database, campaign: Campaign) -> dict[str, int]:
    """Decide anew without the people who withdrew, for when somebody has or came back.

    Unlike with `decide`, conclusions that stay the same are stored again where their probabilities changed: nothing
    that holds was computed from the answers of somebody who withdrew.
    """
    with db.writing() as session:
        return _decide_all(session, db, lock_campaign(session, campaign.id), strictly=True)


def decide_item(session: OrmSession, db: Database, campaign: Campaign, item: Item) -> None:
    """Draw the conclusion that a response about `item` brings; the caller has locked both."""
    before = _Row(item.id, item.state, item.judged, item.wanted, item.place)
    judged = judge_item(session, db, campaign, item.id)
    after = before.after(judged)
    if after != before:
        _update_items(session, [after])
    # No decision holds for an item that is open.
    stored = None if before.state == "open" else _stored(session, Item.id == item.id).get(item.id)
    _store(session, db, {item.id: judged.conclusion}, {} if stored is None else {item.id: stored})


def revise(db: Database, campaign: Campaign) -> None:
    """Conclude on all items anew where the responses have reached a checkpoint: people's reliabilities are other ones.

    Fitting these takes long, so it is done while others go on answering; only the items that change wait for it. Until
    it is done, items stand as they do at the checkpoint before.
    """
    while True:
        with db.reading() as session:
            revision = revision_due(session, db, session.get_one(Campaign, campaign.id, populate_existing=True))
        if revision is None:
            return
        with db.writing() as session:
            current = lock_campaign(session, campaign.id)
            if current.checkpoint == revision.before:
                _decide_some(session, db, judge_revision(session, db, current, revision))
                current.checkpoint = revision.checkpoint


def current_decisions(
    db: Database, campaign: Campaign, *, by: Person | None = None, closed: bool = True
) -> dict[str, Conclusion]:
    """The decision that holds for each decided or disputed item, by record id, as it is stored.

    With `by`, only items that this person answered; without `closed`, only those that are still among the items.
    """
    where: list[ColumnElement[bool]] = [Item.campaign_id == campaign.id]
    if by is not None:
        where.append(Item.id.in_(select(Response.item_id).where(Response.person_id == by.id)))
    if not closed:
        where.append(Item.state != "closed")
    with db.reading() as session:
        records = {row[0]: row[1] for row in session.execute(select(Item.id, Item.record_id).where(*where))}
        stored = _stored(session, *where)
    return dict(sorted((records[item_id], conclusion) for item_id, conclusion in stored.items()))


def replay(db: Database, campaign: Campaign) -> dict[str, Conclusion]:
    """The decisions on items that are not closed, from the responses alone, as if none had ever been stored.

    They are those at the checkpoint at which the campaign's items were concluded on, which may be a moment late.
    """
    with db.reading() as session:
        current = session.get_one(Campaign, campaign.id)
        judged = judge_all(session, db, current, current.checkpoint)
        here = select(Item.id, Item.record_id).where(Item.campaign_id == campaign.id, Item.state != "closed")
        drawn = {record: judged[number].conclusion for number, record in session.execute(here) if number in judged}
    return {record: conclusion for record, conclusion in sorted(drawn.items()) if conclusion}


def _decide_some(session: OrmSession, db: Database, judged: Mapping[int, Judged]) -> None:
    """Store how these items stand."""
    numbers = sorted(judged)
    for start in range(0, len(numbers), _CHUNK):
        here = Item.id.in_(numbers[start : start + _CHUNK])
        rows = [_Row(*row) for row in session.execute(select(*_COLUMNS).where(here).order_by(Item.id))]
        after = [row.after(judged[row.id]) for row in rows]
        _update_items(session, [new for row, new in zip(rows, after, strict=True) if new != row])
        _store(session, db, {row.id: judged[row.id].conclusion for row in rows}, _stored(session, here))


def _decide_all(session: OrmSession, db: Database, campaign: Campaign, *, strictly: bool = False) -> dict[str, int]:
    campaign.checkpoint = last_checkpoint(campaign.responses)
    session.flush()
    judged = judge_all(session, db, campaign, campaign.checkpoint)
    here = (Item.campaign_id == campaign.id, Item.state != "closed", Item.purpose == "work")
    rows = [_Row(*row) for row in session.execute(select(*_COLUMNS).where(*here).order_by(Item.id))]
    nobody = Judged(None, 0, wanted_at_first(campaign.options))
    after = [row.after(judged.get(row.id, nobody)) for row in rows]
    _update_items(session, [new for row, new in zip(rows, after, strict=True) if new != row])
    conclusions = {row.id: judged[row.id].conclusion if row.id in judged else None for row in rows}
    _store(session, db, conclusions, _stored(session, *here), strictly=strictly)
    tally = Counter(conclusion.outcome if conclusion else "open" for conclusion in conclusions.values())
    return dict(sorted(tally.items()))


def _update_items(session: OrmSession, rows: list[_Row]) -> None:
    if rows:
        session.connection().execute(_CHANGE, [{"item": row.id, **row.values} for row in rows])


def _store(
    session: OrmSession, db: Database, drawn: Mapping[int, Conclusion | None], stored: Mapping[int, Conclusion], *,
    strictly: bool = False,
) -> None:  # fmt: skip
    """Keep the conclusions that differ from those before; a checkpoint that confirms one keeps the one before."""
    rows = []
    for item_id, conclusion in sorted(drawn.items()):
        before = stored.get(item_id)
        if conclusion == before and not (strictly and _computed(conclusion) != _computed(before)):
            continue
        after = conclusion or Conclusion(before.rule if before else "", "reopened", ())
        rows.append(_as_row(item_id, after) | {"decided_at": db.now()})
    if rows:
        session.connection().execute(_ADD, rows)


def _as_row(item_id: int, conclusion: Conclusion) -> dict[str, Any]:
    at = f"@{conclusion.checkpoint}" if conclusion.posterior else ""
    return {
        "item_id": item_id,
        "rule": conclusion.rule + at,
        "inputs": list(conclusion.inputs),
        "outcome": conclusion.outcome,
        "edits": conclusion.edits,
        "answers": conclusion.answers,
        "posterior": conclusion.posterior,
        "supporters": list(conclusion.supporters),
    }


def _computed(conclusion: Conclusion | None) -> tuple[int, object] | None:
    return None if conclusion is None else (conclusion.checkpoint, conclusion.posterior)


def _stored(session: OrmSession, *where: ColumnElement[bool]) -> dict[int, Conclusion]:
    """The decision that holds, by item; items whose newest decision takes back the one before have none."""
    columns = (
        Decision.item_id, Decision.rule, Decision.outcome, Decision.inputs, Decision.supporters, Decision.edits,
        Decision.answers, Decision.posterior,
    )  # fmt: skip
    query = select(*columns).join(Item, Item.id == Decision.item_id)
    query = query.where(*where, IS_NEWEST, Decision.outcome != "reopened")
    return {row[0]: _as_conclusion(*row[1:]) for row in session.execute(query)}


def _as_conclusion(
    rule: str, outcome: Any, inputs: list[int], supporters: list[int], edits: Any, answers: Any, posterior: Any
) -> Conclusion:
    name, _, checkpoint = rule.partition("@")
    return Conclusion(name, outcome, tuple(inputs), tuple(supporters), edits, answers, int(checkpoint or 0), posterior)


def _state(conclusion: Conclusion | None) -> ItemState:
    if conclusion is None:
        return "open"
    return "disputed" if conclusion.outcome == "disputed" else "decided"
