"""Who may be tiring, told from each one's own history: for a kind word from the lead, and never a ranking.

Somebody is at risk when her late answers of a visit measurably take longer, get hasty or are less steady than her own
early ones (`minga.review.fatigue`), or when on three of the last seven days she gave as many answers as the soft cap.
Only people who answered in the last seven days are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Any

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Person, Purpose, Response, Tally
from minga.review.control_outcomes import outcomes_of
from minga.review.fatigue import LATE_FROM, Drift, drift_of, positions_of
from minga.review.kept_figures import kept_figures

__all__ = ["Tiring", "drift_in", "people_at_risk"]

_LATELY = timedelta(days=7)
_LONG_DAYS = 3
_CONTROL: tuple[Purpose, ...] = ("gold", "repeat")


@dataclass(frozen=True)
class Tiring:
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


def people_at_risk(db: Database, campaign: Campaign) -> list[Tiring]:
    """People at work lately who may be tiring, by name."""
    return kept_figures(db, campaign, f"at risk {db.now().date()}", lambda: _find(db, campaign))


def drift_in(db: Database, campaign: Campaign, person: Person) -> Drift:
    """How the late answers of one person's visits differ from her early ones, in this campaign."""
    with db.reading() as session:
        rows = _answers(session, campaign, [person.id]).get(person.id, [])
        return _drift(session, campaign, person.id, rows)


def _find(db: Database, campaign: Campaign) -> list[Tiring]:
    with db.reading() as session:
        long_days = _long_days(session, db, campaign)
        answers = _answers(session, campaign, long_days)
        drifts = {number: _drift(session, campaign, number, answers.get(number, [])) for number in long_days}
        tiring = [number for number in long_days if drifts[number].measured or long_days[number] >= _LONG_DAYS]
        people = session.scalars(select(Person).where(Person.id.in_(tiring), Person.withdrawn_at.is_(None)))
        found = [_tiring(person, drifts[person.id], long_days[person.id]) for person in people.unique()]
    return sorted(found, key=lambda one: (one.name.casefold(), one.person_id))


def _tiring(person: Person, drift: Drift, long_days: int) -> Tiring:
    time = drift.time if drift.time is not None and drift.time.measured else None
    return Tiring(
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


def _answers(session: OrmSession, campaign: Campaign, people: Iterable[int]) -> dict[int, list[Any]]:
    """First answers of people who have given enough for a late part, in the order of time."""
    wanted = list(people)
    enough = (
        select(Tally.person_id)
        .where(Tally.campaign_id == campaign.id, Tally.person_id.in_(wanted))
        .group_by(Tally.person_id)
        .having(func.sum(Tally.answers) > LATE_FROM)
    )
    query = (
        select(Response.person_id, Response.item_id, Response.purpose, Response.created_at, Response.seconds)
        .where(Response.campaign_id == campaign.id, Response.version == 1, Response.person_id.in_(enough))
        .order_by(Response.created_at, Response.id)
    )
    rows: dict[int, list[Any]] = {}
    for row in session.execute(query):
        rows.setdefault(row.person_id, []).append(row)
    return rows


def _drift(session: OrmSession, campaign: Campaign, person_id: int, rows: list[Any]) -> Drift:
    positions = positions_of([row.created_at.timestamp() for row in rows])
    if not (positions >= LATE_FROM).any():
        return Drift()
    seconds = np.array([row.seconds or np.nan for row in rows], dtype=np.float64)
    return drift_of(positions, seconds, _outcomes(session, campaign, person_id, rows))


def _outcomes(session: OrmSession, campaign: Campaign, person_id: int, rows: list[Any]) -> Any:
    """1 for a control item answered rightly or a repeat answered as before, 0 for the contrary, else NaN."""
    there = {row.purpose for row in rows}
    right = {
        (purpose, outcome.item_id): float(outcome.right)
        for purpose in _CONTROL
        if purpose in there
        for outcome in outcomes_of(session, person_id, campaign, purpose)
    }
    return np.array([right.get((row.purpose, row.item_id), np.nan) for row in rows], dtype=np.float64)
