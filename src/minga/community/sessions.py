"""Who is signed in: sessions of browsers, personal links, tokens of programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, select, update
from sqlalchemy.orm import Session as OrmSession
from sqlalchemy.orm import joinedload

from minga.community.database import Database
from minga.community.models import AccessKey, Consent, KeyKind, Person, Session
from minga.community.tokens import hash_token
from minga.errors import CommunityError

__all__ = [
    "OpenSession",
    "ProgramToken",
    "SESSION_DAYS",
    "SignedIn",
    "end_session",
    "end_sessions",
    "issue_key",
    "key_by_token",
    "key_owner",
    "list_keys",
    "list_sessions",
    "program_token",
    "read_session",
    "revoke_key",
    "sign_in",
    "sign_out",
]

SESSION_DAYS = 30
"""How long a browser stays signed in."""
_MAX_TOKENS = 20
_USED_EACH = timedelta(hours=1)
"""How exactly the last use of a token is known: one write an hour is enough to tell a forgotten one."""
_CONSENTED = (
    select(Consent.version)
    .where(Consent.person_id == Person.id)
    .order_by(Consent.id.desc())
    .limit(1)
    .correlate(Person)
    .scalar_subquery()
)
# Asked with every request, and so built once.
_BY_COOKIE = (
    select(Person, Session.csrf_secret, _CONSENTED)
    .join(Session, Session.person_id == Person.id)
    .options(joinedload(Person.roles))
    .where(Session.token_hash == bindparam("hash"), Session.expires_at > bindparam("now"))
)
_BY_TOKEN = (
    select(Person, AccessKey, _CONSENTED)
    .join(AccessKey, AccessKey.person_id == Person.id)
    .where(
        AccessKey.token_hash == bindparam("hash"),
        AccessKey.kind == bindparam("kind"),
        AccessKey.revoked_at.is_(None),
        AccessKey.expires_at.is_(None) | (AccessKey.expires_at > bindparam("now")),
    )
)


@dataclass(frozen=True)
class SignedIn:
    """A person behind a session, and the secret that her forms carry."""

    person: Person
    csrf_secret: str
    consented: str | None = None
    """Version of the consent text that she agreed to last; None for none."""


@dataclass(frozen=True)
class OpenSession:
    """A browser that is signed in, as its owner sees it."""

    id: int
    device: str
    created_at: datetime
    expires_at: datetime
    here: bool
    """Whether it is the one that asks."""


@dataclass(frozen=True)
class ProgramToken:
    """Whose token a program sent, and what it may do with it."""

    person: Person
    scopes: frozenset[str]
    """Empty for a token from before there were scopes: it may do everything that its owner may."""
    consented: str | None = None
    """Version of the consent text that its owner agreed to last."""

    def may(self, scope: str) -> bool:
        """Whether it may do what needs `scope`."""
        return not self.scopes or scope in self.scopes


def sign_in(db: Database, person_id: int, *, previous: str | None = None, device: str = "") -> str:
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
                device=device[:80],
                created_at=db.now(),
                expires_at=db.now() + timedelta(days=SESSION_DAYS),
            )
        )
    return token


def read_session(db: Database, token: str) -> SignedIn | None:
    """Who is behind a session's token; None when it is unknown or has run out."""
    with db.reading() as session:
        row = session.execute(_BY_COOKIE, {"hash": hash_token(token), "now": db.now()}).unique().one_or_none()
        return None if row is None else SignedIn(row[0], row[1], row[2])


def sign_out(db: Database, token: str) -> None:
    """End a session."""
    with db.writing() as session:
        session.execute(delete(Session).where(Session.token_hash == hash_token(token)))


def list_sessions(db: Database, person_id: int, *, token: str | None = None) -> list[OpenSession]:
    """The browsers in which a person is signed in, the newest first; `token` is that of the one that asks."""
    query = select(Session).where(Session.person_id == person_id, Session.expires_at > db.now())
    here = None if token is None else hash_token(token)
    with db.reading() as session:
        return [
            OpenSession(row.id, row.device, row.created_at, row.expires_at, row.token_hash == here)
            for row in session.scalars(query.order_by(Session.id.desc()))
        ]


