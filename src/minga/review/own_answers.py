"""A person's own answers: to look at, to filter and to correct."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Assignment, Campaign, Decision, Item, Person, Response
from minga.review.decisions import IS_NEWEST

__all__ = ["OwnAnswer", "Standpoint", "answered_count", "given_answer", "own_answers"]

Standpoint = Literal["agreed", "otherwise", "disputed", "open"]
"""How the project's decision stands to an answer: as the person said, otherwise, people disagree, or none yet."""

# For every page of an item, so they are built once.
_ANSWERED = select(func.count(func.distinct(Response.item_id))).where(
    Response.person_id == bindparam("person"), Response.campaign_id == bindparam("campaign")
)
_GIVEN = (
    select(Response)
    .where(
        Response.item_id == bindparam("item"),
        Response.person_id == bindparam("person"),
        Response.purpose == bindparam("purpose"),
    )
    .order_by(Response.version.desc())
    .limit(1)
)


@dataclass(frozen=True)
class OwnAnswer:
    """The newest version of an answer, with what it was about and what came of it."""

    response: Response
    item: Item
    campaign: Campaign
    assignment: Assignment
    standpoint: Standpoint


def own_answers(
    db: Database,
    person: Person,
    *,
    campaign: Campaign | None = None,
    standpoint: Standpoint | None = None,
    limit: int = 50,
    offset: int = 0,
) -> list[OwnAnswer]:
    """The newest version of each of a person's answers, the latest first; only those in `campaign` or at `standpoint`
    where these are given."""
    with db.reading() as session:
        standpoints = _standpoints(session, person, campaign)
        wanted = [number for number, stands in standpoints.items() if standpoint in {None, stands}]
        page = wanted[offset : offset + limit]
        query = (
            select(Response, Assignment, Campaign)
            .join(Assignment, Assignment.id == Response.assignment_id)
            .join(Campaign, Campaign.id == Response.campaign_id)
            .where(Response.id.in_(page))
            .order_by(Response.id.desc())
        )
        return [
            OwnAnswer(response, assignment.item, campaign, assignment, standpoints[response.id])
            for response, assignment, campaign in session.execute(query)
        ]


def answered_count(db: Database, person: Person, campaign: Campaign) -> int:
    """How many items of a campaign a person has answered."""
    with db.reading() as session:
        return session.scalar(_ANSWERED, {"person": person.id, "campaign": campaign.id}) or 0


def given_answer(db: Database, assignment: Assignment) -> Response | None:
    """What was answered to an assignment's item for the same purpose, in its newest version; None before that.

    An item that is shown again to see how steady answers are (`repeat`) does not show what was answered the first time.
    """
    said = {"item": assignment.item_id, "person": assignment.person_id, "purpose": assignment.purpose}
    with db.reading() as session:
        return session.scalars(_GIVEN, said).one_or_none()


def _standpoints(session: OrmSession, person: Person, campaign: Campaign | None) -> dict[int, Standpoint]:
    """By the number of each newest answer, the latest first. Only numbers are read: texts are long."""
    newest = select(func.max(Response.id).label("id"), Response.item_id).where(Response.person_id == person.id)
    if campaign is not None:
        newest = newest.where(Response.campaign_id == campaign.id)
    answers = session.execute(newest.group_by(Response.item_id).order_by(func.max(Response.id).desc())).all()
    mine = select(Response.item_id).where(Response.person_id == person.id)
    columns = (Decision.item_id, Decision.outcome, Decision.supporters)
    rows = session.execute(select(*columns).where(Decision.item_id.in_(mine), IS_NEWEST))
    decisions = {row.item_id: row for row in rows}
    found: dict[int, Standpoint] = {}
    for number, item_id in answers:
        decision = decisions.get(item_id)
        if decision is None or decision.outcome == "reopened":
            found[number] = "open"
        elif decision.outcome == "disputed":
            found[number] = "disputed"
        else:
            found[number] = "agreed" if number in decision.supporters else "otherwise"
    return found
