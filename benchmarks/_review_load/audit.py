"""What the database says afterwards, against what people were told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from _review_load.reviewers import Sent
from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Response

__all__ = ["Audit", "audit"]


@dataclass(frozen=True)
class Audit:
    """Counts that must all be 0, save the first two."""

    answers: int
    acknowledged: int
    acknowledged_lost: int
    """Answers that the server acknowledged and that are not in the database as they were sent."""
    lost: int
    """Answers that were sent, were sent again until the end of the run, and are not in the database."""
    doubled: int
    """Answers that are there more than once."""
    unknown: int
    """Answers that nobody sent."""
    over_assigned: int
    """Leases of an item that was held and answered by as many as it could want then, over all items."""
    counters_off: int
    """Items whose counters differ from a count of the rows."""


def audit(db: Database, sent: Sequence[Sent]) -> Audit:
    """Compare the database with the reviewers' own list."""
    with db.reading() as session:
        kept = session.execute(
            select(
                Response.person_id, Response.assignment_id, Response.note, Response.item_id, Response.created_at
            ).order_by(Response.position)
        ).all()
        leases = session.execute(
            select(Assignment.item_id, Assignment.taken_at, Assignment.state).order_by(Assignment.taken_at)
        ).all()
        items = session.execute(select(Item.id, Item.held, Item.judged)).all()
        options = session.scalars(select(Campaign)).one().options
    found = Counter((row[0], row[1], row[2]) for row in kept)
    wanted = {(one.person, one.assignment, one.note) for one in sent}
    missing = [one for one in sent if (one.person, one.assignment, one.note) not in found]
    judged: defaultdict[int, dict[int, datetime]] = defaultdict(dict)
    for person, _, _, item, at in kept:
        judged[item].setdefault(person, at)
    places: Counter[int] = Counter()
    held: Counter[int] = Counter()
    over = 0
    for item, taken_at, state in leases:
        held[item] += state == "held"
        if state in {"held", "answered"}:
            opinions = sum(at <= taken_at for at in judged[item].values())
            # One more opinion at a time is asked for once there are `overlap`; it may be called off later.
            over += places[item] >= min(options.most, max(options.overlap, opinions + 1))
            places[item] += 1
    return Audit(
        answers=len(kept),
        acknowledged=sum(one.acknowledged for one in sent),
        acknowledged_lost=sum(one.acknowledged for one in missing),
        lost=len(missing),
        doubled=sum(count - 1 for count in found.values()),
        unknown=sum(answer not in wanted for answer in found),
        over_assigned=over,
        counters_off=sum((row[1], row[2]) != (held[row[0]], len(judged[row[0]])) for row in items),
    )
