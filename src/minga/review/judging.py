"""How items stand by what people said about them, and what is known of those people at a checkpoint."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
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

__all__ = ["Revision", "judge_all", "judge_item", "judge_revision", "prepare", "revision_due"]

_KEY = select(
    func.count(Person.id),
    func.max(Person.withdrawn_at),
    select(Response.digest)
    .where(Response.campaign_id == bindparam("campaign"), Response.position == bindparam("checkpoint"))
    .scalar_subquery(),
).where(Person.withdrawn_at.is_not(None))
_Key = tuple[Any, ...]
_beliefs: WeakKeyDictionary[Database, dict[tuple[int, int], tuple[_Key, Belief]]] = WeakKeyDictionary()
"""The newest beliefs of each campaign. They follow from the responses, so losing one costs time and nothing else."""
_KEPT = 2
_writing = Lock()
_CHUNK = 500
_WORK = Response.purpose.in_(("work", "adjudication"))


@dataclass(frozen=True)
class Revision:
    """Which items may stand otherwise at a checkpoint than at the one before."""

    before: int
    checkpoint: int
    changed: tuple[int, ...]
    """By their answers up to the checkpoint; those answered since come on top."""


def judge_item(session: OrmSession, db: Database, campaign: Campaign, item_id: int) -> Judged:
    """How one item stands at the campaign's checkpoint."""
    rules = Rules(campaign.options)
    said = said_of_item(session, item_id)
    judged = conclude(said, rules)
    if judged is not None:
        return judged
    belief = _belief(session, db, campaign, rules, campaign.checkpoint)
    return _judge(session, rules, {item_id: said}, belief)[item_id]


def judge_all(session: OrmSession, db: Database, campaign: Campaign, checkpoint: int) -> dict[int, Judged]:
    """How every item stands about which somebody said something, from the responses alone."""
    rules = Rules(campaign.options)
    said = load_said(session, Response.campaign_id == campaign.id)
    belief = None
    if rules.adaptive:
        from minga.review.belief import believe
        from minga.review.ledger import Ledger

        before = Ledger.of((one for one in said if one.position <= checkpoint), rules.dimensions)
        belief = _remember(session, db, campaign, rules, believe(rules, before, checkpoint))
    return _judge(session, rules, _by_item(said), belief)


def prepare(session: OrmSession, db: Database, campaign: Campaign) -> None:
    """Have at hand what `judge_item` needs, before anybody waits for it."""
    if (campaign.id, campaign.checkpoint) not in _beliefs.get(db, {}) and Rules(campaign.options).adaptive:
        _belief(session, db, campaign, Rules(campaign.options), campaign.checkpoint)


def revision_due(session: OrmSession, db: Database, campaign: Campaign) -> Revision | None:
    """What the last checkpoint changes; None where items were concluded on at it, or where the rule has none."""
    rules, checkpoint = Rules(campaign.options), last_checkpoint(campaign.responses)
    if checkpoint <= campaign.checkpoint or not rules.adaptive:
        return None
    from minga.review.adaptive import changed_items
    from minga.review.ledger import Ledger

    before = _belief(session, db, campaign, rules, campaign.checkpoint)
    after = _belief(session, db, campaign, rules, checkpoint)
    ledger = Ledger.read(session, campaign.id, checkpoint, rules.dimensions)
    return Revision(campaign.checkpoint, checkpoint, tuple(changed_items(ledger, rules, before, after)))


def judge_revision(session: OrmSession, db: Database, campaign: Campaign, revision: Revision) -> dict[int, Judged]:
    """How those items stand that may stand otherwise at the checkpoint of `revision` than at the one before.

    It is `judge_all` for a campaign whose every item stood as `judge_all` has it at that one.
    """
    rules = Rules(campaign.options)
    after = _belief(session, db, campaign, rules, revision.checkpoint)
    since = (Response.campaign_id == campaign.id, Response.position > revision.checkpoint)
    changed = sorted({*revision.changed, *session.scalars(select(Response.item_id).where(*since, _WORK))})
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

    known = _beliefs.get(db, {}).get((campaign.id, checkpoint))
    if known is not None and known[0] == _key(session, campaign, rules, checkpoint):
        return known[1]
    ledger = Ledger.read(session, campaign.id, checkpoint, rules.dimensions)
    return _remember(session, db, campaign, rules, believe(rules, ledger, checkpoint))


def _remember(session: OrmSession, db: Database, campaign: Campaign, rules: Rules, belief: Belief) -> Belief:
    key = _key(session, campaign, rules, belief.checkpoint)
    with _writing:
        known = _beliefs.setdefault(db, {})
        known[campaign.id, belief.checkpoint] = (key, belief)
        for old in sorted(checkpoint for number, checkpoint in known if number == campaign.id)[:-_KEPT]:
            del known[campaign.id, old]
    return belief


def _key(session: OrmSession, campaign: Campaign, rules: Rules, checkpoint: int) -> _Key:
    """What a belief depends on. Responses have their positions for good, so who withdrew is all that may change; but
    the one at the checkpoint may have been rolled back, and another may have its position."""
    gone = session.execute(_KEY, {"campaign": campaign.id, "checkpoint": checkpoint}).one()
    return checkpoint, *gone, tuple((one.name, one.values) for one in rules.dimensions)
