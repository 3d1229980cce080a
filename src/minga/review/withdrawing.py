"""When somebody takes her work back: decisions without her answers, and what leaves the tables for that reason."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select

from minga.community import Database
from minga.community.models import Campaign, Decision, Item, Person, Response
from minga.community.withdrawal import return_work, take_back, withdrawn_names, withdrawn_people
from minga.credits import name_hash
from minga.manifests import hash_of
from minga.review.decisions import recompute

__all__ = ["Withdrawals", "come_back", "withdraw", "withdrawals_from"]


@dataclass(frozen=True)
class Withdrawals:
    """What people took back, as far as it touches one table."""

    people: int
    """How many have taken their work back in the whole project."""
    names: frozenset[str]
    """Hashes of the names whose texts leave."""
    records: frozenset[str]
    """Ids of records that had a decision which somebody who withdrew had supported."""

    @cached_property
    def inputs(self) -> dict[str, str]:
        """For a recipe: it is another table when anything of this changes. Empty while nobody has withdrawn."""
        if not self.people:
            return {}
        return {"withdrawn": hash_of([str(self.people), *sorted(self.names), *sorted(self.records)])}

    def took(self, contributor: str) -> bool:
        """Whether texts of this contributor were taken back."""
        return bool(self.names and contributor) and name_hash(contributor) in self.names


def withdraw(
    db: Database, person: Person, *, erase: bool = False, keep_session: str | None = None, actor: Person | None = None
) -> None:
    """Take a person's work back, and decide anew what her answers had a part in.

    With `erase`, what she wrote and told is deleted for good. When this breaks off in between, the next `minga run`
    decides what is left. `actor` is who does it, where it is not she herself.
    """
    _decide(db, take_back(db, person.id, erase=erase, keep_session=keep_session, actor=actor))


def come_back(db: Database, person: Person) -> None:
    """Let a person who withdrew, and had nothing erased, come back: what she did counts again."""
    _decide(db, return_work(db, person.id))


def withdrawals_from(db: Database, campaign: Campaign | None) -> Withdrawals:
    """What was taken back of a table with that campaign."""
    people = withdrawn_people(db)
    records = _records(db, campaign) if people and campaign is not None else frozenset()
    return Withdrawals(people, withdrawn_names(db) if people else frozenset(), records)


def _records(db: Database, campaign: Campaign) -> frozenset[str]:
    gone = (
        select(Response.id)
        .join(Person, Person.id == Response.person_id)
        .where(Response.campaign_id == campaign.id, Person.withdrawn_at.is_not(None))
    )
    touched = select(Response.item_id).where(Response.id.in_(gone))
    decisions = (
        select(Item.record_id, Decision.supporters)
        .join(Decision, Decision.item_id == Item.id)
        .where(Item.id.in_(touched), Decision.outcome.in_(("accepted", "edited", "answered")))
    )
    with db.reading() as session:
        hers = set(session.scalars(gone))
        return frozenset(record for record, supporters in session.execute(decisions) if hers & set(supporters))


def _decide(db: Database, numbers: list[int]) -> None:
    with db.reading() as session:
        campaigns = list(session.scalars(select(Campaign).where(Campaign.id.in_(numbers)).order_by(Campaign.id)))
    for campaign in campaigns:
        recompute(db, campaign)
