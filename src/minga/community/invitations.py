"""Links and codes that let people in: for a role, in a campaign, in some languages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session as OrmSession

from minga.community.audit import log_act
from minga.community.consents import ConsentText, record_consent
from minga.community.database import Database
from minga.community.models import Campaign, Invitation, Person, RoleName
from minga.community.people import Profile, add_person, check_may_give, grant_role
from minga.community.throttling import Limit, attempt, network_of, succeeded
from minga.community.tokens import hash_code, hash_token, new_code, plain_code
from minga.errors import CommunityError
from minga.languages import check_tag

__all__ = [
    "ConsentText",
    "Invited",
    "Listed",
    "accept_by_code",
    "accept_invitation",
    "find_by_code",
    "find_invitation",
    "invite",
    "list_invitations",
    "make_invitation",
    "revoke_invitation",
]

State = Literal["open", "used", "expired", "revoked"]
_CODES = Limit("code", free=20, window=timedelta(hours=1))
"""Wrong codes from one network: a class that types together mistypes some twenty; nobody guesses 43 bits that way."""


@dataclass(frozen=True)
class Invited:
    """An invitation's secrets, which are shown this once."""

    id: int
    token: str
    """For the link: `/join/TOKEN`."""
    code: str
    """For the phone, in 9 signs."""


@dataclass(frozen=True)
class Listed:
    """An invitation as leads see it."""

    invitation: Invitation
    state: State
    maker: str
    """Public name of who made it; empty for the command line."""
    campaign: str
    """Short name of its campaign; empty for all."""


def invite(
    db: Database,
    *,
    role: RoleName = "reviewer",
    campaign: Campaign | None = None,
    languages: tuple[str, ...] = (),
    contributor: str = "",
    uses: int = 1,
    valid: timedelta = timedelta(days=30),
    actor: Person | None = None,
) -> str:
    """Make an invitation and return the token of its link; `make_invitation` gives its code too."""
    return make_invitation(
        db, role=role, campaign=campaign, languages=languages, contributor=contributor, uses=uses, valid=valid,
        actor=actor,
    ).token  # fmt: skip


def make_invitation(
    db: Database,
    *,
    role: RoleName = "reviewer",
    campaign: Campaign | None = None,
    languages: tuple[str, ...] = (),
    contributor: str = "",
    uses: int = 1,
    valid: timedelta = timedelta(days=30),
    actor: Person | None = None,
) -> Invited:
    """Make an invitation; only hashes of its link and code are kept.

    `languages` (BCP-47) are offered when joining, and the role is given for them. Raises CommunityError when `actor`
    may not give the role, for a tag that is none, and without uses or time.
    """
    if uses < 1 or valid <= timedelta(0):
        raise CommunityError("an invitation needs at least one use and some time")
    tags = [check_tag(tag) for tag in languages]
    campaign_id = None if campaign is None else campaign.id
    check_may_give(actor, role, campaign_id)
    token, code = db.new_token(), new_code(db.new_token)
    with db.writing() as session:
        invitation = Invitation(
            token_hash=hash_token(token),
            code_hash=hash_code(code),
            role=role,
            campaign_id=campaign_id,
            languages=tags,
            contributor=contributor,
            uses_left=uses,
            expires_at=db.now() + valid,
            created_at=db.now(),
            created_by=None if actor is None else actor.id,
        )
        session.add(invitation)
        session.flush()
        log_act(
            session, "invite", f"invitation {invitation.id}", at=db.now(), actor=actor,
            role=role, campaign=campaign_id, languages=tags, uses=uses,
        )  # fmt: skip
        return Invited(invitation.id, token, code)


def find_invitation(db: Database, token: str) -> Invitation:
    """The invitation behind a link. Raises CommunityError when it is unknown, used up, revoked or too old."""
    with db.reading() as session:
        return _usable(session, db, Invitation.token_hash == hash_token(token))


def find_by_code(db: Database, typed: str, *, network: str) -> Invitation:
    """The invitation whose code somebody typed; `network` is the address that she came from.

    Raises Throttled after too many wrong codes from there, CommunityError for a code that opens nothing.
    """
    with _counted(db, network), db.reading() as session:
        return _usable(session, db, _by_code(typed))


