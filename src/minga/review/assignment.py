"""Who works on what: items are claimed atomically, for a time, and never twice beyond their overlap.

Locks are always taken in the order person, campaign, item, assignment, so that PostgreSQL finds no deadlock; under
SQLite there is one writer at a time. Taking an item does not lock the campaign: while somebody's answer is decided on,
others go on taking.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from weakref import WeakKeyDictionary

from sqlalchemy import and_, bindparam, exists, literal_column, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Person, Purpose
from minga.community.people import lock_person
from minga.errors import CommunityError
from minga.review.control_items import next_control
from minga.review.eligibility import Reason, admission
from minga.review.keeping import insert_lease
from minga.review.queue import Reach, disputed_item, first_disputed, first_open, reach_of, waiting
from minga.review.tiring import look_after

__all__ = [
    "Nothing",
    "available",
    "held_assignment",
    "my_assignment",
    "next_item",
    "release_expired",
    "skip",
    "take",
    "take_disputed",
]

_LATELY = timedelta(seconds=2)
COUNTED: frozenset[Purpose] = frozenset({"work", "adjudication"})
"""Purposes whose leases an item counts in `held`."""
_HELD = select(Assignment).where(
    Assignment.person_id == bindparam("person"),
    Assignment.campaign_id == bindparam("campaign"),
    Assignment.state == literal_column("'held'"),  # in words, so that the partial index serves
)
_OVERDUE = select(
    exists().where(
        Assignment.campaign_id == bindparam("campaign"),
        Assignment.state == literal_column("'held'"),
        Assignment.expires_at <= bindparam("now"),
    )
)


@dataclass(frozen=True)
class Nothing:
    """That nothing is handed out, and why; false in a condition, as an assignment is true."""

    reason: Reason | Literal["nothing-left"] = "nothing-left"
    until: datetime | None = None
    """When that changes by itself; None where it does not, or nobody knows."""
    detail: tuple[str, ...] = ()
    """The tags or codes that it is about: languages of the tests to pass, varieties or countries that are asked for."""

    def __bool__(self) -> Literal[False]:
        return False


def take(db: Database, person: Person, campaign: Campaign) -> Assignment | Nothing:
    """An item for `person` to judge: the one she holds already, or the next that fits; else why there is none.

    Never an item that she has answered, skipped or given herself, nor one in a variety that she did not declare, unless
    the lead widened it. At the campaign's rates it is a control item or one of her own again. Adjudicators get disputed
    items when no other is left.
    """
    if _lately_released(db, campaign):
        taken = _take(db, person, campaign)
        if taken or taken.reason != "nothing-left":
            return taken
    release_expired(db, campaign)
    return _take(db, person, campaign)


def _take(db: Database, person: Person, campaign: Campaign) -> Assignment | Nothing:
    while True:
        with db.writing() as session:
            lock_person(session, person.id, key_share=True)
            held = _held(session, person, campaign)
            if held is None:
                return _claim(session, db, person, campaign)
            if held.expires_at > db.now():
                return held
            # In a transaction of its own: who waits for one item's lock must not hold another's.
            _expire(session, held, db)


def take_disputed(db: Database, person: Person, campaign: Campaign, record_id: str) -> Assignment:
    """One disputed item for an adjudicator who chose it from the list; what she holds already, if she does.

    Raises CommunityError when she may not be given it: it is settled or held by now, or she has judged it herself.
    """
    release_expired(db, campaign)
    with db.writing() as session:
        lock_person(session, person.id, key_share=True)
        held = _held(session, person, campaign)
        if held is not None:
            return held
        admitted = admission(session, db, person, campaign)
        item = None
        if admitted.refusal is None:
            item = disputed_item(session, reach_of(person, campaign, admitted), record_id)
        if item is None:
            raise CommunityError("this item cannot be given to you now", where=record_id, hint="take another one")
        return _lease(session, db, person, campaign, item, "adjudication")


def next_item(session: OrmSession, db: Database, person: Person, campaign: Campaign) -> Assignment | Nothing:
    """`take` in the transaction that keeps an answer: it holds the locks of person and campaign."""
    held = _held(session, person, campaign)
    if held is not None and held.expires_at > db.now():
        return held
    if held is not None:
        _expire(session, held, db)
    return _claim(session, db, person, campaign)


def held_assignment(db: Database, person: Person, campaign: Campaign) -> Assignment | None:
    """What `person` holds in `campaign` now, without taking anything."""
    with db.reading() as session:
        held = _held(session, person, campaign)
        return held if held is not None and held.expires_at > db.now() else None


def my_assignment(db: Database, person: Person, assignment_id: int) -> Assignment:
    """An assignment of `person` in any state. Raises CommunityError when there is none of hers with that number."""
    with db.reading() as session:
        assignment = session.get(Assignment, assignment_id)
        if assignment is None or assignment.person_id != person.id:
            raise CommunityError("this item was not given to you", where=f"assignment {assignment_id}")
        return assignment


def skip(db: Database, assignment: Assignment, reason: str = "") -> None:
    """Give an item back; the person will not see it again. Does nothing when the assignment has ended already."""
    with db.writing() as session:
        item = session.get_one(Item, assignment.item_id, with_for_update=True, populate_existing=True)
        current = session.get_one(Assignment, assignment.id, with_for_update={"of": Assignment}, populate_existing=True)
        if current.state == "held" and current.purpose in COUNTED:
            item.held -= 1
        if current.state in {"held", "expired"}:
            current.state, current.ended_at, current.reason = "skipped", db.now(), reason[:2000]


def release_expired(db: Database, campaign: Campaign) -> int:
    """Return items whose lease has run out to the pool. Returns how many."""
    _released.setdefault(db, {})[campaign.id] = db.now()
    overdue = and_(Assignment.campaign_id == campaign.id, Assignment.state == "held", Assignment.expires_at <= db.now())
    with db.reading() as session:
        if not session.scalar(_OVERDUE, {"campaign": campaign.id, "now": db.now()}):
            return 0
    with db.writing() as session:
        items = select(Item).where(Item.id.in_(select(Assignment.item_id).where(overdue))).order_by(Item.id)
        locked = {item.id: item for item in session.scalars(items.with_for_update(skip_locked=True))}
        leases = session.scalars(select(Assignment).where(overdue, Assignment.item_id.in_(locked))).unique().all()
        for lease in leases:
            lease.state, lease.ended_at = "expired", db.now()
            if lease.purpose in COUNTED:
                locked[lease.item_id].held -= 1
        return len(leases)


_released: WeakKeyDictionary[Database, dict[int, datetime]] = WeakKeyDictionary()


def _lately_released(db: Database, campaign: Campaign) -> bool:
    """Whether looking for leases that ran out would hardly find any: items that are free come first anyway."""
    last = _released.get(db, {}).get(campaign.id)
    return last is not None and timedelta() <= db.now() - last < _LATELY


def available(db: Database, person: Person, campaign: Campaign) -> int:
    """How many items wait for this person (those that others hold are counted out); 0 while she may be given none.

    Where thousands wait, the figure may be some seconds behind what others take and answer.
    """
    with db.reading() as session:
        admitted = admission(session, db, person, campaign)
        if admitted.refusal is not None:
            return 0
        reach = reach_of(person, campaign, admitted)
        return waiting(session, db, reach)


def _held(session: OrmSession, person: Person, campaign: Campaign) -> Assignment | None:
    return session.scalars(_HELD, {"person": person.id, "campaign": campaign.id}).one_or_none()


def _expire(session: OrmSession, assignment: Assignment, db: Database) -> None:
    if assignment.purpose in COUNTED:
        item = session.get_one(Item, assignment.item_id, with_for_update=True, populate_existing=True)
        item.held -= 1
    assignment.state, assignment.ended_at = "expired", db.now()
    session.flush()


def _claim(session: OrmSession, db: Database, person: Person, campaign: Campaign) -> Assignment | Nothing:
    admitted = admission(session, db, person, campaign)
    if admitted.refusal is not None:
        return Nothing(admitted.refusal.reason, admitted.refusal.until, admitted.refusal.detail)
    look_after(session, db, person.id, campaign, admitted.today)
    item, purpose = _next(session, db, reach_of(person, campaign, admitted))
    return Nothing() if item is None else _lease(session, db, person, campaign, item, purpose)


def _lease(
    session: OrmSession, db: Database, person: Person, campaign: Campaign, item: Item, purpose: Purpose
) -> Assignment:
    now = db.now()
    return insert_lease(
        session,
        item,
        counts=purpose in COUNTED,
        campaign_id=campaign.id,
        person_id=person.id,
        purpose=purpose,
        swapped=campaign.kind == "compare" and _swapped(person, item),
        guidelines_version=campaign.guidelines_version,
        taken_at=now,
        expires_at=now + timedelta(minutes=campaign.options.lease_minutes),
    )


def _next(session: OrmSession, db: Database, reach: Reach) -> tuple[Item | None, Purpose]:
    """The item to hand out. Control items come between others: where no work is left, they would be for nothing."""
    work = first_open(session, reach)
    if work is not None:
        return next_control(session, db, reach.person, reach.campaign) or (work, "work")
    return first_disputed(session, reach), "adjudication"


def _swapped(person: Person, item: Item) -> bool:
    """Which answer stands first is drawn for each person and item, and stays so when she takes the item again."""
    return hashlib.sha256(f"{person.id}/{item.record_id}".encode()).digest()[0] % 2 == 1
