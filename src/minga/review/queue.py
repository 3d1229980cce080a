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
    union_all,
)
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Assignment, Campaign, Item, Person, Response, RoleName
from minga.review.eligibility import Admission

__all__ = ["Reach", "disputed_item", "first_disputed", "first_open", "reach_of", "waiting", "waiting_roughly"]

_REVIEWING: tuple[RoleName, ...] = ("reviewer", "adjudicator", "lead")
_ADJUDICATING: tuple[RoleName, ...] = ("adjudicator",)
_SECONDS = 5.0
"""How old a rough figure may be."""
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
    return _lock_first(session, (reach.survey, "open"), reach.parameters(_REVIEWING))


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


def waiting(session: OrmSession, reach: Reach) -> int:
    """How many items of both kinds there are for this person."""
    counted = [
        (_number(session, _ALL[query], found), _number(session, _TOUCHED[query], found))
        for query, found in _asked(reach)
    ]
    return sum(free - touched for free, touched in counted)


def waiting_roughly(session: OrmSession, db: Database, reach: Reach) -> int:
    """The same with figures on the queue that may be some seconds old: counting a long one takes a while."""
    total = 0
    for query, found in _asked(reach):
        key = (*query, *(repr(found[name]) for name in sorted(found.keys() - {"person"})))
        known = _recent.setdefault(db, {})
        count, at = known.get(key, (0, float("-inf")))
        if time.monotonic() - at > _SECONDS:
            count = _number(session, _ALL[query], found)
            known[key] = (count, time.monotonic())
        total += count - _number(session, _TOUCHED[query], found)
    return max(total, 0)


_recent: WeakKeyDictionary[Database, dict[tuple[Any, ...], tuple[int, float]]] = WeakKeyDictionary()


def _asked(reach: Reach) -> list[tuple[_Query, dict[str, Any]]]:
    found = (("open", reach.parameters(_REVIEWING)), ("disputed", reach.parameters(_ADJUDICATING)))
    return [((reach.survey, state), parameters) for state, parameters in found if parameters is not None]


def _number(session: OrmSession, count: Select[int], parameters: Mapping[str, Any]) -> int:
    return session.execute(count, parameters).scalar_one()


def _lock_first(session: OrmSession, query: _Query, parameters: Mapping[str, Any] | None) -> Item | None:
    if parameters is None:
        return None
    # Others' locked rows are jumped over; only when nothing else is left are they worth waiting for.
    for waits in (False, True) if session.get_bind().dialect.name == "postgresql" else (True,):
        item = session.scalars(_FIRST[*query, waits], parameters).one_or_none()
        if item is not None:
            return item
    return None


def _fits(survey: bool, state: str) -> tuple[ColumnElement[bool], ...]:
    """Conditions on items that a person may be given, had she not seen them yet.

    States stand in words, and what is free as it does in `ix_item_queue`, so that the index serves.
    """
    free = Item.wanted > Item.held + Item.judged if state == "open" else Item.held < literal_column("1")
    names: BindParameter[Any] = bindparam("names", expanding=True)
    ours = (Item.campaign_id == bindparam("campaign"), Item.state == literal_column(f"'{state}'"), free)
    if survey:
        return *ours, Item.contributor.not_in(names)
    near = Item.language.in_(bindparam("near", expanding=True))
    wide = and_(Item.widened, Item.language.in_(bindparam("wide", expanding=True)))
    return *ours, Item.contributor.not_in(names), or_(near, wide)


_ANSWERED = Response.person_id == bindparam("person")
_HAD = (Assignment.person_id == bindparam("person"), Assignment.state.in_(("held", "skipped")))


def _first(survey: bool, state: str, waits: bool) -> Select[Item]:
    seen = or_(
        exists().where(Response.item_id == Item.id, _ANSWERED), exists().where(Assignment.item_id == Item.id, *_HAD)
    )
    first = select(Item).where(*_fits(survey, state), ~seen).order_by(Item.place, Item.id).limit(1)
    return first.with_for_update(skip_locked=not waits, of=Item)


def _count(survey: bool, state: str) -> Select[int]:
    return select(func.count()).select_from(Item).where(*_fits(survey, state))


def _count_touched(survey: bool, state: str) -> Select[int]:
    """Of those that the person has seen: looked up by their numbers, which say what campaign they are of."""
    campaign: BindParameter[Any] = bindparam("campaign")
    hers = (
        select(Response.item_id).where(_ANSWERED, Response.campaign_id == campaign),
        select(Assignment.item_id).where(*_HAD, Assignment.campaign_id == campaign),
    )
    return select(func.count()).select_from(Item).where(Item.id.in_(union_all(*hers)), *_fits(survey, state)[1:])


_QUERIES: tuple[_Query, ...] = tuple((survey, state) for survey in (False, True) for state in ("open", "disputed"))
_FIRST = {(*query, waits): _first(*query, waits) for query in _QUERIES for waits in (False, True)}
_ALL = {query: _count(*query) for query in _QUERIES}
_TOUCHED = {query: _count_touched(*query) for query in _QUERIES}
