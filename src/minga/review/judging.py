"""How items stand by what people said about them, and what is known of those people at the last checkpoint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Item, Person, Response
from minga.review.fields import fields_of
from minga.review.overlap import last_checkpoint
from minga.review.rules import Judged, Rules, conclude
from minga.review.said import Said, load_said, newest_of, said_of_item

if TYPE_CHECKING:
    from minga.review.belief import Belief

__all__ = ["judge_all", "judge_item"]

_WITHDRAWN = select(func.count(Person.id), func.max(Person.withdrawn_at)).where(Person.withdrawn_at.is_not(None))
_Key = tuple[int, int, datetime | None, tuple[Any, ...]]
_beliefs: WeakKeyDictionary[Database, dict[int, tuple[_Key, Belief]]] = WeakKeyDictionary()
"""The newest belief of each campaign. It follows from the responses, so losing it costs time and nothing else."""


def judge_item(session: OrmSession, db: Database, campaign: Campaign, item_id: int, responses: int) -> Judged:
    """How one item stands when the campaign has so many responses."""
    rules = Rules(campaign.options)
    said = said_of_item(session, item_id)
    judged = conclude(said, rules)
    if judged is not None:
        return judged
    belief = _belief(session, db, campaign, rules, last_checkpoint(responses))
    return _adaptively(session, rules, {item_id: said}, belief)[item_id]


def judge_all(session: OrmSession, db: Database, campaign: Campaign, responses: int) -> dict[int, Judged]:
    """How every item stands about which somebody said something, from the responses alone."""
    rules = Rules(campaign.options)
    said = load_said(session, Response.campaign_id == campaign.id)
    by_item: defaultdict[int, list[Said]] = defaultdict(list)
    for one in said:
        by_item[one.item_id].append(one)
    simple = {item_id: conclude(its, rules) for item_id, its in by_item.items()}
    judged = {item_id: found for item_id, found in simple.items() if found is not None}
    rest = {item_id: by_item[item_id] for item_id, found in simple.items() if found is None}
    if rules.adaptive:
        from minga.review.belief import believe

        belief = believe(rules, said, last_checkpoint(responses))
        _remember(session, db, campaign, rules, belief)
        judged |= _adaptively(session, rules, rest, belief)
    return judged


def _adaptively(
    session: OrmSession, rules: Rules, by_item: Mapping[int, Iterable[Said]], belief: Belief
) -> dict[int, Judged]:
    from minga.review.adaptive import conclude_adaptively

    def originals(item_id: int) -> dict[str, str]:
        payload = session.scalars(select(Item.payload).where(Item.id == item_id)).one()
        return {field.name: field.text for field in fields_of(rules.kind, payload)}

    newest = [[one for one in newest_of(said) if one.purpose == "work" and one.judges] for said in by_item.values()]
    return dict(zip(by_item, conclude_adaptively(newest, rules, belief, originals), strict=True))


def _belief(session: OrmSession, db: Database, campaign: Campaign, rules: Rules, checkpoint: int) -> Belief:
    from minga.review.belief import believe

    known = _beliefs.get(db, {}).get(campaign.id)
    if known is not None and known[0] == _key(session, rules, checkpoint):
        return known[1]
    said = (
        load_said(session, Response.campaign_id == campaign.id, Response.position <= checkpoint) if checkpoint else []
    )
    belief = believe(rules, said, checkpoint)
    _remember(session, db, campaign, rules, belief)
    return belief


def _remember(session: OrmSession, db: Database, campaign: Campaign, rules: Rules, belief: Belief) -> None:
    key = _key(session, rules, belief.checkpoint)
    _beliefs.setdefault(db, {})[campaign.id] = (key, belief)


def _key(session: OrmSession, rules: Rules, checkpoint: int) -> _Key:
    """What a belief depends on: responses have their positions for good, so who withdrew is all that may change."""
    count, latest = session.execute(_WITHDRAWN).one()
    return checkpoint, count, latest, tuple((one.name, one.values) for one in rules.dimensions)
