"""Work: campaigns, their items, who holds them, what people answered and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from minga.community._people import Person
from minga.community.base import Base

__all__ = ["Assignment", "Campaign", "Decision", "Item", "Response"]

CampaignKind = Literal["validate-translation", "review-instruction"]
ItemState = Literal["open", "decided", "disputed", "closed"]
AssignmentState = Literal["held", "answered", "skipped", "expired"]
Verdict = Literal["accept", "edit", "reject", "cannot-judge"]
Outcome = Literal["accepted", "edited", "rejected", "disputed", "reopened"]


class Campaign(Base):
    """An invitation to do one kind of work."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(63), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CampaignKind] = mapped_column(String(24))
    table_name: Mapped[str] = mapped_column(String(200), unique=True)
    """Name of the table whose rows are its items, such as `curated`."""
    languages: Mapped[list[str]]
    """Languages of its items."""
    overlap: Mapped[int]
    """Different people whose judgement an item needs."""
    lease_minutes: Mapped[int]
    guidelines: Mapped[str] = mapped_column(Text, default="")
    """Markdown; empty means the text that comes with minga."""
    guidelines_version: Mapped[int] = mapped_column(default=1)
    open: Mapped[bool] = mapped_column(default=True)
    synced: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Hash of the table and the settings that its items stand for; empty while they are being taken in."""
    created_at: Mapped[datetime]


class Item(Base):
    """One text to judge, as it stood in a table. When the text changes, this row is closed and a new one made."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("campaign_id", "record_id"),
        Index(None, "campaign_id", "state", "place", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    record_id: Mapped[str] = mapped_column(String(32))
    """Id of the record or benchmark item: a hash of what is judged."""
    language: Mapped[str] = mapped_column(String(35))
    payload: Mapped[dict[str, Any]]
    """The record as JSON, under `record`; for a translation also its `source`."""
    place: Mapped[float] = mapped_column(default=0.0)
    """Place in the queue: lower is handed out earlier."""
    table_content: Mapped[str] = mapped_column(String(64))
    """Content hash of the table that it came from."""
    contributor: Mapped[str] = mapped_column(String(200), default="")
    """Who gave the text; case-folded, to compare with `Person.credit_names`."""
    state: Mapped[ItemState] = mapped_column(String(12), default="open")
    held: Mapped[int] = mapped_column(default=0)
    """Leases under way. A column of this row and not a count over assignments: PostgreSQL re-checks the row after it
    waited for its lock, and that is what keeps two people from taking the last free place."""
    judged: Mapped[int] = mapped_column(default=0)
    """People who judged it (not those who said that they cannot)."""
    created_at: Mapped[datetime]


class Assignment(Base):
    """Who holds an item, until when, and how that ended."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("uq_assignment_one_held", "campaign_id", "person_id", unique=True,
              sqlite_where=text("state = 'held'"), postgresql_where=text("state = 'held'")),
        Index(None, "item_id", "person_id", "state"),
        Index(None, "campaign_id", "state", "expires_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[AssignmentState] = mapped_column(String(12), default="held")
    adjudicating: Mapped[bool] = mapped_column(default=False)
    """True when an adjudicator took a disputed item."""
    taken_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was skipped, in the person's words."""
    item: Mapped[Item] = relationship(lazy="joined", innerjoin=True)


class Response(Base):
    """What a person answered. Append-only: a correction is a new row with the next version."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("item_id", "person_id", "version"),
        UniqueConstraint("person_id", "client_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    verdict: Mapped[Verdict] = mapped_column(String(16))
    edits: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Edited texts by field name; only for `edit`."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Why, in the person's words."""
    late: Mapped[bool] = mapped_column(default=False)
    """Whether it came after the lease had run out."""
    adjudicating: Mapped[bool] = mapped_column(default=False)
    guidelines_version: Mapped[int]
    client_key: Mapped[str] = mapped_column(String(64))
    """Made by the form: the same answer sent twice is kept once."""
    digest: Mapped[str] = mapped_column(String(64))
    """Hash of what was sent under that key."""
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="raise")
    item: Mapped[Item] = relationship(lazy="raise")


class Decision(Base):
    """What the project concluded about an item. Append-only: the newest one holds."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "item_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rule: Mapped[str] = mapped_column(String(40))
    """Name and version of the rule with its parameters, such as `majority-1(overlap=2)`."""
    inputs: Mapped[list[int]]
    """Ids of the responses that it was computed from, in their order."""
    outcome: Mapped[Outcome] = mapped_column(String(12))
    """`reopened` takes back the decision before it, after a correction."""
    edits: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The edits that were adopted; only for `edited`."""
    supporters: Mapped[list[int]]
    """Ids of the responses that the outcome agrees with."""
    decided_at: Mapped[datetime]
