"""The queue of a campaign as one person sees it: which items she may be given, and the first of them.

Statements are built once and get the person, her languages and her names as parameters: hundreds of people ask for the
next item at the same time.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import REVIEWING, Assignment, Campaign, Item, Person, Response, RoleName
from minga.review.eligibility import Admission

__all__ = ["Reach", "disputed_item", "first_disputed", "first_open", "reach_of", "waiting"]

_ADJUDICATING: tuple[RoleName, ...] = ("adjudicator",)
_LONG = 2000
_SECONDS = 5.0
"""How old the figures of a queue of so many items may be."""
_Query = tuple[bool, str]
"""Whether the campaign is a survey, and the state of the items."""


@dataclass(frozen=True)
class Reach:
    """What one person may be given in one campaign."""

    person: Person
    campaign: Campaign
    languages: tuple[str, ...]
    """Tags of items in her varieties."""
    wider: tuple[str, ...]
    """Tags of other varieties of her languages: only items that the lead widened."""

    @property
    def survey(self) -> bool:
        """Whether it is a survey, which speaks to all whom it asks."""
        return self.campaign.kind == "survey"

    def parameters(self, roles: tuple[RoleName, ...]) -> dict[str, Any] | None:
        """For the statements below: items in languages in which the person has one of `roles`; None without any."""
        near = [tag for tag in self.languages if self._may(roles, tag)]
        wide = [tag for tag in self.wider if self._may(roles, tag)]
        if not (self._may(roles, None) if self.survey else near or wide):
            return None
        names = sorted({*self.person.credit_names, f"#{self.person.id}"})
        scope = {"campaign": self.campaign.id, "person": self.person.id, "names": names}
        return scope if self.survey else scope | {"near": near, "wide": wide}

    def _may(self, roles: tuple[RoleName, ...], language: str | None) -> bool:
        return self.person.has_role(*roles, campaign_id=self.campaign.id, language=language)


def reach_of(person: Person, campaign: Campaign, admitted: Admission) -> Reach:
    """What an admitted person may be given."""
    return Reach(person, campaign, admitted.languages, admitted.wider)


def first_open(session: OrmSession, reach: Reach) -> Item | None:
    """The first item that wants another opinion, locked; None when there is none for this person."""
    return _lock_first(session, (reach.survey, "open"), reach.parameters(REVIEWING))


def first_disputed(session: OrmSession, reach: Reach) -> Item | None:
    """The first item that wants the word of an adjudicator, which the person is; locked. None when there is none."""
    return _lock_first(session, (reach.survey, "disputed"), reach.parameters(_ADJUDICATING))


def disputed_item(session: OrmSession, reach: Reach, record_id: str) -> Item | None:
    """One item that wants the word of an adjudicator, locked; None where this person may not have it, or not now."""
    parameters = reach.parameters(_ADJUDICATING)
    if parameters is None:
        return None
    chosen = _FIRST[reach.survey, "disputed", True].where(Item.record_id == bindparam("record"))
    return session.scalars(chosen, {**parameters, "record": record_id}).one_or_none()


def waiting(session: OrmSession, db: Database, reach: Reach) -> int:
    """How many items of both kinds there are for this person; some seconds late where the queue is long."""
    total = 0
    survey = reach.survey
    for state, roles in (("open", REVIEWING), ("disputed", _ADJUDICATING)):
        found = reach.parameters(roles)
        if found is not None:
            free = _free(session, db, found["campaign"], state)
            seen = session.execute(_SEEN[survey, state], found).scalar_one()
            total += max(0, sum(one.count for one in free if one.fits(survey, found)) - seen)
    return total


@dataclass(frozen=True)
class _Free:
    """How many items of one kind may be handed out."""

    language: str
    widened: bool
    contributor: str
    count: int

    def fits(self, survey: bool, parameters: Mapping[str, Any]) -> bool:
        """Whether they are for somebody: in her languages, and not her own texts."""
        near = survey or self.language in parameters["near"] or (self.widened and self.language in parameters["wide"])
        return near and self.contributor not in parameters["names"]


_known: WeakKeyDictionary[Database, dict[tuple[int, str], tuple[float, list[_Free]]]] = WeakKeyDictionary()


def _free(session: OrmSession, db: Database, campaign: int, state: str) -> list[_Free]:
    """Read from the database; counting many takes a while, so that is done every few seconds only."""
    known = _known.setdefault(db, {})
    until, free = known.get((campaign, state), (float("-inf"), []))
    if time.monotonic() >= until:
        free = [_Free(*row) for row in session.execute(_ALL[state], {"campaign": campaign})]
        long = sum(one.count for one in free) >= _LONG
        known[campaign, state] = time.monotonic() + _SECONDS if long else float("-inf"), free
    return free


def _lock_first(session: OrmSession, query: _Query, parameters: Mapping[str, Any] | None) -> Item | None:
    if parameters is None:
        return None
    # Others' locked rows are jumped over; only when nothing else is left are they worth waiting for.
    for waits in (False, True) if session.get_bind().dialect.name == "postgresql" else (True,):
        item = session.scalars(_FIRST[*query, waits], parameters).one_or_none()
        if item is not None:
            return item
    return None


def _may_be_handed_out(state: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions on items that somebody may be given.

    States stand in words, and what is free as it does in `ix_item_queue`, so that the index serves.
    """
    free = Item.wanted > Item.held + Item.judged if state == "open" else Item.held < literal_column("1")
    return Item.campaign_id == bindparam("campaign"), Item.state == literal_column(f"'{state}'"), free


