"""Who is signed in: sessions of browsers, personal links, tokens of programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from minga.community.database import Database
from minga.community.models import AccessKey, KeyKind, Person, Session
from minga.community.tokens import hash_token

__all__ = ["SESSION_DAYS", "SignedIn", "issue_key", "key_owner", "read_session", "sign_in", "sign_out"]

SESSION_DAYS = 30
"""How long a browser stays signed in."""


@dataclass(frozen=True)
class SignedIn:
    """A person behind a session, and the secret that her forms carry."""

    person: Person
    csrf_secret: str


def sign_in(db: Database, person_id: int, *, previous: str | None = None) -> str:
    """A new session's token. The `previous` session of this browser ends, so that nobody can fix a token beforehand."""
    token = db.new_token()
    with db.writing() as session:
        session.execute(delete(Session).where(Session.expires_at <= db.now()))
        if previous is not None:
            session.execute(delete(Session).where(Session.token_hash == hash_token(previous)))
        session.add(
            Session(
                token_hash=hash_token(token),
                csrf_secret=db.new_token(),
                person_id=person_id,
                created_at=db.now(),
                expires_at=db.now() + timedelta(days=SESSION_DAYS),
            )
        )
    return token


def read_session(db: Database, token: str) -> SignedIn | None:
    """Who is behind a session's token; None when it is unknown or has run out."""
    query = (
        select(Person, Session.csrf_secret)
        .join(Session, Session.person_id == Person.id)
        .where(Session.token_hash == hash_token(token), Session.expires_at > db.now())
    )
    with db.reading() as session:
        row = session.execute(query).one_or_none()
        return None if row is None else SignedIn(row[0], row[1])


def sign_out(db: Database, token: str) -> None:
    """End a session."""
    with db.writing() as session:
        session.execute(delete(Session).where(Session.token_hash == hash_token(token)))


def issue_key(db: Database, person_id: int, kind: KeyKind) -> str:
    """A new personal link or program token; the person's former one of that kind stops working."""
    token = db.new_token()
    with db.writing() as session:
        former = update(AccessKey).where(
            AccessKey.person_id == person_id, AccessKey.kind == kind, AccessKey.revoked_at.is_(None)
        )
        session.execute(former.values(revoked_at=db.now()))
        key = AccessKey(
            token_hash=hash_token(token), kind=kind, person_id=person_id, created_at=db.now(), revoked_at=None
        )
        session.add(key)
    return token


def key_owner(db: Database, token: str, kind: KeyKind) -> Person | None:
    """Whose personal link or program token this is; None when it is unknown or was replaced."""
    query = (
        select(Person)
        .join(AccessKey, AccessKey.person_id == Person.id)
        .where(AccessKey.token_hash == hash_token(token), AccessKey.kind == kind, AccessKey.revoked_at.is_(None))
    )
    with db.reading() as session:
        return session.scalars(query).one_or_none()
