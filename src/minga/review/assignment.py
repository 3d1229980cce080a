"""Who works on what: items are claimed atomically, for a time, and never twice beyond their overlap.

Locks are always taken in the order person, item, assignment, so that PostgreSQL finds no deadlock; under SQLite
there is one writer at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Person, Response
from minga.errors import CommunityError
from minga.languages import matches

__all__ = [
    "Nothing",
    "available",
    "fits",
    "held_assignment",
    "lock_item",
    "my_assignment",
    "release_expired",
    "skip",
    "take",
]


NothingReason = Literal[
    "nothing-left", "closed", "not-yet-open", "not-invited", "country", "variety", "guidelines", "test", "test-failed",
    "paused", "rest", "share", "withdrawn",
]  # fmt: skip


@dataclass(frozen=True)
class Nothing:
    """That nothing is handed out, and why; false in a condition, as an assignment is true."""

    reason: NothingReason = "nothing-left"
    until: datetime | None = None
    """When that changes by itself; None where it does not, or nobody knows."""
    detail: tuple[str, ...] = ()
    """The tags or codes that it is about: languages of the tests to pass, varieties or countries that are asked for."""

    def __bool__(self) -> Literal[False]:
        return False


def fits(varieties: Iterable[str], language: str) -> bool:
    """Whether somebody who declared `varieties` may judge a text in `language`.

    A text in Spanish goes to every Spanish speaker; one in Peruvian Spanish to those who declared that, or Spanish as
    a whole.

    >>> fits(["es-PE"], "es"), fits(["es"], "es-PE"), fits(["es-MX"], "es-PE")
    (True, True, False)
    """
    return any(matches(declared, language) or matches(language, declared) for declared in varieties)


def take(db: Database, person: Person, campaign: Campaign) -> Assignment | Nothing:
    """An item for `person` to judge: the one she holds already, or the next that fits; else why there is none.

    Never an item that she has answered, skipped or given herself, nor one in a language that she did not declare.
    Adjudicators get disputed items when no other is left. Raises CommunityError when the campaign is closed or the
    person has no role in it.
    """
    _check_may_review(person, campaign)
    release_expired(db, campaign)
    while True:
        with db.writing() as session:
            session.execute(select(Person.id).where(Person.id == person.id).with_for_update())
            held = _held(session, person, campaign)
            if held is None:
                return _claim(session, db, person, campaign)
            if held.expires_at > db.now():
                return held
            # In a transaction of its own: who waits for one item's lock must not hold another's.
            _expire(session, held, db)


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
        item = lock_item(session, assignment.item_id)
        current = session.get_one(Assignment, assignment.id, with_for_update=True)
        if current.state == "held":
            item.held -= 1
        if current.state in {"held", "expired"}:
            current.state, current.ended_at, current.reason = "skipped", db.now(), reason[:2000]


def release_expired(db: Database, campaign: Campaign) -> int:
    """Return items whose lease has run out to the pool. Returns how many."""
    overdue = and_(Assignment.campaign_id == campaign.id, Assignment.state == "held", Assignment.expires_at <= db.now())
    with db.reading() as session:
        if session.scalar(select(exists().where(overdue))) is not True:
            return 0
    with db.writing() as session:
        items = select(Item).where(Item.id.in_(select(Assignment.item_id).where(overdue))).order_by(Item.id)
        locked = {item.id: item for item in session.scalars(items.with_for_update(skip_locked=True))}
        leases = session.scalars(select(Assignment).where(overdue, Assignment.item_id.in_(locked))).unique().all()
        for lease in leases:
            lease.state, lease.ended_at = "expired", db.now()
            locked[lease.item_id].held -= 1
        return len(leases)


def available(db: Database, person: Person, campaign: Campaign) -> int:
    """How many items wait for this person (those that others hold are counted out)."""
    if not campaign.open:
        return 0
    queries = (_open_items(person, campaign), _disputed_items(person, campaign))
    with db.reading() as session:
        counts = (query.with_only_columns(func.count(Item.id)).order_by(None) for query in queries)
        return sum(session.scalar(count) or 0 for count in counts)


def lock_item(session: OrmSession, item_id: int) -> Item:
    """The item, which nobody else can change until the transaction ends."""
    return session.get_one(Item, item_id, with_for_update=True, populate_existing=True)


def _check_may_review(person: Person, campaign: Campaign) -> None:
    if not campaign.open:
        raise CommunityError("this campaign is closed", where=campaign.slug)
    if not person.has_role("reviewer", "adjudicator", "lead", campaign_id=campaign.id):
        raise CommunityError("you are not invited to this campaign", where=campaign.slug, hint="ask for an invitation")


def _held(session: OrmSession, person: Person, campaign: Campaign) -> Assignment | None:
    query = select(Assignment).where(
        Assignment.person_id == person.id, Assignment.campaign_id == campaign.id, Assignment.state == "held"
    )
    return session.scalars(query).one_or_none()


def _expire(session: OrmSession, assignment: Assignment, db: Database) -> None:
    lock_item(session, assignment.item_id).held -= 1
    assignment.state, assignment.ended_at = "expired", db.now()


def _claim(session: OrmSession, db: Database, person: Person, campaign: Campaign) -> Assignment | Nothing:
    for query, adjudicating in ((_open_items(person, campaign), False), (_disputed_items(person, campaign), True)):
        item = _lock_first(session, query)
        if item is not None:
            item.held += 1
            assignment = Assignment(
                item=item,
                campaign_id=campaign.id,
                person_id=person.id,
                purpose="adjudication" if adjudicating else "work",
                guidelines_version=campaign.guidelines_version,
                taken_at=db.now(),
                expires_at=db.now() + timedelta(minutes=campaign.options.lease_minutes),
            )
            session.add(assignment)
            session.flush()
            return assignment
    return Nothing()


def _lock_first(session: OrmSession, query: Select[Item]) -> Item | None:
    first = query.limit(1)
    # Others' locked rows are jumped over; only when nothing else is left are they worth waiting for.
    for waiting in (False, True):
        item = session.scalars(first.with_for_update(skip_locked=not waiting, of=Item)).one_or_none()
        if item is not None:
            return item
    return None


def _open_items(person: Person, campaign: Campaign) -> Select[Item]:
    return _fitting(person, campaign).where(Item.state == "open", Item.held + Item.judged < Item.wanted)


def _disputed_items(person: Person, campaign: Campaign) -> Select[Item]:
    query = _fitting(person, campaign).where(Item.state == "disputed", Item.held < 1)
    return query if person.has_role("adjudicator", campaign_id=campaign.id) else query.where(false())


def _fitting(person: Person, campaign: Campaign) -> Select[Item]:
    languages: Sequence[str] = [tag for tag in campaign.languages if fits(person.varieties, tag)]
    return (
        select(Item)
        .where(
            Item.campaign_id == campaign.id,
            Item.language.in_(languages),
            Item.contributor.not_in(person.credit_names),
            ~_touched(person),
        )
        .order_by(Item.place, Item.id)
    )


def _touched(person: Person) -> ColumnElement[bool]:
    answered = exists().where(Response.item_id == Item.id, Response.person_id == person.id)
    skipped = exists().where(
        Assignment.item_id == Item.id, Assignment.person_id == person.id, Assignment.state.in_(("held", "skipped"))
    )
    return or_(answered, skipped)
