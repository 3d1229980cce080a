"""Who takes part in a campaign, as its lead sees them: in the order of their names, and never by how good they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Person, Role, Standing, Tally
from minga.errors import CommunityError

__all__ = ["Participant", "participant", "participants"]


@dataclass(frozen=True)
class Participant:
    """Somebody with a role in a campaign, or who has answered in it."""

    person: Person
    roles: tuple[Role, ...]
    """Those that hold in the campaign, also the ones for the whole project."""
    answers: int
    last: date | None
    """The last day (UTC) on which she answered here."""
    paused_at: datetime | None
    reason: str
    """Why she is paused."""


def participants(
    db: Database, campaign: Campaign, *, name: str = "", paused: bool = False, limit: int = 100, offset: int = 0
) -> tuple[list[Participant], int]:
    """Everybody who takes part, by name, and how many there are; with `name`, those whose name contains it.

    People who withdrew are not among them.
    """
    here = or_(Role.campaign_id.is_(None), Role.campaign_id == campaign.id)
    worked = select(Tally.person_id).where(Tally.campaign_id == campaign.id)
    query = select(Person).where(
        Person.withdrawn_at.is_(None), or_(Person.id.in_(select(Role.person_id).where(here)), Person.id.in_(worked))
    )
    if name.strip():
        query = query.where(Person.name.icontains(name.strip()[:80], autoescape=True))
    if paused:
        halted = select(Standing.person_id).where(Standing.campaign_id == campaign.id, Standing.paused_at.is_not(None))
        query = query.where(Person.id.in_(halted))
    with db.reading() as session:
        total = session.scalar(query.with_only_columns(func.count())) or 0
        ordered = query.order_by(func.lower(Person.name), Person.id).limit(limit).offset(offset)
        return _described(session, campaign, list(session.scalars(ordered).unique())), total


def participant(db: Database, campaign: Campaign, person_id: int) -> Participant:
    """One person in a campaign. Raises CommunityError where she takes no part in it, or withdrew."""
    with db.reading() as session:
        person = session.get(Person, person_id)
        if person is not None and person.withdrawn_at is None:
            [found] = _described(session, campaign, [person])
            if found.roles or found.answers:
                return found
    raise CommunityError("there is nobody like that in this campaign", where=person_id)


def _described(session: OrmSession, campaign: Campaign, people: list[Person]) -> list[Participant]:
    numbers = [person.id for person in people]
    tallies = (
        select(Tally.person_id, func.sum(Tally.answers), func.max(Tally.day))
        .where(Tally.campaign_id == campaign.id, Tally.person_id.in_(numbers))
        .group_by(Tally.person_id)
    )
    worked = {row[0]: (int(row[1]), row[2]) for row in session.execute(tallies)}
    halted = select(Standing).where(
        Standing.campaign_id == campaign.id, Standing.person_id.in_(numbers), Standing.paused_at.is_not(None)
    )
    paused = {row.person_id: row for row in session.scalars(halted)}
    rows = []
    for person in people:
        answers, last = worked.get(person.id, (0, None))
        standing = paused.get(person.id)
        rows.append(
            Participant(
                person,
                tuple(role for role in person.roles if role.campaign_id in {None, campaign.id}),
                answers,
                last,
                standing.paused_at if standing else None,
                standing.reason if standing else "",
            )
        )
    return rows