def end_session(db: Database, person_id: int, session_id: int) -> None:
    """End one of a person's sessions; does nothing when it has ended, or is not hers."""
    with db.writing() as session:
        session.execute(delete(Session).where(Session.id == session_id, Session.person_id == person_id))


def end_sessions(session: OrmSession, person_id: int, *, keep: str | None = None) -> None:
    """End all of a person's sessions but the one with the token `keep`, in the caller's transaction."""
    gone = delete(Session).where(Session.person_id == person_id)
    session.execute(gone if keep is None else gone.where(Session.token_hash != hash_token(keep)))


def issue_key(
    db: Database,
    person_id: int,
    kind: KeyKind,
    *,
    name: str = "",
    scopes: Sequence[str] = (),
    valid: timedelta | None = None,
) -> str:
    """A new personal link, link by e-mail or program token, shown this once.

    The person's former link stops working, and so does a program token of the same name. Raises CommunityError when
    she has too many tokens already.
    """
    token = db.new_token()
    with db.writing() as session:
        mine = _usable(db, person_id, kind)
        former = update(AccessKey).where(*mine)
        if kind == "api":
            former = former.where(AccessKey.name == name[:80])
        session.execute(former.values(revoked_at=db.now()))
        if len(session.scalars(select(AccessKey.id).where(*mine)).all()) >= _MAX_TOKENS:
            raise CommunityError("there are too many tokens", hint="delete one that is no longer used")
        session.add(
            AccessKey(
                token_hash=hash_token(token),
                kind=kind,
                person_id=person_id,
                name=name[:80],
                scopes=list(scopes),
                created_at=db.now(),
                expires_at=None if valid is None else db.now() + valid,
            )
        )
    return token


def list_keys(db: Database, person_id: int, kind: KeyKind) -> list[AccessKey]:
    """A person's keys of one kind that still work, the newest first."""
    with db.reading() as session:
        query = select(AccessKey).where(*_usable(db, person_id, kind)).order_by(AccessKey.id.desc())
        return list(session.scalars(query))


def revoke_key(db: Database, person_id: int, key_id: int) -> None:
    """Make one of a person's keys stop working; does nothing when it is not hers."""
    mine = update(AccessKey).where(
        AccessKey.id == key_id, AccessKey.person_id == person_id, AccessKey.revoked_at.is_(None)
    )
    with db.writing() as session:
        session.execute(mine.values(revoked_at=db.now()))


def key_owner(db: Database, token: str, kind: KeyKind) -> Person | None:
    """Whose personal link or program token this is; None when it is unknown, was replaced, or has run out."""
    with db.reading() as session:
        found = key_by_token(session, db, token, kind)
        return None if found is None else found[0]


def program_token(db: Database, token: str) -> ProgramToken | None:
    """Whose token a program sent and what it may do; None when it is unknown, was revoked, or has run out."""
    with db.reading() as session:
        found = key_by_token(session, db, token, "api")
    if found is None:
        return None
    person, key, consented = found
    if key.last_used_at is None or key.last_used_at < db.now() - _USED_EACH:
        with db.writing() as session:
            session.execute(update(AccessKey).where(AccessKey.id == key.id).values(last_used_at=db.now()))
    return ProgramToken(person, frozenset(key.scopes), consented)


def key_by_token(
    session: OrmSession, db: Database, token: str, kind: KeyKind
) -> tuple[Person, AccessKey, str | None] | None:
    """Whose key it is, the key, and the consent text that its owner agreed to last; None when it works no more."""
    row = session.execute(_BY_TOKEN, {"hash": hash_token(token), "kind": kind, "now": db.now()}).one_or_none()
    return None if row is None else (row[0], row[1], row[2])


def _usable(db: Database, person_id: int, kind: KeyKind) -> tuple[ColumnElement[bool], ...]:
    return (
        AccessKey.person_id == person_id,
        AccessKey.kind == kind,
        AccessKey.revoked_at.is_(None),
        AccessKey.expires_at.is_(None) | (AccessKey.expires_at > db.now()),
    )
