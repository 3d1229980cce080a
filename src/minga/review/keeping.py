"""What keeping one answer reads and writes.

Hundreds of people answer at the same time, one after the other where the database is concerned. So the statements are
built once, as building one costs more than running it, and rows are written without a unit of work.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlalchemy import Table, bindparam, func, insert, select, update
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import joinedload, lazyload, make_transient_to_detached
from sqlalchemy.orm.attributes import set_committed_value

from minga.community.models import Assignment, Campaign, Item, Person, Response, Tally

__all__ = [
    "answer_by_key",
    "count_response",
    "end_lease",
    "insert_lease",
    "insert_response",
    "latest_version",
    "lock_lease",
    "lock_person",
    "tally_answer",
]

_item, _lease, _response, _tally = (cast("Table", model.__table__) for model in (Item, Assignment, Response, Tally))
_Row = TypeVar("_Row", Response, Assignment)
_ANEW = {"populate_existing": True}

_PERSON = (
    select(Person)
    .where(Person.id == bindparam("person"))
    .options(joinedload(Person.roles))
    .with_for_update(of=Person)
    .execution_options(**_ANEW)
)
_BY_KEY = select(Response).where(Response.person_id == bindparam("person"), Response.client_key == bindparam("key"))
_COUNT = (
    update(Campaign)
    .where(Campaign.id == bindparam("campaign"))
    .values(responses=Campaign.responses + 1)
    .returning(Campaign)
    .execution_options(synchronize_session=False, **_ANEW)
)
_LEASE = (
    select(Assignment, Item)
    .join(Item, Item.id == Assignment.item_id)
    .where(Assignment.id == bindparam("lease"))
    .options(lazyload(Assignment.item))
    .with_for_update()
    .execution_options(**_ANEW)
)
_LATEST = select(func.max(_response.c.version)).where(
    _response.c.item_id == bindparam("item"),
    _response.c.person_id == bindparam("person"),
    _response.c.purpose == bindparam("purpose"),
)
_NEW_RESPONSE, _NEW_LEASE, _NEW_TALLY = insert(_response), insert(_lease), insert(_tally)
_HOLDERS = update(_item).where(_item.c.id == bindparam("item")).values(held=_item.c.held + bindparam("more"))
_END = (
    update(_lease)
    .where(_lease.c.id == bindparam("lease"))
    .values(state=bindparam("ended_as"), ended_at=bindparam("moment"))
)
_TALLY = (
    update(_tally)
    .where(
        _tally.c.campaign_id == bindparam("campaign"),
        _tally.c.person_id == bindparam("person"),
        _tally.c.day == bindparam("on_day"),
    )
    .values(answers=_tally.c.answers + 1, seconds=_tally.c.seconds + bindparam("took"))
)


def lock_person(session: OrmSession, person_id: int) -> Person:
    """The person as she is now; nobody else takes or answers for her until the transaction ends."""
    return session.scalars(_PERSON, {"person": person_id}).unique().one()


def answer_by_key(session: OrmSession, person_id: int, client_key: str) -> Response | None:
    """The answer that was kept under a key."""
    return session.scalars(_BY_KEY, {"person": person_id, "key": client_key}).one_or_none()


def count_response(session: OrmSession, campaign_id: int) -> Campaign:
    """The campaign with one response more; nobody else answers in it until this transaction ends."""
    return session.scalars(_COUNT, {"campaign": campaign_id}).one()


def lock_lease(session: OrmSession, assignment_id: int) -> tuple[Assignment, Item]:
    """The assignment and its item as they are now; nobody else can change them until the transaction ends."""
    lease, item = session.execute(_LEASE, {"lease": assignment_id}).one()
    set_committed_value(lease, "item", item)
    return lease, item


def latest_version(session: OrmSession, lease: Assignment) -> int:
    """Of what the person said about the item for the same purpose; 0 when she has not yet."""
    mine = {"item": lease.item_id, "person": lease.person_id, "purpose": lease.purpose}
    return session.connection().execute(_LATEST, mine).scalar() or 0


def insert_response(session: OrmSession, **values: Any) -> Response:
    """A new response with all its columns."""
    number = session.connection().execute(_NEW_RESPONSE, values).inserted_primary_key
    return _as_stored(session, Response(id=number[0] if number else None, **values))


def insert_lease(session: OrmSession, item: Item, *, counts: bool, **values: Any) -> Assignment:
    """`item`, which is locked, given to somebody; where it `counts`, the item has one holder more."""
    if counts:
        _change_held(session, item, 1)
    values |= {"item_id": item.id, "state": "held", "ended_at": None, "reason": ""}
    number = session.connection().execute(_NEW_LEASE, values).inserted_primary_key
    lease = _as_stored(session, Assignment(id=number[0] if number else None, **values))
    set_committed_value(lease, "item", item)
    return lease


def end_lease(session: OrmSession, lease: Assignment, item: Item, state: str, at: datetime, *, counts: bool) -> None:
    """Let a lease end as `state`; where it `counts`, the item has one holder less."""
    if lease.state == "held" and counts:
        _change_held(session, item, -1)
    session.connection().execute(_END, {"lease": lease.id, "ended_as": state, "moment": at})
    set_committed_value(lease, "state", state)
    set_committed_value(lease, "ended_at", at)


def tally_answer(session: OrmSession, lease: Assignment, day: date, took: float) -> None:
    """Count a first answer for its person, campaign and day; her row is locked, so nobody else makes it meanwhile."""
    hers = {"campaign": lease.campaign_id, "person": lease.person_id, "on_day": day}
    connection = session.connection()
    if connection.execute(_TALLY, {**hers, "took": took}).rowcount == 0:
        first = {"campaign_id": lease.campaign_id, "person_id": lease.person_id, "day": day}
        connection.execute(_NEW_TALLY, {**first, "answers": 1, "seconds": took})


def _change_held(session: OrmSession, item: Item, more: int) -> None:
    session.connection().execute(_HOLDERS, {"item": item.id, "more": more})
    set_committed_value(item, "held", item.held + more)


def _as_stored(session: OrmSession, row: _Row) -> _Row:
    """As if it had been read from the database."""
    make_transient_to_detached(row)
    session.add(row)
    return row
