"""Looking after people while they work: a rest is suggested, and late answers weigh less only where that is measured.

What `fatigue` says is asked of a person's own answers in one campaign, and of nobody else's. It is asked late in a day
only, so most answers cost nothing more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Purpose, Response, Tally
from minga.review.control_outcomes import outcomes_of
from minga.review.eligibility import caps_of
from minga.review.fatigue import LATE_FROM, SESSION_GAP, Drift, drift_of, late_weight, positions_of
from minga.review.notices import suggest_rest

__all__ = ["Tiring", "look_after", "tiring_of", "weight_now"]

_NEWEST = 3000
"""Answers that are looked back on."""
_EVERY = 10
"""Answers between two looks at the same person on the same day."""
_JUDGED: tuple[Purpose, ...] = ("gold", "repeat")


@dataclass(frozen=True)
class Tiring:
    """Whether somebody tires, and how far she is in her session."""

    drift: Drift
    position: int
    """Of her next answer in the session under way, from 0."""


def tiring_of(session: OrmSession, db: Database, person_id: int, campaign: Campaign) -> Tiring:
    """What a person's own answers in a campaign say, and where in a session she is now."""
    query = (
        select(Response.item_id, Response.purpose, Response.created_at, Response.seconds)
        .where(Response.person_id == person_id, Response.campaign_id == campaign.id, Response.version == 1)
        .order_by(Response.created_at.desc(), Response.id.desc())
        .limit(_NEWEST)
    )
    rows = session.execute(query).all()[::-1]
    if not rows:
        return Tiring(Drift(), 0)
    times = [row.created_at.timestamp() for row in rows]
    positions = positions_of(times)
    right = {
        (purpose, outcome.item_id): float(outcome.right)
        for purpose in _JUDGED
        for outcome in outcomes_of(session, person_id, campaign, purpose)
    }
    seconds = np.array([np.nan if row.seconds is None else row.seconds for row in rows])
    outcomes = np.array([right.get((row.purpose, row.item_id), np.nan) for row in rows])
    goes_on = db.now().timestamp() - times[-1] <= SESSION_GAP
    return Tiring(drift_of(positions, seconds, outcomes), int(positions[-1]) + 1 if goes_on else 0)


def look_after(session: OrmSession, db: Database, person_id: int, campaign: Campaign, today: int) -> None:
    """Suggest a rest where it is time for one, before the answer after her `today` ones of this day."""
    policy = caps_of(campaign.options)
    tiring = None
    if today >= LATE_FROM and today % _EVERY == 0:
        tiring = tiring_of(session, db, person_id, campaign)
    if tiring is not None:
        suggest_rest(session, db, person_id, campaign, policy, today, drift=tiring.drift, position=tiring.position)
    elif policy.soft_day and today >= policy.soft_day:
        suggest_rest(session, db, person_id, campaign, policy, today)


def weight_now(session: OrmSession, db: Database, person_id: int, campaign: Campaign) -> float:
    """How much the answer that she gives now counts: 1, unless her late answers are measurably less steady.

    Steadiness is only known where there are control items or repeats.
    """
    options = campaign.options
    if not options.gold_rate and not options.repeat_rate:
        return 1.0
    today = session.get(Tally, (campaign.id, person_id, db.now().date()))
    if today is None or today.answers < LATE_FROM:
        return 1.0
    tiring = tiring_of(session, db, person_id, campaign)
    return late_weight(tiring.drift, tiring.position)
