"""The log of privileged acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session as OrmSession

from minga.community.models import AuditEvent, Person

__all__ = ["log_act"]


def log_act(
    session: OrmSession, action: str, subject: str, *, at: datetime, actor: Person | None = None, **detail: Any
) -> None:
    """Write down that `actor` (None: the command line) did `action` to `subject`, in the same transaction."""
    session.add(
        AuditEvent(at=at, actor_id=None if actor is None else actor.id, action=action, subject=subject, detail=detail)
    )
