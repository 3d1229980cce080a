"""Pairs of answers that people compared, with what each of them said: what a judge is held against."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import select

from minga.community import Database
from minga.community.models import Item
from minga.languages import language_of
from minga.review.campaign_opinions import read_opinions
from minga.review.campaigns import list_campaigns

__all__ = ["ComparedPair", "compared_pairs"]

_PREFERENCE = "preference"


@dataclass
class ComparedPair:
    """Two answers to a prompt, in the item's own order."""

    item: str
    prompt: str
    a: str
    b: str
    votes: dict[int, str] = field(default_factory=dict)
    """`a`, `b`, `both-good` or `both-bad` by number of the person."""


def compared_pairs(db: Database, language: str) -> list[ComparedPair]:
    """The pairs in a language on which people said something, in the order of the campaigns and of the items' ids.

    The newest word of each person counts; those who withdrew are not in it.
    """
    wanted = language_of(language)
    found: list[ComparedPair] = []
    for campaign in list_campaigns(db):
        if campaign.kind != "compare":
            continue
        opinions = read_opinions(db, campaign)
        preference = opinions.dimension(_PREFERENCE)
        if preference is None or not len(opinions):
            continue
        with db.reading() as session:
            query = select(Item.id, Item.record_id, Item.language, Item.payload).where(Item.campaign_id == campaign.id)
            rows = [row for row in session.execute(query) if language_of(row.language) == wanted]
        pairs = {
            row.id: ComparedPair(row.record_id, row.payload["prompt"], row.payload["a"], row.payload["b"])
            for row in sorted(rows, key=lambda row: row.record_id)
        }
        for item, person, code in zip(opinions.items, opinions.people, opinions.values[_PREFERENCE], strict=True):
            if int(item) in pairs and code == code:  # NaN is no answer
                pairs[int(item)].votes[int(person)] = preference.values[int(code)]
        found += [pair for pair in pairs.values() if pair.votes]
    return found
