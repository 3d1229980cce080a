"""Private words to one person: kind, with examples, and before anything else happens.

What a notice says is written where it is shown, in the reader's language; here is only what it speaks of. A notice is
*seen* when its reader says so, not when a page with it was sent.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any, Literal

from sqlalchemy import exists, select, update
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Notice, Person
from minga.community.people import lock_person
from minga.review.caps import CapPolicy
from minga.review.credit import credit_of
from minga.review.fatigue import LATE_FROM, Drift, suggest_break

__all__ = ["NoticeKind", "announce_thresholds", "mark_seen", "notices_of", "notify", "suggest_rest", "unseen"]

NoticeKind = Literal["gold-missed", "unsteady", "rest", "paused", "resumed", "threshold-reached"]


def notify(
    session: OrmSession, db: Database, person_id: int, campaign: Campaign, kind: NoticeKind, **detail: Any
) -> Notice:
    """Leave a word for a person, in the caller's transaction."""
    notice = Notice(
        person_id=person_id, campaign_id=campaign.id, kind=kind, detail=detail, created_at=db.now(), seen_at=None
    )
    session.add(notice)
    return notice


def unseen(db: Database, person: Person, campaign: Campaign | None = None) -> list[Notice]:
    """What a person has not said that she read, the oldest first; with `campaign`, only about that one."""
    query = select(Notice).where(Notice.person_id == person.id, Notice.seen_at.is_(None)).order_by(Notice.id)
    if campaign is not None:
        query = query.where(Notice.campaign_id == campaign.id)
    with db.reading() as session:
        return list(session.scalars(query))


def notices_of(db: Database, person: Person, *, limit: int = 100) -> list[Notice]:
    """A person's notices, the newest first."""
    query = select(Notice).where(Notice.person_id == person.id).order_by(Notice.id.desc()).limit(limit)
    with db.reading() as session:
        return list(session.scalars(query))


def mark_seen(db: Database, person: Person, notice_id: int) -> bool:
    """Keep that a person read a notice of hers; False when there is none with that number, or she had read it."""
    mine = (Notice.id == notice_id, Notice.person_id == person.id, Notice.seen_at.is_(None))
    with db.writing() as session:
        return session.execute(update(Notice).where(*mine).values(seen_at=db.now())).rowcount > 0  # type: ignore[attr-defined]  # a cursor's result


def suggest_rest(
    session: OrmSession,
    db: Database,
    person_id: int,
    campaign: Campaign,
    policy: CapPolicy,
    today: int,
    *,
    drift: Drift | None = None,
    position: int = 0,
) -> Notice | None:
    """Suggest a rest after the answer that makes her `today` answers of this day, at most once a day.

    Either she reached the soft cap, or `drift` (from her own history) is measured late in a session, at `position`.
    """
    tired = drift is not None and position >= LATE_FROM and suggest_break(drift, position)
    if not tired and not (policy.soft_day and today >= policy.soft_day):
        return None
    midnight = datetime.combine(db.now().astimezone(UTC).date(), time(), UTC)
    if _has(session, person_id, campaign, "rest", since=midnight):
        return None
    return notify(session, db, person_id, campaign, "rest", answers=today, tired=tired)


def announce_thresholds(db: Database, person: Person, campaign: Campaign) -> list[Notice]:
    """Tell a person which thresholds of credit her validated work has reached, each once; the lowest first."""
    thresholds = campaign.options.credit.thresholds
    told = select(Notice.detail).where(
        Notice.person_id == person.id, Notice.campaign_id == campaign.id, Notice.kind == "threshold-reached"
    )
    with db.reading() as session:
        waiting = thresholds.keys() - {detail.get("name") for detail in session.scalars(told)}
    if not waiting:
        return []
    credit = credit_of(db, person, campaign)
    reached = [name for name in reversed(credit.titles) if name in waiting]
    if not reached:
        return []
    with db.writing() as session:
        # The person's row is locked, so that two pages that load at once do not both tell her.
        lock_person(session, person.id)
        fresh = {detail.get("name") for detail in session.scalars(told)}
        return [
            notify(session, db, person.id, campaign, "threshold-reached", name=name, points=credit.points)
            for name in reached
            if name not in fresh
        ]


def _has(session: OrmSession, person_id: int, campaign: Campaign, kind: NoticeKind, *, since: datetime) -> bool:
    found = exists().where(
        Notice.person_id == person_id,
        Notice.campaign_id == campaign.id,
        Notice.kind == kind,
        Notice.created_at >= since,
    )
    return session.scalar(select(found)) is True
