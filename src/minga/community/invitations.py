"""Links that let people in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community.audit import log_act
from minga.community.database import Database
from minga.community.models import Campaign, Consent, Invitation, Person, RoleName
from minga.community.people import Profile, add_person, grant_role
from minga.community.tokens import hash_token
from minga.errors import CommunityError

__all__ = ["ConsentText", "accept_invitation", "find_invitation", "invite"]


@dataclass(frozen=True)
class ConsentText:
    """The text that a person agreed to, as she saw it."""

    version: str
    language: str
    sha256: str


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
    """Make an invitation and return its token; only a hash of it is kept."""
    if uses < 1 or valid <= timedelta(0):
        raise CommunityError("an invitation needs at least one use and some time")
    token = db.new_token()
    with db.writing() as session:
        invitation = Invitation(
            token_hash=hash_token(token),
            role=role,
            campaign_id=None if campaign is None else campaign.id,
            languages=list(languages),
            contributor=contributor,
            uses_left=uses,
            expires_at=db.now() + valid,
            created_at=db.now(),
        )
        session.add(invitation)
        session.flush()
        log_act(session, "invite", f"invitation {invitation.id}", at=db.now(), actor=actor, role=role, uses=uses)
    return token


def find_invitation(db: Database, token: str) -> Invitation:
    """The invitation behind a token. Raises CommunityError when it is unknown, used up or too old."""
    with db.reading() as session:
        return _usable(session, db, token)


def accept_invitation(db: Database, token: str, profile: Profile, consent: ConsentText) -> Person:
    """Let somebody in: a person with the invitation's role and her consent, all in one transaction.

    Raises CommunityError when the invitation is unknown, used up or too old.
    """
    with db.writing() as session:
        invitation = _usable(session, db, token)
        invitation.uses_left -= 1
        person = add_person(session, db, profile, contributor=invitation.contributor)
        grant_role(session, db, person, invitation.role, campaign_id=invitation.campaign_id)
        session.add(
            Consent(
                person_id=person.id,
                version=consent.version,
                language=consent.language,
                text_sha256=consent.sha256,
                agreed_at=db.now(),
            )
        )
        return person


def _usable(session: OrmSession, db: Database, token: str) -> Invitation:
    query = select(Invitation).where(Invitation.token_hash == hash_token(token)).with_for_update()
    invitation = session.scalars(query).one_or_none()
    if invitation is None:
        raise CommunityError("this invitation is not known", hint="ask for a new link")
    if invitation.uses_left < 1:
        raise CommunityError("this invitation has been used", hint="ask for a new link")
    if invitation.expires_at <= db.now():
        raise CommunityError("this invitation has expired", hint="ask for a new link")
    return invitation
