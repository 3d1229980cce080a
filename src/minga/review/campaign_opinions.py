"""What people said in a campaign, read from the database once and held as columns, as statistics want it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select

from minga.community import Database
from minga.community.models import Campaign, Item, Person, Response
from minga.review.coincidences import Level, Ratings
from minga.review.dimensions import Dimension, dimensions_of
from minga.review.exchange.people import variety_for
from minga.review.questions import questions_of
from minga.review.said import Said

__all__ = ["CampaignOpinions", "campaign_dimensions", "level_of", "read_opinions"]

_COUNTABLE = {"rating", "label", "labels"}


@dataclass(frozen=True)
class CampaignOpinions:
    """The newest word of each person on each item, in the order of positions; “cannot judge” is no opinion.

    People who withdrew are not in it; nor are control items, repeats and adjudications.
    """

    responses: int
    """Responses of the campaign when they were read."""
    items: NDArray[np.int64]
    """(n,) numbers of items."""
    people: NDArray[np.int64]
    """(n,) numbers of people."""
    groups: Mapping[str, NDArray[np.str_]]
    """(n,) each: `language` of the item, `variety` and `country` of the person (empty where she does not say), `week`
    as the Monday on which it began."""
    values: Mapping[str, NDArray[np.float64]]
    """(n,) code of the value by name of the dimension; NaN where nothing was said about it."""
    dimensions: tuple[Dimension, ...]

    def __len__(self) -> int:
        return len(self.items)

    def ratings(self, dimension: Dimension) -> Ratings:
        """The answers to one question, or about one of several labels."""
        return Ratings(items=self.items, people=self.people, values=self.values[dimension.name])

    def dimension(self, name: str) -> Dimension | None:
        """The dimension of that name; None when there is none."""
        return next((one for one in self.dimensions if one.name == name), None)


def campaign_dimensions(campaign: Campaign) -> tuple[Dimension, ...]:
    """Everything in a campaign on which people may agree, whether it decides or not: marks and labels."""
    return tuple(
        dimension for question in questions_of(campaign) if question.type in _COUNTABLE
        for dimension in dimensions_of(question)
    )  # fmt: skip


def level_of(dimension: Dimension) -> Level:
    """Marks have an order; verdicts and labels are only equal or not."""
    return "ordinal" if dimension.question.type == "rating" else "nominal"


def read_opinions(db: Database, campaign: Campaign) -> CampaignOpinions:
    """All opinions of a campaign."""
    columns: tuple[Any, ...] = (
        Response.item_id, Response.person_id, Response.verdict, Response.answers, Response.created_at, Item.language,
    )  # fmt: skip
    query = (
        select(*columns)
        .join(Item, Item.id == Response.item_id)
        .where(Response.campaign_id == campaign.id, Response.purpose == "work")
        .order_by(Response.position)
    )
    with db.reading() as session:
        responses = session.get_one(Campaign, campaign.id).responses
        here = select(Response.person_id).where(Response.campaign_id == campaign.id)
        people = select(Person.id, Person.varieties, Person.country).where(
            Person.id.in_(here), Person.withdrawn_at.is_(None)
        )
        known = {row.id: (tuple(row.varieties), row.country or "") for row in session.execute(people)}
        newest = {(row.item_id, row.person_id): row for row in session.execute(query) if row.person_id in known}
    rows = [row for row in newest.values() if row.verdict != "cannot-judge"]
    dimensions = campaign_dimensions(campaign)
    return CampaignOpinions(
        responses=responses,
        items=np.array([row.item_id for row in rows], dtype=np.int64),
        people=np.array([row.person_id for row in rows], dtype=np.int64),
        groups=_groups(rows, known),
        values=_values(rows, dimensions),
        dimensions=dimensions,
    )


def _values(rows: list[Any], dimensions: Iterable[Dimension]) -> dict[str, NDArray[np.float64]]:
    said = [Said(0, 0, row.item_id, row.person_id, "work", row.verdict, row.answers) for row in rows]
    codes = {one.name: [one.code_of(each) for each in said] for one in dimensions}
    return {name: np.array(found, dtype=np.float64) for name, found in codes.items()}


def _groups(rows: list[Any], people: Mapping[int, tuple[tuple[str, ...], str]]) -> dict[str, NDArray[np.str_]]:
    varieties: dict[tuple[tuple[str, ...], str], str] = {}
    weeks: dict[int, str] = {}
    by_row: dict[str, list[str]] = {"language": [], "variety": [], "country": [], "week": []}
    for row in rows:
        spoken, country = people[row.person_id]
        key = (spoken, row.language)
        if key not in varieties:
            varieties[key] = variety_for(spoken, row.language)
        by_row["language"].append(row.language)
        by_row["variety"].append(varieties[key])
        by_row["country"].append(country)
        by_row["week"].append(_week(row.created_at, weeks))
    return {name: np.array(values, dtype=np.str_) for name, values in by_row.items()}


def _week(at: datetime, known: dict[int, str]) -> str:
    day = at.toordinal()
    if day not in known:
        known[day] = (at.date() - timedelta(days=at.weekday())).isoformat()
    return known[day]
