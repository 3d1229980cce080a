"""How items stand by what people said about them, and what is known of those people at the last checkpoint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Item, Person, Response
from minga.review.fields import fields_of
from minga.review.overlap import last_checkpoint
from minga.review.rules import Judged, Rules, conclude
from minga.review.said import Said, load_said, newest_of, said_of_item

if TYPE_CHECKING:
    from minga.review.belief import Belief

__all__ = ["judge_all", "judge_at_checkpoint", "judge_item"]

_KEY = select(
    func.count(Person.id),
    func.max(Person.withdrawn_at),
    select(Response.digest)
    .where(Response.campaign_id == bindparam("campaign"), Response.position == bindparam("checkpoint"))
    .scalar_subquery(),
).where(Person.withdrawn_at.is_not(None))
_Key = tuple[Any, ...]
_beliefs: WeakKeyDictionary[Database, dict[int, tuple[_Key, Belief]]] = WeakKeyDictionary()
"""The newest belief of each campaign. It follows from the responses, so losing it costs time and nothing else."""
_CHUNK = 500


def judge_item(session: OrmSession, db: Database, campaign: Campaign, item_id: int, responses: int) -> Judged:
    """How one item stands when the campaign has so many responses."""
    rules = Rules(campaign.options)
    said = said_of_item(session, item_id)
    judged = conclude(said, rules)
    if judged is not None:
        return judged
    belief = _belief(session, db, campaign, rules, last_checkpoint(responses))
    return _judge(session, rules, {item_id: said}, belief)[item_id]


def judge_all(session: OrmSession, db: Database, campaign: Campaign, responses: int) -> dict[int, Judged]:
    """How every item stands about which somebody said something, from the responses alone."""
    rules = Rules(campaign.options)
    said = load_said(session, Response.campaign_id == campaign.id)
    belief = None
    if rules.adaptive:
        checkpoint = last_checkpoint(responses)
        from minga.review.belief import believe
        from minga.review.ledger import Ledger

        before = Ledger.of((one for one in said if one.position <= checkpoint), rules.dimensions)
        belief = _remember(session, db, campaign, rules, believe(rules, before, checkpoint))
    return _judge(session, rules, _by_item(said), belief)


def judge_at_checkpoint(
    session: OrmSession, db: Database, campaign: Campaign, responses: int, item_id: int
) -> dict[int, Judged]:
    """How those items stand that may stand otherwise since the response at the checkpoint `responses`, about `item_id`.

    It is `judge_all` for a campaign whose every item stood as `judge_all` has it before that response.
    """
    from minga.review.adaptive import changed_items
    from minga.review.belief import believe
    from minga.review.ledger import Ledger

    rules = Rules(campaign.options)
    before = _belief(session, db, campaign, rules, last_checkpoint(responses - 1))
    ledger = Ledger.read(session, campaign.id, responses, rules.dimensions)
    after = _remember(session, db, campaign, rules, believe(rules, ledger, responses))
    changed = sorted({*changed_items(ledger, rules, before, after), item_id})
    judged: dict[int, Judged] = {}
    for start in range(0, len(changed), _CHUNK):
        said = load_said(session, Response.item_id.in_(changed[start : start + _CHUNK]))
        judged |= _judge(session, rules, _by_item(said), after)
    return judged


def _by_item(said: Iterable[Said]) -> dict[int, list[Said]]:
    by_item: defaultdict[int, list[Said]] = defaultdict(list)
    for one in said:
        by_item[one.item_id].append(one)
    return by_item


def _judge(
    session: OrmSession, rules: Rules, by_item: Mapping[int, Sequence[Said]], belief: Belief | None
) -> dict[int, Judged]:
    """How items stand by what was said about each; `belief` for a rule that needs one."""
    simple = {item_id: conclude(said, rules) for item_id, said in by_item.items()}
    judged = {item_id: found for item_id, found in simple.items() if found is not None}
    rest = [item_id for item_id, found in simple.items() if found is None]
    if rest and belief is not None:
        from minga.review.adaptive import conclude_adaptively

        newest = [
            [one for one in newest_of(by_item[number]) if one.purpose == "work" and one.judges] for number in rest
        ]
        drawn = conclude_adaptively(newest, rules, belief, lambda item_id: _originals(session, rules, item_id))
        judged |= dict(zip(rest, drawn, strict=True))
    return judged


def _originals(session: OrmSession, rules: Rules, item_id: int) -> dict[str, str]:
    payload = session.scalars(select(Item.payload).where(Item.id == item_id)).one()
    return {field.name: field.text for field in fields_of(rules.kind, payload)}


def _belief(session: OrmSession, db: Database, campaign: Campaign, rules: Rules, checkpoint: int) -> Belief:
    from minga.review.belief import believe
    from minga.review.ledger import Ledger

    known = _beliefs.get(db, {}).get(campaign.id)
    if known is not None and known[0] == _key(session, campaign, rules, checkpoint):
        return known[1]
    ledger = Ledger.read(session, campaign.id, checkpoint, rules.dimensions)
    return _remember(session, db, campaign, rules, believe(rules, ledger, checkpoint))


def _remember(session: OrmSession, db: Database, campaign: Campaign, rules: Rules, belief: Belief) -> Belief:
    key = _key(session, campaign, rules, belief.checkpoint)
    _beliefs.setdefault(db, {})[campaign.id] = (key, belief)
    return belief


def _key(session: OrmSession, campaign: Campaign, rules: Rules, checkpoint: int) -> _Key:
    """What a belief depends on. Responses have their positions for good, so who withdrew is all that may change; but
    the one at the checkpoint may have been rolled back, and another may have its position."""
    gone = session.execute(_KEY, {"campaign": campaign.id, "checkpoint": checkpoint}).one()
    return checkpoint, *gone, tuple((one.name, one.values) for one in rules.dimensions)
