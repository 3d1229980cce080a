"""Which translations had to be changed, by the people who decided on them."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from minga.community import Database
from minga.community.models import Campaign, Decision, Item, Person, Response
from minga.review.decisions import IS_NEWEST

__all__ = ["decided_translations"]

_SETTLED = ("accepted", "edited", "rejected")


def decided_translations(db: Database, tables: Collection[str]) -> list[tuple[str, bool]]:
    """Record id of each decided item of these translated tables, and whether it had to be changed: edited or rejected.

    In the order in which the decisions that hold were stored. Those that simulated people had a part in say nothing
    about translations and are left out, as are items that are not in their table any more.
    """
    query = (
        select(Item.record_id, Decision.outcome, Decision.inputs)
        .join(Item, Item.id == Decision.item_id)
        .join(Campaign, Campaign.id == Item.campaign_id)
        .where(
            Campaign.table_name.in_(sorted(tables)),
            Item.state == "decided",
            Item.purpose == "work",
            Decision.outcome.in_(_SETTLED),
            IS_NEWEST,
        )
        .order_by(Decision.id)
    )
    by_programs = select(Response.id).join(Person, Person.id == Response.person_id).where(Person.simulated)
    with db.reading() as session:
        simulated = set(session.scalars(by_programs))
        rows = session.execute(query).all()
    return [(record, outcome != "accepted") for record, outcome, inputs in rows if simulated.isdisjoint(inputs)]
