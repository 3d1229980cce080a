"""What the lead of a campaign sees at a glance: how far it is, how even the work is, and what wants a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date
from itertools import pairwise

from sqlalchemy import func, select

from minga.community import Database
from minga.community.models import Campaign, Item, Person, Tally
from minga.inequality import effective_number, gini, top_share
from minga.review.control_items import paused_people
from minga.review.coverage import VarietyCoverage, coverage
from minga.review.eligibility import caps_of
from minga.review.notes import unread_notes

__all__ = ["Concentration", "Due", "ItemCounts", "VarietyCounts", "concentration", "due", "item_counts", "varieties"]

_ENDS_SOON = 7
"""Days before its end from which a campaign wants a look."""
_STATES = ("open", "decided", "disputed")


@dataclass(frozen=True)
class Concentration:
    """How evenly the work is spread over the people who answered. People who withdrew are not counted."""

    people: int
    answers: int
    """First answers, control items among them."""
    gini: float
    """0 when everybody did the same, towards 1 when one did everything."""
    top_share: float
    """Share of the answers by the most active tenth."""
    effective: float
    """The number of equally active people that would be as concentrated."""
    busiest: tuple[float, ...]
    """Share of the answers by each tenth of the people, the most active first; empty with fewer than ten people."""
    cap: int | None
    """Answers that one person may have given by now; None without a limit."""


@dataclass(frozen=True)
class ItemCounts:
    """Items of a campaign by state, those that are closed left out."""

    open: int
    decided: int
    disputed: int

    @property
    def items(self) -> int:
        """All of them."""
        return self.open + self.decided + self.disputed

    @property
    def share(self) -> float:
        """Decided items, from 0 to 1."""
        return self.decided / self.items if self.items else 0.0


@dataclass(frozen=True)
class VarietyCounts:
    """The items of a campaign in one language or variety, and the people for those that wait."""

    language: str
    """The tag that the items have."""
    counts: ItemCounts
    people: VarietyCoverage | None
    """None where nothing waits."""

    @property
    def short(self) -> bool:
        """Whether there are too few people for what waits."""
        return self.people is not None and self.people.short


@dataclass(frozen=True)
class Due:
    """What wants a decision of the lead."""

    disputed: int
    """Items for an adjudicator."""
    paused: int
    """People who wait for a word."""
    short: tuple[VarietyCoverage, ...]
    """Varieties with too few reviewers."""
    ends: date | None
    """The last day, where it is near or over and items are still undecided."""
    notes: int
    """Answers with a note that no lead has read."""

    @property
    def anything(self) -> bool:
        """Whether there is something."""
        return bool(self.disputed or self.paused or self.short or self.ends or self.notes)


def concentration(db: Database, campaign: Campaign) -> Concentration:
    """How evenly the work is spread, from what has been counted with each answer."""
    query = (
        select(func.sum(Tally.answers))
        .join(Person, Person.id == Tally.person_id)
        .where(Tally.campaign_id == campaign.id, Person.withdrawn_at.is_(None))
        .group_by(Tally.person_id)
    )
    with db.reading() as session:
        counts = [int(count) for count in session.scalars(query) if count]
    return Concentration(
        people=len(counts),
        answers=sum(counts),
        gini=gini(counts),
        top_share=top_share(counts),
        effective=effective_number(counts),
        busiest=_tenths(sorted(counts, reverse=True)),
        cap=caps_of(campaign.options).share_cap(sum(counts), len(counts)) if counts else None,
    )


def item_counts(db: Database, campaign: Campaign) -> ItemCounts:
    """How far a campaign is."""
    query = (
        select(Item.state, func.count())
        .where(Item.campaign_id == campaign.id, Item.purpose == "work")
        .group_by(Item.state)
    )
    with db.reading() as session:
        found: dict[str, int] = {row[0]: row[1] for row in session.execute(query)}
    return ItemCounts(*(found.get(state, 0) for state in _STATES))


def varieties(db: Database, campaign: Campaign) -> list[VarietyCounts]:
    """Each language and variety of the items, those with too few people first, then those with most waiting.

    A survey has none: it asks everybody.
    """
    if campaign.kind == "survey":
        return []
    query = (
        select(Item.language, Item.state, func.count())
        .where(Item.campaign_id == campaign.id, Item.purpose == "work", Item.state != "closed")
        .group_by(Item.language, Item.state)
    )
    found: dict[str, dict[str, int]] = {}
    with db.reading() as session:
        for language, state, count in session.execute(query):
            found.setdefault(language, {})[state] = count
    people = {row.language: row for row in coverage(db, campaign)}
    rows = [
        VarietyCounts(tag, ItemCounts(*(by.get(state, 0) for state in _STATES)), people.get(tag))
        for tag, by in found.items()
    ]
    return sorted(rows, key=lambda row: (not row.short, -row.counts.open, row.language))


def due(db: Database, campaign: Campaign) -> Due:
    """What wants a decision of the lead today."""
    counts = item_counts(db, campaign)
    covered = coverage(db, campaign) if campaign.open and campaign.kind != "survey" else []
    closes = campaign.options.closes
    near = closes is not None and (closes - db.now().astimezone(UTC).date()).days <= _ENDS_SOON
    return Due(
        disputed=counts.disputed,
        paused=len(paused_people(db, campaign)),
        short=tuple(row for row in covered if row.short),
        ends=closes if near and campaign.open and counts.open + counts.disputed else None,
        notes=unread_notes(db, campaign),
    )


def _tenths(counts: Sequence[int]) -> tuple[float, ...]:
    """The share of each tenth; each holds one tenth of the people, to a person."""
    if len(counts) < 10:
        return ()
    bounds = [round(len(counts) * tenth / 10) for tenth in range(11)]
    total = sum(counts)
    return tuple(sum(counts[first:last]) / total for first, last in pairwise(bounds))
