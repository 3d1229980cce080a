"""Who may be tiring, told from each one's own history: for a kind word from the lead, and never a ranking.

Somebody is at risk when her late answers of a visit measurably take longer, get hasty or are less steady than her own
early ones (`minga.review.fatigue`), or when on three of the last seven days she gave as many answers as the soft cap.
Only people who answered in the last seven days are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Person, Tally
from minga.review.fatigue import LATE_FROM, LEAST_SESSIONS, Drift
from minga.review.kept_figures import kept_figures
from minga.review.tiring import tiring_of

__all__ = ["Tired", "drift_in", "people_at_risk"]

_LATELY = timedelta(days=7)
_LONG_DAYS = 3


@dataclass(frozen=True)
class Tired:
    """Somebody who may be tiring, and what shows it."""

    person_id: int
    name: str
    """Public name."""
    slower: bool
    """Her late answers take longer than her early ones ..."""
    hastier: bool
    """... or less time ..."""
    less_steady: bool
    """... or are less steady."""
    long_days: int
    """Of the last seven, with at least as many answers as the soft cap."""


def people_at_risk(db: Database, campaign: Campaign) -> list[Tired]:
    """People at work lately who may be tiring, by name."""
    return kept_figures(db, campaign, f"at risk {db.now().date()}", lambda: _find(db, campaign))


def drift_in(db: Database, campaign: Campaign, person: Person) -> Drift:
    """How the late answers of one person's visits differ from her early ones, in this campaign."""
    with db.reading() as session:
        return tiring_of(session, db, person.id, campaign).drift


def _find(db: Database, campaign: Campaign) -> list[Tired]:
    with db.reading() as session:
        long_days, enough = _long_days(session, db, campaign), _with_late_answers(session, campaign)
        drifts = {
            number: tiring_of(session, db, number, campaign).drift if number in enough else Drift()
            for number in long_days
        }
        tiring = [number for number in long_days if drifts[number].measured or long_days[number] >= _LONG_DAYS]
        people = session.scalars(select(Person).where(Person.id.in_(tiring), Person.withdrawn_at.is_(None)))
        found = [_tiring(person, drifts[person.id], long_days[person.id]) for person in people.unique()]
    return sorted(found, key=lambda one: (one.name.casefold(), one.person_id))


def _tiring(person: Person, drift: Drift, long_days: int) -> Tired:
    time = drift.time if drift.time is not None and drift.time.measured else None
    return Tired(
        person_id=person.id,
        name=person.public_name,
        slower=time is not None and time.low > 0,
        hastier=time is not None and time.high < 0,
        less_steady=drift.less_steady,
        long_days=long_days,
    )


def _long_days(session: OrmSession, db: Database, campaign: Campaign) -> dict[int, int]:
    """How many long days each person had lately, of all who were at work."""
    soft = campaign.options.caps.soft_day
    since = (db.now() - _LATELY).astimezone(UTC).date()
    query = select(Tally.person_id, Tally.answers).where(Tally.campaign_id == campaign.id, Tally.day > since)
    days: dict[int, int] = {}
    for person_id, answers in session.execute(query):
        days[person_id] = days.get(person_id, 0) + bool(soft and answers >= soft)
    return days


def _with_late_answers(session: OrmSession, campaign: Campaign) -> set[int]:
    """Who has had as many days with a late part as it takes to tell anything."""
    query = (
        select(Tally.person_id)
        .where(Tally.campaign_id == campaign.id, Tally.answers > LATE_FROM)
        .group_by(Tally.person_id)
        .having(func.count() >= LEAST_SESSIONS)
    )
    return set(session.scalars(query))
