"""From an invitation to regular work: where people stay behind, by language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Acceptance, Attempt, Campaign, Invitation, Item, Person, Response, Role, Tally
from minga.languages import language_of
from minga.review.gold_file import is_live

__all__ = ["Funnel", "funnel"]

_ACTIVE = timedelta(days=7)


@dataclass(frozen=True)
class Funnel:
    """People by how far they came, in one language; somebody who speaks two of them counts in both."""

    language: str
    """`*` for all languages together, where everybody counts once."""
    tested: bool
    """Whether there is an entry test."""
    invited: int
    """Those who registered, and the places that are left on invitations that still hold."""
    registered: int
    """Reviewers and adjudicators of the campaign who speak the language."""
    accepted: int
    """Of those, who accepted a version of the guidelines."""
    started: int
    """Of those, who began the entry test; all of them where there is none."""
    passed: int
    """Of those, who passed it."""
    answered: int
    """Of those registered, who answered an item in the language."""
    active: int
    """Of those, who answered anything in the last seven days."""

    @property
    def steps(self) -> dict[str, int]:
        """The counts in their order, by name."""
        names = ("invited", "registered", "accepted", "started", "passed", "answered", "active")
        return {name: getattr(self, name) for name in names}


def funnel(db: Database, campaign: Campaign) -> list[Funnel]:
    """One funnel for all languages together, then one for each of the campaign's.

    People who withdrew are not in it.
    """
    with db.reading() as session:
        people = list(session.scalars(_registered(campaign)))
        places = list(session.execute(_places(db, campaign)))
        seen = _Seen.read(session, db, campaign)
    every = _Steps(registered={person.id for person in people})
    rows = []
    for tag in sorted({language_of(tag) for tag in campaign.languages}):
        steps = seen.steps(tag, {person.id for person in people if _speaks(person.varieties, tag)})
        every = every.with_those_of(steps)
        offered = sum(uses for uses, offer in places if not offer or _speaks(offer, tag))
        rows.append(steps.counted(tag, tag in seen.tested, offered))
    return [every.counted("*", bool(seen.tested), sum(uses for uses, _ in places)), *rows]


@dataclass(frozen=True)
class _Steps:
    """The people at each step, by their numbers."""

    registered: set[int]
    accepted: frozenset[int] = frozenset()
    started: frozenset[int] = frozenset()
    passed: frozenset[int] = frozenset()
    answered: frozenset[int] = frozenset()
    active: frozenset[int] = frozenset()

    def with_those_of(self, other: _Steps) -> _Steps:
        return _Steps(
            self.registered | other.registered, self.accepted | other.accepted, self.started | other.started,
            self.passed | other.passed, self.answered | other.answered, self.active | other.active,
        )  # fmt: skip

    def counted(self, language: str, tested: bool, places: int) -> Funnel:
        return Funnel(
            language, tested, len(self.registered) + places, len(self.registered), len(self.accepted),
            len(self.started), len(self.passed), len(self.answered), len(self.active),
        )  # fmt: skip


@dataclass(frozen=True)
class _Seen:
    """What is known of a campaign's people."""

    accepted: frozenset[int]
    tried: frozenset[tuple[int, str]]
    passed: frozenset[tuple[int, str]]
    answered: frozenset[tuple[int, str]]
    active: frozenset[int]
    tested: frozenset[str]

    @classmethod
    def read(cls, session: OrmSession, db: Database, campaign: Campaign) -> _Seen:
        attempts = select(Attempt.person_id, Attempt.language).where(Attempt.campaign_id == campaign.id).distinct()
        worked = (
            select(Response.person_id, Item.language)
            .join(Item, Item.id == Response.item_id)
            .where(Response.campaign_id == campaign.id)
            .distinct()
        )
        since = (db.now() - _ACTIVE).astimezone(UTC).date()
        recent = select(Tally.person_id).where(Tally.campaign_id == campaign.id, Tally.day > since)
        tests = select(Item.language).where(*is_live(campaign), Item.purpose == "test").distinct()
        accepted = select(Acceptance.person_id).where(Acceptance.campaign_id == campaign.id)
        return cls(
            accepted=frozenset(session.scalars(accepted)),
            tried=frozenset(session.execute(attempts)),
            passed=frozenset(session.execute(attempts.where(Attempt.passed))),
            answered=frozenset((person, language_of(tag)) for person, tag in session.execute(worked)),
            active=frozenset(session.scalars(recent)),
            tested=frozenset(map(language_of, session.scalars(tests))) if campaign.options.test_items else frozenset(),
        )

    def steps(self, language: str, registered: set[int]) -> _Steps:
        accepted = self.accepted & registered
        started = passed = accepted
        if language in self.tested:
            started = frozenset(one for one in accepted if (one, language) in self.tried)
            passed = frozenset(one for one in started if (one, language) in self.passed)
        answered = frozenset(one for one in registered if (one, language) in self.answered)
        return _Steps(registered, accepted, started, passed, answered, answered & self.active)


def _registered(campaign: Campaign) -> Select[Person]:
    here = or_(Role.campaign_id.is_(None), Role.campaign_id == campaign.id)
    holders = select(Role.person_id).where(Role.name.in_(("reviewer", "adjudicator")), here)
    return select(Person).where(Person.id.in_(holders), Person.withdrawn_at.is_(None))


def _places(db: Database, campaign: Campaign) -> Select[int, list[str]]:
    """Uses left and varieties offered, of invitations that hold."""
    return select(Invitation.uses_left, Invitation.languages).where(
        or_(Invitation.campaign_id.is_(None), Invitation.campaign_id == campaign.id),
        Invitation.role.in_(("reviewer", "adjudicator")),
        Invitation.expires_at > db.now(),
        Invitation.revoked_at.is_(None),
        Invitation.uses_left > 0,
    )


def _speaks(varieties: Iterable[str], language: str) -> bool:
    return any(language_of(tag) == language for tag in varieties)
