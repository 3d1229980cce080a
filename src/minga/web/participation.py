"""How somebody takes part in campaigns: what needs her, how far she is, and why nothing is handed out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from sqlalchemy import func, select

from minga.community import Database
from minga.community.joining import is_open_to_anyone
from minga.community.models import REVIEWING, Assignment, Campaign, Person, Tally
from minga.review import PersonProgress, held_assignment, list_campaigns, person_progress
from minga.review.eligibility import Refusal, refusal
from minga.review.figures import item_counts
from minga.review.guidelines import accepted_version
from minga.review.kept_figures import kept_figures
from minga.review.qualification import EntryTest, progress

__all__ = ["Part", "contributors_of", "joinable", "part_of", "parts_of"]

_MAX_NAMES = 200
_FOR_OTHERS = {"country", "variety"}


@dataclass(frozen=True)
class Part:
    """One person's part in one campaign."""

    campaign: Campaign
    progress: PersonProgress
    held: Assignment | None
    refusal: Refusal | None
    """Why nothing is handed out; None when something may be."""
    accepted: int
    """Version of the guidelines that she accepted last; 0 for none."""
    tests: list[EntryTest]
    today: int
    """Answers that she gave today (UTC)."""
    decided: int
    items: int

    @property
    def rank(self) -> int:
        """For the order of campaigns: what needs her first, what asks for others last."""
        if self.held is not None:
            return 0
        if self.refusal is None:
            return 1 if self.progress.waiting else 3
        return 5 if self.refusal.reason in _FOR_OTHERS else 2 if self.refusal.reason in {"guidelines", "test"} else 4

    @property
    def more_tests(self) -> list[EntryTest]:
        """Languages that passing another test would open, beside those that are open."""
        return [] if self.refusal is not None else [test for test in self.tests if not test.passed and not test.failed]


def part_of(db: Database, person: Person, campaign: Campaign) -> Part:
    """Everything that the page of a campaign says to one person."""
    counts = kept_figures(db, campaign, "items", lambda: item_counts(db, campaign))
    with db.reading() as session:
        found = refusal(session, db, person, campaign)
        today = session.get(Tally, (campaign.id, person.id, db.now().astimezone(UTC).date()))
    return Part(
        campaign=campaign,
        progress=person_progress(db, person, campaign),
        held=held_assignment(db, person, campaign),
        refusal=found,
        accepted=accepted_version(db, person, campaign),
        tests=progress(db, person, campaign),
        today=today.answers if today else 0,
        decided=counts.decided,
        items=counts.items,
    )


def parts_of(db: Database, person: Person) -> list[Part]:
    """Her part in each open campaign in which she has one, what needs her first."""
    mine = [
        part_of(db, person, campaign)
        for campaign in list_campaigns(db)
        if campaign.open and person.has_role(*REVIEWING, campaign_id=campaign.id)
    ]
    return sorted(mine, key=lambda part: part.rank)


def joinable(db: Database, person: Person) -> list[Campaign]:
    """Campaigns that are open to anyone, in which she takes no part yet."""
    return [
        campaign
        for campaign in list_campaigns(db)
        if is_open_to_anyone(db, campaign) and not person.has_role(*REVIEWING, campaign_id=campaign.id)
    ]


def contributors_of(db: Database, campaign: Campaign) -> tuple[list[str], int]:
    """Public names of those who answered in a campaign, the busiest first, and how many appear without a name."""
    answers = func.sum(Tally.answers)
    query = (
        select(Person)
        .join(Tally, Tally.person_id == Person.id)
        .where(Tally.campaign_id == campaign.id, Person.withdrawn_at.is_(None))
        .group_by(Person.id)
        .having(answers > 0)
        .order_by(answers.desc(), Person.id)
    )
    with db.reading() as session:
        people = session.scalars(query).all()
    named = [person.name for person in people if person.naming != "none" and person.name]
    return named[:_MAX_NAMES], len(people) - min(len(named), _MAX_NAMES)
