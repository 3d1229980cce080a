"""Taking one's work back: from that moment nothing that a person did counts, and the next release goes without it.

Two ways. **Withdrawing** marks the person; she keeps her way in, sees and downloads what she gave, and may come back.
**Erasing** withdraws as well, and deletes what she wrote and told for good; what is left are rows without content, so
that positions and counts of campaigns stay what they were.

What is computed from answers is computed anew by whoever calls this (`minga.review.withdraw`): the database is below
review and does not know its rules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session as OrmSession

from minga.community.audit import log_act
from minga.community.database import Database
from minga.community.erasure import erase_content
from minga.community.models import (
    AccessKey,
    Assignment,
    Campaign,
    Certificate,
    Invitation,
    Item,
    Person,
    Response,
    Withdrawal,
)
from minga.community.people import get_person
from minga.community.sessions import end_sessions
from minga.credits import name_hash
from minga.errors import CommunityError

__all__ = [
    "Claim",
    "confirm_claim",
    "list_claims",
    "return_work",
    "take_back",
    "withdrawn_names",
    "withdrawn_people",
]

_CLAIM = "claims: "


@dataclass(frozen=True)
class Claim:
    """Names under which somebody who withdrew says she gave texts; a lead confirms them before those leave."""

    withdrawal_id: int
    person_id: int
    names: tuple[str, ...]


def take_back(
    db: Database, person_id: int, *, erase: bool = False, keep_session: str | None = None, actor: Person | None = None
) -> list[int]:
    """Withdraw a person, and give the numbers of the campaigns whose decisions rest on her answers.

    Her leases go back to the pool; tokens of programs, open invitations of hers and certificates end, and so do all
    sessions but that with the token `keep_session`. Texts that a lead knows to be hers leave with her; further names
    wait for a lead's word. With `erase`, all sessions end and what she wrote and told is deleted. Doing it twice does
    no more; erasing after withdrawing erases. `actor` is who does it, where it is not she herself.
    """
    with db.writing() as session:
        person, now = get_person(session, person_id), db.now()
        _release_leases(session, now, person_id)
        campaigns = list(
            session.scalars(select(Response.campaign_id).where(Response.person_id == person_id).distinct())
        )
        # Whatever happens after this transaction, the next `minga run` decides these campaigns anew.
        session.execute(update(Campaign).where(Campaign.id.in_(campaigns)).values(synced=""))
        if person.withdrawn_at is None:
            person.withdrawn_at = now
            session.add(_row(person, now))
            log_act(session, "withdraw", f"person {person_id}", at=now, actor=actor or person)
        _end_keys(session, now, person_id, links=erase)
        end_sessions(session, person_id, keep=None if erase else keep_session)
        if erase:
            session.flush()
            session.execute(update(Withdrawal).where(Withdrawal.person_id == person_id).values(erased=True))
            erase_content(session, db, person)
            log_act(session, "erase", f"person {person_id}", at=now, actor=actor or person)
        return sorted(campaigns)


def return_work(db: Database, person_id: int) -> list[int]:
    """Let a person who withdrew come back with her work; the numbers of campaigns to decide anew.

    Her withdrawal stays on record. Raises CommunityError when what she wrote was erased, or she had not withdrawn.
    """
    with db.writing() as session:
        person = get_person(session, person_id)
        erased = session.scalar(
            select(func.count()).select_from(Withdrawal).where(Withdrawal.person_id == person_id, Withdrawal.erased)
        )
        if person.withdrawn_at is None or erased:
            raise CommunityError("there is nothing to come back to")
        ended = update(Certificate).where(
            Certificate.person_id == person_id, Certificate.revoked_at == person.withdrawn_at
        )
        session.execute(ended.values(revoked_at=None))
        person.withdrawn_at = None
        campaigns = list(
            session.scalars(select(Response.campaign_id).where(Response.person_id == person_id).distinct())
        )
        session.execute(update(Campaign).where(Campaign.id.in_(campaigns)).values(synced=""))
        log_act(session, "return", f"person {person_id}", at=db.now(), actor=person)
        return sorted(campaigns)


def withdrawn_names(db: Database) -> frozenset[str]:
    """Hashes (`minga.credits.name_hash`) of the names whose texts go into no table any more."""
    query = (
        select(Withdrawal.credit_names)
        .join(Person, Person.id == Withdrawal.person_id)
        .where(Person.withdrawn_at.is_not(None))
    )
    with db.reading() as session:
        return frozenset(name for names in session.scalars(query) for name in names)


def withdrawn_people(db: Database) -> int:
    """How many people have taken their work back, and not come back."""
    with db.reading() as session:
        return session.scalar(select(func.count(Person.id)).where(Person.withdrawn_at.is_not(None))) or 0


def list_claims(db: Database) -> list[Claim]:
    """Names that wait for a lead's word, the oldest first."""
    with db.reading() as session:
        rows = session.scalars(
            select(Withdrawal).where(Withdrawal.note.startswith(_CLAIM)).order_by(Withdrawal.id)
        ).all()
    return [Claim(row.id, row.person_id, tuple(row.note.removeprefix(_CLAIM).split("\n"))) for row in rows]


