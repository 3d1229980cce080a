"""How far a campaign and a person are."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from minga.community import Database
from minga.community.models import Campaign, Decision, Item, Person, Response
from minga.review.assignment import available
from minga.review.decisions import IS_NEWEST, current_decisions

__all__ = ["CampaignProgress", "PersonProgress", "campaign_progress", "person_progress"]


_COUNTS = Response.purpose.in_(("work", "adjudication"))


@dataclass(frozen=True)
class CampaignProgress:
    """Counts over the items of a campaign that are not closed."""

    items: int
    open: int
    decided: int
    disputed: int
    answers: int
    """Answers to any of its items, corrections not counted; control items and repeats are none of them."""
    people: int
    """Different people who answered."""
    outcomes: dict[str, int]
    """Items by outcome: `accepted`, `edited`, `rejected`, `disputed`."""

    @property
    def share(self) -> float:
        """Decided items, from 0 to 1."""
        return self.decided / self.items if self.items else 0.0


@dataclass(frozen=True)
class PersonProgress:
    """What one person did in one campaign, and what waits for her."""

    answered: int
    decided: int
    """Of those, items on which the project has decided."""
    agreed: int
    """Of those, items whose decision agrees with her answer: validated work."""
    waiting: int
    """Items that she could take now."""


def campaign_progress(db: Database, campaign: Campaign) -> CampaignProgress:
    """How far a campaign is."""
    here = Item.campaign_id == campaign.id
    states = select(Item.state, func.count()).where(here).group_by(Item.state)
    counted = (
        select(func.count(func.distinct(Response.person_id)), func.count())
        .join(Person, Person.id == Response.person_id)
        .where(Response.campaign_id == campaign.id, Response.version == 1, _COUNTS, Person.withdrawn_at.is_(None))
    )
    drawn = (
        select(Decision.outcome, func.count())
        .join(Item, Item.id == Decision.item_id)
        .where(here, Item.state.in_(("decided", "disputed")), IS_NEWEST)
        .group_by(Decision.outcome)
    )
    with db.reading() as session:
        by_state: dict[str, int] = {row[0]: row[1] for row in session.execute(states)}
        people, answers = session.execute(counted).one()
        outcomes: dict[str, int] = {row[0]: row[1] for row in session.execute(drawn)}
    return CampaignProgress(
        items=sum(count for state, count in by_state.items() if state != "closed"),
        open=by_state.get("open", 0),
        decided=by_state.get("decided", 0),
        disputed=by_state.get("disputed", 0),
        answers=answers,
        people=people,
        outcomes=dict(sorted(outcomes.items())),
    )


def person_progress(db: Database, person: Person, campaign: Campaign) -> PersonProgress:
    """How far a person is in a campaign."""
    query = (
        select(Item.record_id, Response.id)
        .join(Item, Item.id == Response.item_id)
        .where(Response.campaign_id == campaign.id, Response.person_id == person.id, _COUNTS)
        .order_by(Response.id)
    )
    with db.reading() as session:
        newest = {row[0]: row[1] for row in session.execute(query)}
    settled = {
        record: conclusion
        for record, conclusion in current_decisions(db, campaign, by=person).items()
        if record in newest and conclusion.outcome != "disputed"
    }
    return PersonProgress(
        answered=len(newest),
        decided=len(settled),
        agreed=sum(newest[record] in conclusion.supporters for record, conclusion in settled.items()),
        waiting=available(db, person, campaign),
    )
