"""Trying something too often: who guesses waits, and each time twice as long.

An attempt is written down as a failure before it is looked at, in the transaction that counts the ones before it, and
made a success afterwards. So a hundred attempts at the same moment are a hundred attempts, on SQLite and PostgreSQL.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session as OrmSession

from minga.community.database import Database
from minga.community.models import SignInAttempt
from minga.community.tokens import hash_token
from minga.errors import CommunityError

__all__ = ["Attempt", "Limit", "Subject", "Throttled", "attempt", "network_of", "succeeded", "wait"]

_KEPT = timedelta(days=1)
_SWEEP_EACH = 64


class Throttled(CommunityError):
    """Too many attempts; `seconds` until the next one is looked at."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__("too many attempts", hint=f"try again in {seconds} seconds")


@dataclass(frozen=True)
class Limit:
    """How often something may be tried. After `free` failures comes a wait, which doubles with each further one."""

    name: str
    free: int
    window: timedelta = _KEPT
    """Failures older than this do not count; a day at most."""
    forgiving: bool = False
    """Whether a success wipes out the failures before it."""
    first: timedelta = timedelta(seconds=2)
    longest: timedelta = timedelta(minutes=15)

    def of(self, value: str) -> Subject:
        """What is counted: `value` as a hash only."""
        return Subject(self, hash_token(f"{self.name} {value}"))


@dataclass(frozen=True)
class Subject:
    """An account or a network address under one limit."""

    limit: Limit
    key: str


@dataclass(frozen=True)
class Attempt:
    """An attempt that counts as failed until `succeeded` is called with it."""

    ids: tuple[int, ...]


def attempt(db: Database, *subjects: Subject) -> Attempt:
    """Count an attempt under each of `subjects`. Raises Throttled, and counts nothing, while one has to wait."""
    ordered = sorted(subjects, key=lambda subject: subject.key)
    with db.writing() as session:
        if not db.embedded:
            for subject in ordered:
                key = int.from_bytes(bytes.fromhex(subject.key)[:8], signed=True)
                session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
        longest = max(_wait(session, db.now(), subject) for subject in ordered)
        if longest > timedelta(0):
            raise Throttled(_seconds(longest))
        rows = [SignInAttempt(subject=subject.key, at=db.now(), success=False) for subject in ordered]
        session.add_all(rows)
        session.flush()
        if any(row.id % _SWEEP_EACH == 0 for row in rows):
            session.execute(sa.delete(SignInAttempt).where(SignInAttempt.at < db.now() - _KEPT))
        return Attempt(tuple(row.id for row in rows))


def succeeded(db: Database, attempt: Attempt) -> None:
    """Say that an attempt was right."""
    with db.writing() as session:
        session.execute(sa.update(SignInAttempt).where(SignInAttempt.id.in_(attempt.ids)).values(success=True))


def wait(db: Database, *subjects: Subject) -> int:
    """Seconds until the next attempt is looked at; 0 for at once."""
    with db.reading() as session:
        return _seconds(max(_wait(session, db.now(), subject) for subject in subjects))


def network_of(address: str) -> str:
    """What stands for a network address: of IPv6 the /64 that one customer is given, else the address.

    >>> network_of("2001:db8:1:2:aaaa::1"), network_of("192.0.2.7"), network_of("::ffff:192.0.2.7")
    ('2001:db8:1:2::', '192.0.2.7', '192.0.2.7')
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False).network_address)
    return str(parsed)


def _wait(session: OrmSession, now: datetime, subject: Subject) -> timedelta:
    limit = subject.limit
    rows = SignInAttempt.subject == subject.key, SignInAttempt.at > now - min(limit.window, _KEPT)
    query = sa.select(sa.func.count(), sa.func.max(SignInAttempt.at)).where(*rows, ~SignInAttempt.success)
    if limit.forgiving:
        last_success = sa.select(sa.func.coalesce(sa.func.max(SignInAttempt.id), 0)).where(*rows, SignInAttempt.success)
        query = query.where(SignInAttempt.id > last_success.scalar_subquery())
    failures, last = session.execute(query).one()
    if last is None or failures < limit.free:
        return timedelta(0)
    pause = min(limit.first * 2 ** min(failures - limit.free, 30), limit.longest)
    return max(last + pause - now, timedelta(0))


def _seconds(time: timedelta) -> int:
    return -int(-time.total_seconds() // 1)