def accept_invitation(db: Database, token: str, profile: Profile, consent: ConsentText) -> Person:
    """Let somebody in by a link: a person with the invitation's role and her consent, all in one transaction.

    Raises CommunityError when the invitation is unknown, used up, revoked or too old.
    """
    with db.writing() as session:
        return _accept(session, db, Invitation.token_hash == hash_token(token), profile, consent)


def accept_by_code(db: Database, typed: str, profile: Profile, consent: ConsentText, *, network: str) -> Person:
    """The same by a code. Raises as `accept_invitation` does, and Throttled after too many wrong codes."""
    with _counted(db, network), db.writing() as session:
        return _accept(session, db, _by_code(typed), profile, consent)


@contextmanager
def _counted(db: Database, network: str) -> Iterator[None]:
    """An attempt with a code, which counts as wrong until the block has ended well."""
    tried = attempt(db, _CODES.of(network_of(network)))
    yield
    succeeded(db, tried)


def _by_code(typed: str) -> ColumnElement[bool]:
    code = plain_code(typed)
    if code is None:
        raise CommunityError("this is no code", hint="it has nine letters and digits")
    return Invitation.code_hash == hash_code(code)


def _accept(
    session: OrmSession, db: Database, which: ColumnElement[bool], profile: Profile, consent: ConsentText
) -> Person:
    invitation = _usable(session, db, which)
    invitation.uses_left -= 1
    person = add_person(session, db, profile, contributor=invitation.contributor)
    languages: list[str | None] = [*invitation.languages] or [None]
    for language in languages:
        grant_role(session, db, person, invitation.role, campaign_id=invitation.campaign_id, language=language)
    record_consent(session, db, person.id, consent)
    return person


def list_invitations(db: Database, *, campaign: Campaign | None = None) -> list[Listed]:
    """All invitations with who made them, the newest first; with `campaign`, those to it."""
    query = (
        select(Invitation, Person, Campaign.slug)
        .outerjoin(Person, Person.id == Invitation.created_by)
        .outerjoin(Campaign, Campaign.id == Invitation.campaign_id)
        .order_by(Invitation.id.desc())
    )
    if campaign is not None:
        query = query.where(Invitation.campaign_id == campaign.id)
    with db.reading() as session:
        return [
            Listed(invitation, _state(invitation, db), maker.public_name if maker else "", slug or "")
            for invitation, maker, slug in session.execute(query)
        ]


def revoke_invitation(db: Database, invitation_id: int, *, actor: Person | None = None) -> None:
    """Make an invitation let nobody in any more; who came in by it stays.

    Raises CommunityError when there is none with that number, or `actor` may not give its role.
    """
    with db.writing() as session:
        invitation = session.get(Invitation, invitation_id, with_for_update=True)
        if invitation is None:
            raise CommunityError("there is no such invitation", where=invitation_id)
        check_may_give(actor, invitation.role, invitation.campaign_id)
        if invitation.revoked_at is None:
            invitation.revoked_at = db.now()
            log_act(session, "revoke-invitation", f"invitation {invitation_id}", at=db.now(), actor=actor)


def _state(invitation: Invitation, db: Database) -> State:
    if invitation.revoked_at is not None:
        return "revoked"
    if invitation.uses_left < 1:
        return "used"
    return "expired" if invitation.expires_at <= db.now() else "open"


def _usable(session: OrmSession, db: Database, which: ColumnElement[bool]) -> Invitation:
    invitation = session.scalars(select(Invitation).where(which).with_for_update()).one_or_none()
    if invitation is None:
        raise CommunityError("this invitation is not known", hint="ask for a new link")
    state = _state(invitation, db)
    if state == "used":
        raise CommunityError("this invitation has been used", hint="ask for a new link")
    if state == "expired":
        raise CommunityError("this invitation has expired", hint="ask for a new link")
    if state == "revoked":
        raise CommunityError("this invitation was taken back", hint="ask for a new link")
    return invitation
