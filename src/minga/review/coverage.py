"""Whether each variety has people to judge its texts, and what a lead may do where it has not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta

from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import REVIEWING, Campaign, Item, Person, Standing, Tally
from minga.errors import CommunityError
from minga.languages import language_of
from minga.review.eligibility import fits

__all__ = ["VarietyCoverage", "coverage", "widen"]

_LATELY = timedelta(days=14)


@dataclass(frozen=True)
class VarietyCoverage:
    """One variety of a campaign's texts, and who could judge them."""

    language: str
    """Tag of the texts."""
    waiting: int
    """Items that want opinions."""
    opinions: int
    """Opinions that they still want."""
    widened: int
    """Of those items, how many the lead opened to speakers of other varieties."""
    people: int
    """Who declared this variety (or the language as a whole), may review here, and is not paused."""
    active: int
    """Of those, who answered anything in the last two weeks or joined in that time."""
    neighbours: int
    """Active people who speak the language, but another variety: who would be reached by widening."""
    needed: int
    """Different people that an item needs at most."""

    @property
    def short(self) -> bool:
        """Whether its items cannot all be decided by those who are active."""
        return self.waiting > self.widened and self.active < self.needed


def coverage(db: Database, campaign: Campaign) -> list[VarietyCoverage]:
    """Each variety of the texts that wait, those with the fewest active people first."""
    wanting = (Item.campaign_id == campaign.id, Item.state == "open", Item.purpose == "work")
    missing = func.sum(Item.wanted - Item.judged)
    counts = (
        select(Item.language, func.count(), missing, func.sum(case((Item.widened, 1), else_=0)))
        .where(*wanting)
        .group_by(Item.language)
    )
    with db.reading() as session:
        waiting = session.execute(counts).all()
        people = session.scalars(select(Person).where(Person.withdrawn_at.is_(None))).all()
        paused = set(
            session.scalars(
                select(Standing.person_id).where(Standing.campaign_id == campaign.id, Standing.paused_at.is_not(None))
            )
        )
        active = _active(db, session)
    here = [one for one in people if one.id not in paused and one.has_role(*REVIEWING, campaign_id=campaign.id)]
    rows = [_coverage(campaign, here, active, *row) for row in waiting]
    return sorted(rows, key=lambda row: (row.active, row.language))


def _coverage(
    campaign: Campaign, people: list[Person], active: set[int], language: str, waiting: int, opinions: int, widened: int
) -> VarietyCoverage:
    near = {one.id for one in people if fits(one.varieties, language)}
    spoken = {one.id for one in people if language_of(language) in map(language_of, one.varieties)}
    return VarietyCoverage(
        language=language,
        waiting=waiting,
        opinions=int(opinions),
        widened=int(widened),
        people=len(near),
        active=len(near & active),
        neighbours=len((spoken - near) & active),
        needed=campaign.options.most,
    )


def _active(db: Database, session: OrmSession) -> set[int]:
    since = db.now() - _LATELY
    answered = select(Tally.person_id).where(Tally.day > since.astimezone(UTC).date())
    joined = select(Person.id).where(Person.created_at > since)
    return {*session.scalars(answered), *session.scalars(joined)}


def widen(db: Database, campaign: Campaign, language: str, actor: Person | None, *, widened: bool = True) -> int:
    """Open a variety's items that are there now to speakers of other varieties of the same language; returns how many.

    It is a lead's decision, and written to the audit log; with `widened=False` it is taken back. Raises CommunityError
    when the campaign has no such items.
    """
    here = (
        Item.campaign_id == campaign.id, Item.language == language, Item.purpose == "work", Item.state != "closed",
    )  # fmt: skip
    with db.writing() as session:
        numbers = session.scalars(select(Item.id).where(*here).order_by(Item.id).with_for_update()).all()
        if not numbers:
            hint = f"it has {', '.join(campaign.languages)}"
            raise CommunityError(f"the campaign has no items in {language}", where=campaign.slug, hint=hint)
        changed = session.execute(update(Item).where(*here, Item.widened != widened).values(widened=widened))
        count = int(changed.rowcount)  # type: ignore[attr-defined]  # a cursor's
        action = "widen" if widened else "narrow"
        log_act(session, action, campaign.slug, at=db.now(), actor=actor, language=language, items=count)
        return count
