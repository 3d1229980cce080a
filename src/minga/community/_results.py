"""Models that were submitted, what they scored, and the log of privileged acts."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from minga.community.base import Base

__all__ = ["AuditEvent", "Result", "Submission"]

SubmissionState = Literal["waiting", "running", "done", "failed"]


class Submission(Base):
    """A model that somebody asks to have evaluated."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("model", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    model: Mapped[str] = mapped_column(String(200))
    """A folder or a name on the Hub."""
    revision: Mapped[str] = mapped_column(String(64), default="")
    licence: Mapped[str] = mapped_column(String(100), default="NOASSERTION")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[SubmissionState] = mapped_column(String(12), default="waiting")
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it failed."""
    created_at: Mapped[datetime]


class Result(Base):
    """One score of one submission; the table with item-level scores is named by its content hash."""

    __tablename__ = "result"
    __table_args__ = (UniqueConstraint("submission_id", "task", "metric", "table_content"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), index=True)
    task: Mapped[str] = mapped_column(String(120))
    metric: Mapped[str] = mapped_column(String(40))
    value: Mapped[float]
    items: Mapped[int]
    """Number of items behind the value."""
    table_content: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class AuditEvent(Base):
    """A privileged act: who did what to what, when. Append-only."""

    __tablename__ = "audit_event"
    __table_args__ = (Index(None, "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None when it was done from the command line."""
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(200))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