def confirm_claim(db: Database, withdrawal_id: int, *, granted: bool, actor: Person | None = None) -> None:
    """Say whether the names of a claim are the person's: if so, texts under them leave with the next run.

    Either way the names themselves are forgotten. Raises CommunityError when there is no such claim.
    """
    with db.writing() as session:
        row = session.get(Withdrawal, withdrawal_id, with_for_update=True)
        if row is None or not row.note.startswith(_CLAIM):
            raise CommunityError("there is no such claim", where=withdrawal_id)
        names = row.note.removeprefix(_CLAIM).split("\n")
        if granted:
            row.credit_names = sorted({*row.credit_names, *map(name_hash, names)})
        row.note = ""
        log_act(
            session, "confirm-claim" if granted else "refuse-claim", f"withdrawal {withdrawal_id}", at=db.now(),
            actor=actor,
        )  # fmt: skip


def _row(person: Person, now: datetime) -> Withdrawal:
    """Only what a lead knows to be hers leaves at once: anybody may write somebody else's name into her profile."""
    known = [person.contributor] if person.contributor else []
    claimed = [name for name in dict.fromkeys([person.name, *person.other_names]) if name and name not in known]
    return Withdrawal(
        person_id=person.id,
        at=now,
        credit_names=[name_hash(name) for name in known],
        note=_CLAIM + "\n".join(claimed) if claimed else "",
    )


def _release_leases(session: OrmSession, now: datetime, person_id: int) -> None:
    held = select(Assignment.item_id).where(Assignment.person_id == person_id, Assignment.state == "held")
    items = session.scalars(select(Item).where(Item.id.in_(held)).order_by(Item.id).with_for_update())
    locked = {item.id: item for item in items}
    query = (
        select(Assignment)
        .where(Assignment.person_id == person_id, Assignment.state == "held")
        .order_by(Assignment.id)
        .with_for_update(of=Assignment)
    )
    for lease in session.scalars(query).unique().all():
        lease.state, lease.ended_at = "expired", now
        if lease.item_id in locked:
            locked[lease.item_id].held -= 1


def _end_keys(session: OrmSession, now: datetime, person_id: int, *, links: bool) -> None:
    """End tokens of programs, and with `links` every other way in; her invitations let nobody in any more."""
    keys = update(AccessKey).where(AccessKey.person_id == person_id, AccessKey.revoked_at.is_(None))
    session.execute((keys if links else keys.where(AccessKey.kind == "api")).values(revoked_at=now))
    mine = update(Invitation).where(Invitation.created_by == person_id, Invitation.revoked_at.is_(None))
    session.execute(mine.values(revoked_at=now))
    given = update(Certificate).where(Certificate.person_id == person_id, Certificate.revoked_at.is_(None))
    session.execute(given.values(revoked_at=now))
