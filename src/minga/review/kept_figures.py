"""Figures that are computed once and shown many times: they follow from a campaign's responses, so losing them costs
time and nothing else.

What is kept is given again until the campaign has one response in a hundred more (in a young campaign, any), somebody
withdrew or came back, or its settings changed. Each figure says how many responses it is from.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

from sqlalchemy import func, select

from minga.community import Database
from minga.community.models import Campaign, Person
from minga.settings import CampaignSettings

__all__ = ["kept_figures"]

_Figures = TypeVar("_Figures")
_STALE = 100
"""A figure is made anew after one response more for each so many."""


@dataclass(frozen=True)
class _Stamp:
    """What figures were made from."""

    responses: int
    checkpoint: int
    synced: str
    settings: CampaignSettings
    withdrawn: tuple[int, datetime | None]

    def serves(self, now: _Stamp) -> bool:
        same = replace(self, responses=now.responses) == now
        return same and 0 <= now.responses - self.responses <= now.responses // _STALE


_kept: WeakKeyDictionary[Database, dict[tuple[int, str], tuple[_Stamp, Any]]] = WeakKeyDictionary()
_locks: WeakKeyDictionary[Database, threading.Lock] = WeakKeyDictionary()


def kept_figures(db: Database, campaign: Campaign, name: str, make: Callable[[], _Figures]) -> _Figures:
    """What `make` gives, or gave a while ago for the same campaign and `name`.

    `campaign` is as it is now: its number of responses says whether what is kept still serves.
    """
    now = _Stamp(campaign.responses, campaign.checkpoint, campaign.synced, campaign.options, _withdrawn(db))
    key = (campaign.id, name)
    known = _kept.setdefault(db, {})
    if key in known and known[key][0].serves(now):
        return cast("_Figures", known[key][1])
    with _locks.setdefault(db, threading.Lock()):  # whoever waits finds what the other made
        if key not in known or not known[key][0].serves(now):
            known[key] = (now, make())
        return cast("_Figures", known[key][1])


def _withdrawn(db: Database) -> tuple[int, datetime | None]:
    query = select(func.count(Person.id), func.max(Person.withdrawn_at)).where(Person.withdrawn_at.is_not(None))
    with db.reading() as session:
        count, latest = session.execute(query).one()
    return count, latest
