"""Accounts: an e-mail address with a password, and an account elsewhere, that lead back to a person.

Nothing here tells whether an address has an account: what is asked of an unknown one takes as long and says the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session as OrmSession

from minga.community.database import Database
from minga.community.models import AccessKey, Account, Person
from minga.community.passwords import check_password, hash_password, is_outdated, verify_password
from minga.community.people import get_person
from minga.community.sessions import end_sessions
from minga.community.throttling import Limit, attempt, network_of, succeeded
from minga.errors import CommunityError

__all__ = [
    "Ways",
    "attempt_subjects",
    "change_password",
    "check_current_password",
    "claim_email",
    "connect_identity",
    "disconnect_identity",
    "normal_email",
    "person_of_identity",
    "remove_email",
    "sign_in_with_password",
    "ways_of",
]

_ACCOUNTS = Limit("account", free=5, forgiving=True)
"""Wrong passwords for one address."""
_NETWORKS = Limit("network", free=40, window=timedelta(hours=1))
"""Wrong passwords from one network, which may be a whole class; no success wipes them out, or an attacker would sign
in with an account of her own in between."""
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]+")


@dataclass(frozen=True)
class Ways:
    """How a person may sign in, beside personal links."""

    email: str = ""
    verified: bool = False
    """Whether she has opened a link that was sent there."""
    password: bool = False
    issuer: str = ""
    """Where she has the account that is connected; empty for none."""


def normal_email(text: str) -> str:
    """An e-mail address as it is kept: case-folded. Raises CommunityError when it cannot be one."""
    address = unicodedata.normalize("NFC", text).strip().casefold()
    if len(address) > 254 or not _ADDRESS.fullmatch(address):
        raise CommunityError("that is no e-mail address")
    return address


def sign_in_with_password(db: Database, email: str, password: str, *, network: str) -> Person | None:
    """The person with that address and password, or None; `network` is the address that the request came from.

    An unknown address takes the same time. A hash of older parameters is made anew. Raises Throttled after too many
    wrong passwords for that address or from that network.
    """
    address = unicodedata.normalize("NFC", email).strip().casefold()[:254]
    tried = attempt(db, _ACCOUNTS.of(address), _NETWORKS.of(network_of(network)))
    with db.reading() as session:
        account = session.scalars(select(Account).where(Account.email == address)).one_or_none()
    kept = account.password_hash if account else None
    if not verify_password(kept, password) or account is None or kept is None:
        return None
    succeeded(db, tried)
    if is_outdated(kept):
        _rehash(db, account.person_id, kept, hash_password(password))
    with db.reading() as session:
        return session.get_one(Person, account.person_id)


def _rehash(db: Database, person_id: int, kept: str, fresh: str) -> None:
    """Replace a hash, unless the password was changed meanwhile."""
    mine = update(Account).where(Account.person_id == person_id, Account.password_hash == kept)
    with db.writing() as session:
        session.execute(mine.values(password_hash=fresh))


def ways_of(db: Database, person_id: int) -> Ways:
    """How a person may sign in."""
    with db.reading() as session:
        account = session.get(Account, person_id)
    if account is None:
        return Ways()
    verified = account.email_verified_at is not None
    return Ways(account.email or "", verified, account.password_hash is not None, account.oidc_issuer or "")


def attempt_subjects(email: str, person_id: int) -> list[str]:
    """Under which hashes attempts that concern an address and a person are counted."""
    mails = Limit("mail", free=0)
    return [_ACCOUNTS.of(email).key, mails.of(email).key, _ACCOUNTS.of(f"person {person_id}").key]


def check_current_password(db: Database, person_id: int, password: str) -> None:
    """Raise CommunityError unless `password` is the person's, where she has one: a browser left open is not enough.

    Raises Throttled after too many wrong ones.
    """
    with db.reading() as session:
        account = session.get(Account, person_id)
    if account is None or account.password_hash is None:
        return
    tried = attempt(db, _ACCOUNTS.of(f"person {person_id}"))
    if not verify_password(account.password_hash, password):
        raise CommunityError("that is not your password")
    succeeded(db, tried)


def change_password(
    db: Database, person_id: int, password: str, *, least: int, known: Iterable[str] = (), keep: str | None = None
) -> None:
    """Set a person's password, and end all her sessions but the one with the token `keep`.

    Raises CommunityError when she has no e-mail address to sign in with, or the password is too short or too easy.
    """
    with db.reading() as session:
        person, account = session.get_one(Person, person_id), session.get(Account, person_id)
    if account is None or account.email is None:
        raise CommunityError("a password needs an e-mail address to sign in with")
    about_her = (person.name, person.contributor, *person.other_names, account.email)
    check_password(password, least=least, known=[*known, *filter(None, about_her)])
    kept = hash_password(password)
    with db.writing() as session:
        current = _account(session, db, person_id)
        current.password_hash, current.changed_at = kept, db.now()
        end_sessions(session, person_id, keep=keep)


def claim_email(db: Database, person_id: int, email: str, *, verified: bool) -> None:
    """Give a person an e-mail address to sign in with.

    A verified claim (she has opened a link sent there) takes the address from whoever had it without proof. Raises
    CommunityError when the address is taken, or is none.
    """
    address = normal_email(email)
    with db.writing() as session:
        account = _account(session, db, person_id)
        other = session.scalars(
            select(Account).where(Account.email == address, Account.person_id != person_id).with_for_update()
        ).one_or_none()
        if other is not None:
            if other.email_verified_at is not None or not verified:
                raise CommunityError("this address cannot be used here")
            other.email = other.password_hash = None
            session.flush()
        account.email, account.changed_at = address, db.now()
        account.email_verified_at = db.now() if verified else None
        _revoke_mailed_links(session, db, person_id)


def remove_email(db: Database, person_id: int) -> None:
    """Forget a person's e-mail address, and the password that went with it."""
    with db.writing() as session:
        account = _account(session, db, person_id)
        account.email = account.email_verified_at = account.password_hash = None
        account.changed_at = db.now()
        _revoke_mailed_links(session, db, person_id)