def _in_languages(survey: bool) -> ColumnElement[bool]:
    if survey:
        return true()
    near = Item.language.in_(bindparam("near", expanding=True))
    return or_(near, and_(Item.widened, Item.language.in_(bindparam("wide", expanding=True))))


_ANSWERED = Response.person_id == bindparam("person")
_HAD = (Assignment.person_id == bindparam("person"), Assignment.state.in_(("held", "skipped")))


def _first(survey: bool, state: str, waits: bool) -> Select[Item]:
    names: BindParameter[Any] = bindparam("names", expanding=True)
    seen = or_(
        exists().where(Response.item_id == Item.id, _ANSWERED), exists().where(Assignment.item_id == Item.id, *_HAD)
    )
    fits = (*_may_be_handed_out(state), _in_languages(survey), Item.contributor.not_in(names), ~seen)
    first = select(Item).where(*fits).order_by(Item.place, Item.id).limit(1)
    return first.with_for_update(skip_locked=not waits, of=Item)


def _count_by_kind(state: str) -> Select[str, bool, str, int]:
    kind = (Item.language, Item.widened, Item.contributor)
    return select(*kind, func.count()).where(*_may_be_handed_out(state)).group_by(*kind)


def _count_seen(survey: bool, state: str) -> Select[int]:
    """Of those that the person has answered, skipped or holds: looked up by their numbers."""
    campaign: BindParameter[Any] = bindparam("campaign")
    hers = (
        select(Response.item_id).where(_ANSWERED, Response.campaign_id == campaign),
        select(Assignment.item_id).where(*_HAD, Assignment.campaign_id == campaign),
    )
    _, is_state, free = _may_be_handed_out(state)  # the numbers say what campaign they are of
    where = (Item.id.in_(union_all(*hers)), is_state, free, _in_languages(survey))
    return select(func.count()).select_from(Item).where(*where)


_QUERIES: tuple[_Query, ...] = tuple((survey, state) for survey in (False, True) for state in ("open", "disputed"))
_FIRST = {(*query, waits): _first(*query, waits) for query in _QUERIES for waits in (False, True)}
_ALL = {state: _count_by_kind(state) for _, state in _QUERIES}
_SEEN = {query: _count_seen(*query) for query in _QUERIES}
