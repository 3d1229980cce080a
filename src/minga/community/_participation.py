"""How a person takes part in a campaign: guidelines accepted, entry tests, work done by day, and how she stands."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from minga.community.base import Base

__all__ = ["Acceptance", "Attempt", "Guideline", "Standing", "Tally"]


class Guideline(Base):
    """One version of a campaign's guidelines. Append-only."""

    __tablename__ = "guideline"
    __table_args__ = (UniqueConstraint("campaign_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None when it came from a file."""
    created_at: Mapped[datetime]


class Acceptance(Base):
    """That a person read a version of a campaign's guidelines and works by it. Append-only."""

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("person_id", "campaign_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    version: Mapped[int]
    accepted_at: Mapped[datetime]


class Attempt(Base):
    """One try at a campaign's entry test in one language."""

    __tablename__ = "attempt"
    __table_args__ = (UniqueConstraint("campaign_id", "person_id", "language", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    language: Mapped[str] = mapped_column(String(35))
    number: Mapped[int]
    items: Mapped[list[int]]
    """Ids of the items asked, in their order."""
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What was answered, by item id as text: `{given, right}`."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    score: Mapped[float | None]
    """Share of right answers, once it has ended."""
    passed: Mapped[bool] = mapped_column(default=False)


class Tally(Base):
    """Answers of one person in one campaign on one day (UTC), kept with each answer: what caps and the live figures
    of concentration are read from."""

    __tablename__ = "tally"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    answers: Mapped[int] = mapped_column(default=0)
    """First versions only: corrections are not counted."""
    seconds: Mapped[float] = mapped_column(default=0.0)


class Standing(Base):
    """What holds for one person in one campaign beyond roles: paused or not, and why."""

    __tablename__ = "standing"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    paused_at: Mapped[datetime | None]
    """While set, nothing is handed out to her here until a lead has looked."""
    reason: Mapped[str] = mapped_column(Text, default="")
    control_right: Mapped[int] = mapped_column(default=0)
    """Control items answered rightly."""
    control_wrong: Mapped[int] = mapped_column(default=0)
    repeat_same: Mapped[int] = mapped_column(default=0)
    """Repeated items answered as before."""
    repeat_other: Mapped[int] = mapped_column(default=0)
