"""What the database says afterwards, against what people were told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from _review_load.reviewers import Sent
from minga.community import Database
from minga.community.models import Assignment, Item, Response

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
    """People beyond those whom an item wants who hold or answered it, over all items."""
    counters_off: int
    """Items whose counters differ from a count of the rows."""


def audit(db: Database, sent: Sequence[Sent]) -> Audit:
    """Compare the database with the reviewers' own list."""
    with db.reading() as session:
        kept = session.execute(
            select(Response.person_id, Response.assignment_id, Response.note, Response.item_id)
        ).all()
        leases = session.execute(select(Assignment.item_id, Assignment.person_id, Assignment.state)).all()
        items = session.execute(select(Item.id, Item.held, Item.judged, Item.wanted)).all()
    found = Counter((row[0], row[1], row[2]) for row in kept)
    wanted = {(one.person, one.assignment, one.note) for one in sent}
    missing = [one for one in sent if (one.person, one.assignment, one.note) not in found]
    holders: defaultdict[int, set[int]] = defaultdict(set)
    held: Counter[int] = Counter()
    for item, person, state in leases:
        if state in {"held", "answered"}:
            holders[item].add(person)
        held[item] += state == "held"
    judges: defaultdict[int, set[int]] = defaultdict(set)
    for person, _, _, item in kept:
        judges[item].add(person)
    return Audit(
        answers=len(kept),
        acknowledged=sum(one.acknowledged for one in sent),
        acknowledged_lost=sum(one.acknowledged for one in missing),
        lost=len(missing),
        doubled=sum(count - 1 for count in found.values()),
        unknown=sum(answer not in wanted for answer in found),
        over_assigned=sum(max(0, len(holders[row[0]]) - row[3]) for row in items),
        counters_off=sum((row[1], row[2]) != (held[row[0]], len(judges[row[0]])) for row in items),
    )
