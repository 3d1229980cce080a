"""How evenly the work is spread over the people who do it."""

from __future__ import annotations

from pydantic import BaseModel
from sqlalchemy import func, select

from minga.community import Database
from minga.community.models import Person, Response
from minga.inequality import effective_number, gini, top_share

__all__ = ["Participation", "participation"]


class Participation(BaseModel):
    """People and answers; nobody is named here."""

    people: int
    """People who have joined."""
    active: int
    """People with at least one answer."""
    answers: int
    """Answers, counting a corrected one once."""
    simulated: int
    """Answers of the demo's simulated people, included in `answers`."""
    gini: float
    """0 when all active people did the same, towards 1 when one did everything."""
    top_tenth: float
    """Share of the answers that the most active tenth of the active people gave (at least one person)."""
    effective: float
    """Effective number of reviewers: 1 / Σ share² (the inverse of the Herfindahl index)."""


def participation(database: Database) -> Participation:
    """Figures over all campaigns, from the responses as they are now; who has withdrawn is not among them."""
    with database.reading() as session:
        people = session.scalar(select(func.count(Person.id)).where(Person.withdrawn_at.is_(None))) or 0
        distinct = select(Response.person_id, Response.assignment_id).distinct().subquery()
        rows = session.execute(
            select(Person.simulated, func.count())
            .select_from(distinct)
            .join(Person, Person.id == distinct.c.person_id)
            .where(Person.withdrawn_at.is_(None))
            .group_by(Person.id, Person.simulated)
        ).all()
    answers = [count for _, count in rows]
    return Participation(
        people=people,
        active=len(answers),
        answers=sum(answers),
        simulated=sum(count for simulated, count in rows if simulated),
        gini=gini(answers),
        top_tenth=top_share(answers),
        effective=effective_number(answers),
    )