def person_of_identity(db: Database, issuer: str, subject: str) -> Person | None:
    """Who has connected this account of an OpenID provider; None when nobody has."""
    query = (
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(Account.oidc_issuer == issuer, Account.oidc_subject == subject)
    )
    with db.reading() as session:
        return session.scalars(query).one_or_none()


def connect_identity(db: Database, person_id: int, issuer: str, subject: str) -> None:
    """Connect an account of an OpenID provider. Raises CommunityError when somebody else has connected it."""
    with db.writing() as session:
        account = _account(session, db, person_id)
        taken = select(Account.person_id).where(
            Account.oidc_issuer == issuer, Account.oidc_subject == subject, Account.person_id != person_id
        )
        if session.scalar(taken) is not None:
            raise CommunityError("this account is connected to somebody else here")
        account.oidc_issuer, account.oidc_subject, account.changed_at = issuer, subject, db.now()


def disconnect_identity(db: Database, person_id: int) -> None:
    """Forget a person's account elsewhere."""
    with db.writing() as session:
        account = _account(session, db, person_id)
        account.oidc_issuer = account.oidc_subject = None
        account.changed_at = db.now()


def _account(session: OrmSession, db: Database, person_id: int) -> Account:
    get_person(session, person_id)
    account = session.get(Account, person_id, with_for_update=True)
    if account is None:
        account = Account(person_id=person_id, changed_at=db.now())
        session.add(account)
        session.flush()
    return account


def _revoke_mailed_links(session: OrmSession, db: Database, person_id: int) -> None:
    mine = AccessKey.person_id == person_id, AccessKey.kind == "email", AccessKey.revoked_at.is_(None)
    session.execute(update(AccessKey).where(*mine).values(revoked_at=db.now()))
