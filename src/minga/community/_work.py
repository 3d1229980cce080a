"""Work: campaigns, their items, who holds them, what people answered and what was decided."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from minga.community._people import Person
from minga.community.base import Base
from minga.settings import CampaignSettings

__all__ = ["Assignment", "Campaign", "Decision", "Item", "Response"]

CampaignKind = Literal["validate-translation", "review-instruction", "write-instruction", "label", "compare", "survey"]
Purpose = Literal["work", "adjudication", "gold", "repeat"]
ItemPurpose = Literal["work", "gold", "test"]
ItemState = Literal["open", "decided", "disputed", "closed"]
AssignmentState = Literal["held", "answered", "skipped", "expired"]
Verdict = Literal["accept", "edit", "reject", "cannot-judge", "answer"]
Outcome = Literal["accepted", "edited", "rejected", "answered", "disputed", "reopened"]
_FREE = "state = 'open' AND wanted > held + judged"


class Campaign(Base):
    """An invitation to do one kind of work."""

    __tablename__ = "campaign"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(63), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CampaignKind] = mapped_column(String(24))
    table_name: Mapped[str] = mapped_column(String(200), unique=True)
    """Name of the table whose rows are its items, such as `curated`; `items/SLUG` where they come from a file."""
    languages: Mapped[list[str]]
    """Languages of its items."""
    declared: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """`CampaignSettings` as `minga.toml` has them."""
    overrides: Mapped[dict[str, Any]] = mapped_column(default=dict, server_default="{}")
    """What the lead changed in the browser: it goes before the file, and the page says so."""
    guidelines: Mapped[str] = mapped_column(Text, default="")
    """Markdown; empty means the text that comes with minga."""
    guidelines_version: Mapped[int] = mapped_column(default=1)
    open: Mapped[bool] = mapped_column(default=True)
    responses: Mapped[int] = mapped_column(default=0, server_default="0")
    """Positions given so far: the row is locked while an answer is kept, so positions follow the order of commits."""
    checkpoint: Mapped[int] = mapped_column(default=0, server_default="0")
    """Of `overlap.last_checkpoint`: answers up to it say how reliable people are, for the conclusions as they stand."""
    synced: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Hash of the table and the settings that its items stand for; empty while they are being taken in."""
    created_at: Mapped[datetime]

    @property
    def options(self) -> CampaignSettings:
        """What holds: the lead's changes over what the file says."""
        # Asked for many times in a request; what is read from the database is replaced and never changed in place.
        known = self.__dict__.get("_known_options")
        if known is None or known[0] is not self.declared or known[1] is not self.overrides:
            options = _options(json.dumps({**self.declared, **self.overrides}, sort_keys=True))
            self.__dict__["_known_options"] = known = (self.declared, self.overrides, options)
        return known[2]

    @property
    def overlap(self) -> int:
        """Different people whose judgement an item needs at least."""
        return self.options.overlap


@lru_cache(maxsize=512)
def _options(declared: str) -> CampaignSettings:
    return CampaignSettings.model_validate_json(declared)


class Item(Base):
    """One text to judge, as it stood in a table. When the text changes, this row is closed and a new one made."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("campaign_id", "record_id"),
        Index(None, "campaign_id", "state"),
        Index(None, "campaign_id", "contributor"),
        # The queue: what may be handed out now, in its order, and all that is asked of an item before its text is.
        Index("ix_item_queue", "campaign_id", "place", "id", "language", "widened", "contributor", "state", "held",
              "judged", "wanted", sqlite_where=text(_FREE), postgresql_where=text(_FREE)),
    )  # fmt: skip

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
    wanted: Mapped[int] = mapped_column(default=1, server_default="1")
    """Judgements that it wants by now: `overlap` at first, one more each time that another opinion is worth its cost.
    It may be handed out while `held + judged < wanted`."""
    widened: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the lead opened it to people of other varieties of the same language."""
    gold: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """For a control item or a question of the entry test: `answers` that are right and `explanation` by language."""
    purpose: Mapped[ItemPurpose] = mapped_column(String(8), default="work", server_default="work")
    """`work`, `gold` (control items) or `test` (the entry test)."""
    created_at: Mapped[datetime]


