"""What people wrote beside their answers, for the lead to read; how far she has read is in the audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import AuditEvent, Campaign, Item, Person, Response, Verdict

__all__ = ["Note", "mark_notes_read", "notes_beside", "unread_notes"]

_ACT = "read-notes"
_NOTED = (Response.note != "", Person.withdrawn_at.is_(None))


@dataclass(frozen=True)
class Note:
    """One note, without its author's name."""

    response_id: int
    record_id: str
    language: str
    verdict: Verdict
    text: str
    at: datetime
    unread: bool


def notes_beside(db: Database, campaign: Campaign, *, before: int | None = None, limit: int = 50) -> list[Note]:
    """Notes of a campaign, the newest first; with `before`, those older than the response with that number."""
    query = _noted(campaign, Response.id, Item.record_id, Item.language, Response.verdict, Response.note,
                   Response.created_at).order_by(Response.id.desc()).limit(limit)  # fmt: skip
    if before is not None:
        query = query.where(Response.id < before)
    with db.reading() as session:
        read = _read_until(session, campaign)
        return [
            Note(row.id, row.record_id, row.language, row.verdict, row.note, row.created_at, row.id > read)
            for row in session.execute(query)
        ]


def unread_notes(db: Database, campaign: Campaign) -> int:
    """How many notes came since a lead last said that she read them."""
    with db.reading() as session:
        read = _read_until(session, campaign)
        query = (
            select(func.count())
            .select_from(Response)
            .join(Person, Person.id == Response.person_id)
            .where(Response.id > read, *_NOTED, Response.campaign_id == campaign.id)
        )
        return session.scalar(query) or 0


def mark_notes_read(db: Database, campaign: Campaign, until: int, actor: Person) -> None:
    """Keep that a lead read all notes up to the response with that number; it is written to the audit log."""
    with db.writing() as session:
        if until > _read_until(session, campaign):
            log_act(session, _ACT, campaign.slug, at=db.now(), actor=actor, until=until)


def _noted(campaign: Campaign, *columns: object) -> Select:  # type: ignore[type-arg]  # columns of any kind
    return (
        select(*columns)  # type: ignore[call-overload]
        .select_from(Response)
        .join(Item, Item.id == Response.item_id)
        .join(Person, Person.id == Response.person_id)
        .where(Response.campaign_id == campaign.id, *_NOTED)
    )


def _read_until(session: OrmSession, campaign: Campaign) -> int:
    query = (
        select(AuditEvent.detail)
        .where(AuditEvent.action == _ACT, AuditEvent.subject == campaign.slug)
        .order_by(AuditEvent.id.desc())
        .limit(1)
    )
    detail = session.scalars(query).one_or_none()
    return int(detail["until"]) if detail else 0
