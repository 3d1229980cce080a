"""How fast a campaign goes, and when it will be done.

*What is left*: each open item will have as many judgements in the end as decided items have on average by now (never
fewer than it wants already), so that what adaptive overlap has cost so far is what it is taken to cost.

*When*: `planning.forecast`, over answers instead of items. Each of 1,000 draws resamples the last seven whole days
(zeros among them) for a pace, and lets it grow or slow steadily by a factor whose spread made four of five forecasts
hold in simulated campaigns. The interval is that of eight draws in ten. Today is not over and counts for nothing.
Control items and repeats are work that brings no campaign to an end: their share so far is taken from the pace.

It is too early to say before three whole days have passed since the first answer, or with fewer than 20 decided items.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Decision, Item, Person, Standing, Tally
from minga.review.kept_figures import kept_figures

__all__ = ["Day", "Forecast", "PaceFigures", "finishing_day", "pace_figures"]

_SHOWN = 14
_LEAST_DAYS = 3
_LEAST_DECIDED = 20
_FAR = 365.0

Outlook = Literal["done", "survey", "closed", "too-early", "standstill", "likely"]
"""Why there is no day, or `likely` where there is one."""


@dataclass(frozen=True)
class Day:
    """What was done on one day (UTC)."""

    day: date
    answers: int
    """First answers, also to control items; corrections are not counted."""
    decided: int
    """Items whose conclusion, as it stands now, was drawn on that day."""
    people: int
    """Who answered."""


@dataclass(frozen=True)
class Forecast:
    """The day on which the last item is likely to be decided."""

    outlook: Outlook
    middle: date | None = None
    low: date | None = None
    high: date | None = None
    """Eight times in ten it is between `low` and `high`; None where it may be more than a year from now."""


@dataclass(frozen=True)
class PaceFigures:
    """How fast a campaign goes."""

    days: tuple[Day, ...]
    """The last fourteen, the oldest first; the last one is today, which is not over."""
    answers_an_item: float | None
    """Judgements of decided items on average; None where none is decided."""
    answers_left: int
    """Judgements that the open items are likely to take; 0 in a survey, which asks everybody."""
    forecast: Forecast


def pace_figures(db: Database, campaign: Campaign) -> PaceFigures:
    """How fast a campaign goes, and when it will be done. People who withdrew are not counted."""
    today = db.now().astimezone(UTC).date()
    with db.reading() as session:
        tallies = _tallies(session, campaign)
        decided, open_, mean = _counts(session, campaign)
        left = 0 if campaign.kind == "survey" else round(_answers_left(session, campaign, mean))
        work = _share_of_work(session, campaign, sum(answers for _, answers, _ in tallies))
    decided_on = kept_figures(db, campaign, f"decided until {today}", lambda: _decided_on(db, campaign, today))
    by_day = {day: (answers, people) for day, answers, people in tallies}
    shown = [today - timedelta(days=back) for back in reversed(range(_SHOWN))]
    first = min((day for day in by_day if day < today), default=None)
    daily = [by_day.get(day, (0, 0))[0] * work for day in _days(first, today)]
    outlook = _outlook(campaign, open_, decided, daily)
    return PaceFigures(
        days=tuple(_day(day, by_day.get(day, (0, 0)), decided_on.get(day, 0)) for day in shown),
        answers_an_item=mean,
        answers_left=left,
        forecast=finishing_day(daily, left, today) if outlook == "likely" else Forecast(outlook),
    )  # fmt: skip


def finishing_day(daily: Sequence[float], left: int, today: date) -> Forecast:
    """When `left` answers will have been given, from the answers on each whole day so far, the oldest first.

    >>> finishing_day([50, 50, 50, 50], left=100, today=date(2026, 11, 1)).middle
    datetime.date(2026, 11, 3)
    """
    from minga.review.planning import forecast

    if not any(daily[-7:]):
        return Forecast("standstill")
    found = forecast([round(each) for each in daily], left)
    middle, low, high = (_after(today, days) for days in (found.middle, found.low, found.high))
    return Forecast("likely", middle, low, high) if low else Forecast("standstill")


def _day(day: date, counted: tuple[int, int], decided: int) -> Day:
    answers, people = counted
    return Day(day, answers, decided, people)


def _after(today: date, days: float) -> date | None:
    return today + timedelta(days=math.ceil(days)) if days <= _FAR else None


def _outlook(campaign: Campaign, open_: int, decided: int, daily: Sequence[float]) -> Outlook:
    if campaign.kind == "survey":
        return "survey"
    if not open_ and decided:
        return "done"
    if not campaign.open:
        return "closed"
    return "too-early" if len(daily) < _LEAST_DAYS or decided < _LEAST_DECIDED else "likely"


def _days(first: date | None, today: date) -> list[date]:
    """The whole days since the first answer."""
    return [] if first is None else [first + timedelta(days=more) for more in range((today - first).days)]


def _tallies(session: OrmSession, campaign: Campaign) -> list[tuple[date, int, int]]:
    query = (
        select(Tally.day, func.sum(Tally.answers), func.count())
        .join(Person, Person.id == Tally.person_id)
        .where(Tally.campaign_id == campaign.id, Person.withdrawn_at.is_(None))
        .group_by(Tally.day)
    )
    return [(row[0], int(row[1]), int(row[2])) for row in session.execute(query)]


def _decided_on(db: Database, campaign: Campaign, today: date) -> dict[date, int]:
    """Items by the day of the decision that holds, of the days that are shown."""
    since = datetime.combine(today - timedelta(days=_SHOWN - 1), time(), UTC)
    query = (
        select(Item.id, func.max(Decision.decided_at))
        .join(Decision, Decision.item_id == Item.id)
        .where(Item.campaign_id == campaign.id, Item.state == "decided", Decision.decided_at >= since)
        .group_by(Item.id)
    )
    with db.reading() as session:
        days = Counter(at.astimezone(UTC).date() for _, at in session.execute(query))
    return dict(days)


def _counts(session: OrmSession, campaign: Campaign) -> tuple[int, int, float | None]:
    """Decided items, open ones, and the judgements of a decided item on average."""
    here = (Item.campaign_id == campaign.id, Item.purpose == "work", Item.state.in_(("decided", "open")))
    query = select(Item.state, func.count(), func.avg(Item.judged)).where(*here).group_by(Item.state)
    found = {row[0]: (int(row[1]), float(row[2])) for row in session.execute(query)}
    decided, mean = found.get("decided", (0, 0.0))
    return decided, found.get("open", (0, 0.0))[0], mean if decided else None


def _answers_left(session: OrmSession, campaign: Campaign, mean: float | None) -> float:
    usual = mean or 0.0
    expected = case((Item.wanted > usual, Item.wanted), else_=usual)
    query = select(func.sum(expected - Item.judged)).where(
        Item.campaign_id == campaign.id, Item.state == "open", Item.purpose == "work"
    )
    return float(session.scalar(query) or 0.0)


def _share_of_work(session: OrmSession, campaign: Campaign, answers: int) -> float:
    counters = Standing.control_right + Standing.control_wrong + Standing.repeat_same + Standing.repeat_other
    control = session.scalar(select(func.sum(counters)).where(Standing.campaign_id == campaign.id)) or 0
    return max(0.0, 1 - control / answers) if answers else 1.0
