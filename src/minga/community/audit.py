"""The log of privileged acts: who did what to what, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community.database import Database
from minga.community.models import AuditEvent, Person

__all__ = ["Act", "log_act", "recent"]


@dataclass(frozen=True)
class Act:
    """One line of the log."""

    id: int
    at: datetime
    actor: str
    """Public name of who did it; empty for the command line."""
    action: str
    """A verb in `kebab-case`: `invite`, `grant-role`, `change-campaign`."""
    subject: str
    detail: dict[str, Any]


def log_act(
    session: OrmSession, action: str, subject: str, *, at: datetime, actor: Person | None = None, **detail: Any
) -> None:
    """Write down that `actor` (None: the command line) did `action` to `subject`, in the same transaction."""
    session.add(
        AuditEvent(at=at, actor_id=None if actor is None else actor.id, action=action, subject=subject, detail=detail)
    )


def recent(db: Database, limit: int = 50, before: int | None = None, *, actions: Sequence[str] = ()) -> list[Act]:
    """The newest acts, the latest first; with `before`, those older than the act with that number.

    With `actions`, only those verbs. At most 500 at once.
    """
    query = (
        select(AuditEvent, Person)
        .outerjoin(Person, Person.id == AuditEvent.actor_id)
        .order_by(AuditEvent.id.desc())
        .limit(max(1, min(limit, 500)))
    )
    if before is not None:
        query = query.where(AuditEvent.id < before)
    if actions:
        query = query.where(AuditEvent.action.in_(actions))
    with db.reading() as session:
        return [
            Act(event.id, event.at, person.public_name if person else "", event.action, event.subject, event.detail)
            for event, person in session.execute(query)
        ]