class Assignment(Base):
    """Who holds an item, until when, and how that ended."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("uq_assignment_one_held", "campaign_id", "person_id", unique=True,
              sqlite_where=text("state = 'held'"), postgresql_where=text("state = 'held'")),
        Index(None, "item_id", "person_id", "state"),
        Index(None, "person_id", "campaign_id", "state"),
        Index(None, "campaign_id", "state", "expires_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    state: Mapped[AssignmentState] = mapped_column(String(12), default="held")
    purpose: Mapped[Purpose] = mapped_column(String(12), default="work", server_default="work")
    """`adjudication` of a disputed item, a `gold` item, or a `repeat` of an item that the person answered before."""
    swapped: Mapped[bool] = mapped_column(default=False, server_default=false())
    """In a comparison, whether the second answer was shown first."""
    guidelines_version: Mapped[int] = mapped_column(default=1, server_default="1")
    """The version that the person had accepted when she took it."""
    taken_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    """Why it was skipped, in the person's words."""
    item: Mapped[Item] = relationship(lazy="joined", innerjoin=True)

    @property
    def adjudicating(self) -> bool:
        """Whether an adjudicator took it to settle a dispute."""
        return self.purpose == "adjudication"


class Response(Base):
    """What a person answered. Append-only: a correction is a new row with the next version."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("item_id", "person_id", "purpose", "version"),
        UniqueConstraint("person_id", "client_key"),
        Index(None, "campaign_id", "position", unique=True),
        Index(None, "person_id", "campaign_id", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    position: Mapped[int]
    """Its place among all responses of the campaign, from 1, in the order of commits: what makes a replay exact."""
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)
    purpose: Mapped[Purpose] = mapped_column(String(12), default="work", server_default="work")
    verdict: Mapped[Verdict] = mapped_column(String(16))
    """`answer` in campaigns that only ask questions."""
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Answers by the name of the question: a mark, a value, a list of values, a text."""
    edits: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Edited texts by field name; only for `edit`."""
    note: Mapped[str] = mapped_column(Text, default="")
    """Why, in the person's words."""
    late: Mapped[bool] = mapped_column(default=False)
    """Whether it came after the lease had run out."""
    seconds: Mapped[float | None]
    """From taking the item to its first answer, by the server's clock."""
    weight: Mapped[float] = mapped_column(default=1.0, server_default="1")
    """How much it counts, from 0 to 1: less than 1 only where the person's own history shows that she tires."""
    guidelines_version: Mapped[int]
    client_key: Mapped[str] = mapped_column(String(64))
    """Made by the form: the same answer sent twice is kept once."""
    digest: Mapped[str] = mapped_column(String(64))
    """Hash of what was sent under that key."""
    created_at: Mapped[datetime]
    person: Mapped[Person] = relationship(lazy="raise")
    item: Mapped[Item] = relationship(lazy="raise")

    @property
    def adjudicating(self) -> bool:
        """Whether it settles a dispute."""
        return self.purpose == "adjudication"


class Decision(Base):
    """What the project concluded about an item. Append-only: the newest one holds."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "item_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("item.id"))
    rule: Mapped[str] = mapped_column(String(120))
    """Name and version of the rule with its parameters, such as `majority-1(overlap=2)`."""
    inputs: Mapped[list[int]]
    """Ids of the responses that it was computed from, in their order."""
    outcome: Mapped[Outcome] = mapped_column(String(12))
    """`reopened` takes back the decision before it, after a correction."""
    edits: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """The edits that were adopted; only for `edited`."""
    answers: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """What was concluded on each question that decides."""
    posterior: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Probability of each value by question, where the rule computes one."""
    supporters: Mapped[list[int]]
    """Ids of the responses that the outcome agrees with."""
    decided_at: Mapped[datetime]
