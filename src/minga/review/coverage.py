"""Whether each variety of a campaign has people enough to judge its items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, timedelta

from sqlalchemy import func, or_, select

from minga.community import Database
from minga.community.models import Campaign, Item, Person, Role, Tally
from minga.languages import language_of, matches
from minga.review.eligibility import fits
from minga.settings import CampaignSettings

__all__ = ["Coverage", "coverage", "may_judge"]

_LATELY = timedelta(days=7)


@dataclass(frozen=True)
class Coverage:
    """The items of a campaign in one language or variety, and the people for them."""

    language: str
    """The tag that the items have."""
    items: int
    decided: int
    disputed: int
    waiting: int
    """Items that want more opinions."""
    able: int
    """Reviewers and adjudicators who may judge them: by role, country and declared variety."""
    active: int
    """Of those, who answered anything in the campaign in the last seven days."""
    wider: int
    """Further people, of other varieties of the same language."""
    widened: bool
    """Whether all of its undecided items are open to those."""
    wanted: int
    """Different people that an item may take."""

    @property
    def short(self) -> bool:
        """Whether there are too few: not as many as an item may take, or nobody at work on what waits."""
        able = self.able + (self.wider if self.widened else 0)
        return bool(self.waiting + self.disputed) and able < self.wanted

    @property
    def idle(self) -> bool:
        """Whether something waits, there are people for it, and none of them has come for a week."""
        return bool(self.waiting) and self.able > 0 and not self.active


def coverage(db: Database, campaign: Campaign) -> list[Coverage]:
    """Each language and variety of the items, those with most waiting first. A survey has none: it asks everybody."""
    if campaign.kind == "survey":
        return []
    options = campaign.options
    states = (
        select(Item.language, Item.state, func.count(), func.min(Item.widened))
        if db.embedded
        else select(Item.language, Item.state, func.count(), func.bool_and(Item.widened))
    ).where(Item.campaign_id == campaign.id, Item.purpose == "work", Item.state != "closed")
    with db.reading() as session:
        counts: dict[str, dict[str, tuple[int, bool]]] = {}
        for language, state, count, widened in session.execute(states.group_by(Item.language, Item.state)):
            counts.setdefault(language, {})[state] = (count, bool(widened))
        holders = select(Role.person_id).where(
            Role.name.in_(("reviewer", "adjudicator")), or_(Role.campaign_id.is_(None), Role.campaign_id == campaign.id)
        )
        people = list(
            session.scalars(select(Person).where(Person.id.in_(holders), Person.withdrawn_at.is_(None))).unique()
        )
        since = (db.now() - _LATELY).astimezone(UTC).date()
        active = set(
            session.scalars(select(Tally.person_id).where(Tally.campaign_id == campaign.id, Tally.day > since))
        )
    rows = [_row(campaign, options, tag, found, people, active) for tag, found in counts.items()]
    return sorted(rows, key=lambda row: (-row.waiting, row.language))


def may_judge(person: Person, campaign: Campaign, options: CampaignSettings, language: str) -> bool:
    """Whether a person may be given items in `language` by her role, country and declared varieties."""
    return _may(person, campaign, options, language) and fits(person.varieties, language)


def _row(
    campaign: Campaign, options: CampaignSettings, tag: str, found: Mapping[str, tuple[int, bool]],
    people: Iterable[Person], active: set[int],
) -> Coverage:  # fmt: skip
    allowed = [person for person in people if _may(person, campaign, options, tag)]
    able = {person.id for person in allowed if fits(person.varieties, tag)}
    wider = {
        person.id for person in allowed
        if person.id not in able and any(language_of(spoken) == language_of(tag) for spoken in person.varieties)
    }  # fmt: skip
    undecided = [found[state][1] for state in ("open", "disputed") if state in found]
    numbers = {state: found.get(state, (0, False))[0] for state in ("open", "decided", "disputed")}
    return Coverage(
        language=tag,
        items=sum(numbers.values()),
        decided=numbers["decided"],
        disputed=numbers["disputed"],
        waiting=numbers["open"],
        able=len(able),
        active=len(able & active),
        wider=len(wider),
        widened=bool(undecided) and all(undecided),
        wanted=options.most,
    )


def _may(person: Person, campaign: Campaign, options: CampaignSettings, language: str) -> bool:
    if not person.has_role("reviewer", "adjudicator", "lead", campaign_id=campaign.id, language=language):
        return False
    if options.countries and person.country not in options.countries:
        return False
    return not options.varieties or any(
        matches(wanted, spoken) for wanted in options.varieties for spoken in person.varieties
    )
