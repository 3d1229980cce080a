"""Links by e-mail: one use, fifteen minutes, and a click on the page behind them.

Mail scanners open links; only the button on the page uses one up.
"""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import formataddr, make_msgid

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session as OrmSession

from minga.community.accounts import normal_email
from minga.community.database import Database
from minga.community.models import AccessKey, Account, Person
from minga.community.sessions import key_by_token
from minga.community.throttling import Limit, Throttled, attempt, network_of
from minga.community.tokens import hash_token
from minga.errors import CommunityError, EndpointError, SettingError
from minga.settings import MailSettings

__all__ = [
    "MailedLink",
    "Mailer",
    "VALID",
    "ask_for_confirmation",
    "ask_for_link",
    "peek_link",
    "use_link",
]

VALID = timedelta(minutes=15)
"""How long a link works."""

_MAILS = Limit("mail", free=3, first=timedelta(minutes=1), longest=timedelta(hours=1))
"""Mails to one address: nobody's inbox is filled from here."""
_ASKED = Limit("mail-network", free=40, window=timedelta(hours=1))
_SECONDS = 20


@dataclass(frozen=True)
class MailedLink:
    """What the link in a mail is for."""

    person: Person
    confirms: str
    """The address that it confirms; empty where it signs in."""


class Mailer:
    """Sends mail over the project's SMTP server; the password comes from the environment."""

    def __init__(self, settings: MailSettings, environment: Mapping[str, str] = os.environ) -> None:
        self.settings = settings
        self.environment = environment

    def send(self, to: str, subject: str, text: str, *, name: str = "") -> None:
        """Send a plain text; `name` stands before the sender's address.

        Raises SettingError when the password's variable is not set, EndpointError when the server refuses.
        """
        message = EmailMessage()
        message["From"] = formataddr((name, self.settings.sender))
        message["To"] = to
        message["Subject"] = subject
        message["Message-ID"] = make_msgid(domain=self.settings.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        where = f"{self.settings.host}:{self.settings.port}"
        try:
            with self._connection() as server:
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            reason = str(error).partition("\n")[0] or type(error).__name__
            raise EndpointError(
                f"the mail server refused ({reason})", where=where, hint="see [accounts.mail]"
            ) from error

    def _connection(self) -> smtplib.SMTP:
        settings, secure = self.settings, ssl.create_default_context()
        if settings.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(settings.host, settings.port, timeout=_SECONDS, context=secure)
        else:
            server = smtplib.SMTP(settings.host, settings.port, timeout=_SECONDS)
        try:
            if settings.security == "starttls":
                server.starttls(context=secure)
            if settings.user:
                server.login(settings.user, self._password())
        except BaseException:
            server.close()
            raise
        return server

    def _password(self) -> str:
        name = self.settings.password_env
        password = self.environment.get(name)
        if not password:
            hint = "set it to the password of the mail server"
            raise SettingError(f"{name} is not set", where="environment", hint=hint)
        return password


def ask_for_link(db: Database, email: str, *, network: str) -> tuple[Person, str, str] | None:
    """The person, her address and a fresh token, for somebody who asks for a link to sign in; None for nobody.

    Only an address that was confirmed leads to its person. None as well when that address, or the network that asks,
    had too many already: the caller says the same in any case, and before this is called.
    """
    try:
        address = normal_email(email)
        attempt(db, _MAILS.of(address), _ASKED.of(network_of(network)))
    except CommunityError:  # also Throttled
        return None
    query = (
        select(Person)
        .join(Account, Account.person_id == Person.id)
        .where(Account.email == address, Account.email_verified_at.is_not(None))
    )
    with db.writing() as session:
        person = session.scalars(query).one_or_none()
        return None if person is None else (person, address, _issue(session, db, person.id, ["sign-in"]))


def ask_for_confirmation(db: Database, person_id: int, email: str) -> tuple[str, str] | None:
    """The address and a fresh token for a link that confirms it; None when too many mails went there already.

    Raises CommunityError when it cannot be an address. Whether it has an account is not looked at here.
    """
    address = normal_email(email)
    try:
        attempt(db, _MAILS.of(address), _ASKED.of(f"person {person_id}"))
    except Throttled:
        return None
    with db.writing() as session:
        return address, _issue(session, db, person_id, ["confirm", address])


def peek_link(db: Database, token: str) -> MailedLink | None:
    """What a link is for, without using it up; None when it is unknown, was used, or has run out."""
    with db.reading() as session:
        found = key_by_token(session, db, token, "email")
        return None if found is None else _as_link(found[0], found[1])


def use_link(db: Database, token: str) -> MailedLink | None:
    """The same, and the link is used up: of two that use it at once, one gets None."""
    with db.writing() as session:
        used = session.execute(
            update(AccessKey)
            .where(AccessKey.token_hash == hash_token(token), *_works(db))
            .values(revoked_at=db.now(), last_used_at=db.now())
            .returning(AccessKey.id)
        ).scalar_one_or_none()
        if used is None:
            return None
        key = session.get_one(AccessKey, used)
        return _as_link(session.get_one(Person, key.person_id), key)


def _works(db: Database) -> tuple[ColumnElement[bool], ...]:
    return AccessKey.kind == "email", AccessKey.revoked_at.is_(None), AccessKey.expires_at > db.now()


def _as_link(person: Person, key: AccessKey) -> MailedLink:
    return MailedLink(person, key.scopes[1] if key.scopes[:1] == ["confirm"] else "")


def _issue(session: OrmSession, db: Database, person_id: int, scopes: list[str]) -> str:
    """A link of its kind; the one before it stops working."""
    token = db.new_token()
    mine = AccessKey.person_id == person_id, AccessKey.kind == "email", AccessKey.revoked_at.is_(None)
    session.execute(update(AccessKey).where(*mine).values(revoked_at=db.now()))
    key = AccessKey(
        token_hash=hash_token(token), kind="email", person_id=person_id, scopes=scopes, created_at=db.now(),
        expires_at=db.now() + VALID,
    )  # fmt: skip
    session.add(key)
    return token
