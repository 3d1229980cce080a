"""The queue of a campaign as one person sees it: which items she may be given, and the first of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Assignment, Campaign, Item, Person, Response, RoleName
from minga.review.eligibility import Admission

__all__ = ["Reach", "disputed_items", "lock_first", "open_items", "reach_of"]


@dataclass(frozen=True)
class Reach:
    """What one person may be given in one campaign."""

    person: Person
    campaign: Campaign
    languages: tuple[str, ...]
    """Tags of items in her varieties."""
    wider: tuple[str, ...]
    """Tags of other varieties of her languages: only items that the lead widened."""


def reach_of(person: Person, campaign: Campaign, admitted: Admission) -> Reach:
    """What an admitted person may be given."""
    return Reach(person, campaign, admitted.languages, admitted.wider)


def open_items(reach: Reach) -> Select[Item]:
    """Items that want another opinion, in the order of the queue."""
    fitting = _fitting(reach, ("reviewer", "adjudicator", "lead"))
    return fitting.where(Item.state == "open", Item.held + Item.judged < Item.wanted)


def disputed_items(reach: Reach) -> Select[Item]:
    """Items that want the word of an adjudicator, which the person is."""
    return _fitting(reach, ("adjudicator",)).where(Item.state == "disputed", Item.held < 1)


def lock_first(session: OrmSession, query: Select[Item]) -> Item | None:
    """The first item of `query`, locked; None when it has none."""
    first = query.limit(1)
    # Others' locked rows are jumped over; only when nothing else is left are they worth waiting for.
    for waiting in (False, True) if session.get_bind().dialect.name == "postgresql" else (True,):
        item = session.scalars(first.with_for_update(skip_locked=not waiting, of=Item)).one_or_none()
        if item is not None:
            return item
    return None


def _fitting(reach: Reach, roles: tuple[RoleName, ...]) -> Select[Item]:
    return (
        select(Item)
        .where(
            Item.campaign_id == reach.campaign.id,
            _in_reach(reach, roles),
            Item.contributor.not_in(reach.person.credit_names),
            ~_touched(reach.person),
        )
        .order_by(Item.place, Item.id)
    )


def _in_reach(reach: Reach, roles: tuple[RoleName, ...]) -> ColumnElement[bool]:
    """Items in languages in which the person has one of `roles`; a survey speaks to all whom it asks."""
    if reach.campaign.kind == "survey":
        return Item.id.is_not(None) if _may(reach, roles, None) else false()
    near = [tag for tag in reach.languages if _may(reach, roles, tag)]
    wide = [tag for tag in reach.wider if _may(reach, roles, tag)]
    within = Item.language.in_(near)
    return or_(within, and_(Item.widened, Item.language.in_(wide))) if wide else within


def _may(reach: Reach, roles: tuple[RoleName, ...], language: str | None) -> bool:
    return reach.person.has_role(*roles, campaign_id=reach.campaign.id, language=language)


def _touched(person: Person) -> ColumnElement[bool]:
    answered = exists().where(Response.item_id == Item.id, Response.person_id == person.id)
    skipped = exists().where(
        Assignment.item_id == Item.id, Assignment.person_id == person.id, Assignment.state.in_(("held", "skipped"))
    )
    return or_(answered, skipped)
