"""Certificates: what somebody did, under the name that she chose for it, with a code that anybody can check."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Campaign, Certificate, Person
from minga.community.people import lock_person
from minga.errors import CommunityError
from minga.review.credit import Credit, credit_of

__all__ = ["Verified", "certificates_of", "clean_code", "issue", "revoke", "verify"]

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no letter that is read as another."""
_SIGNS = 20
"""Of five bits each: a hundred bits, which nobody guesses."""
_MAX_NAME = 120
_SHOWN = re.compile(r"[^\W_]", re.UNICODE)


@dataclass(frozen=True)
class Verified:
    """What the site says about a code."""

    state: Literal["valid", "revoked", "unknown"]
    certificate: Certificate | None = None
    """Only where it is valid: of a revoked one nothing is said but that it was."""
    campaign: Campaign | None = None
    """None where it is for the whole project."""
    at: datetime | None = None
    """When it was issued or revoked."""


def issue(db: Database, person: Person, campaign: Campaign | None, name: str, *, locale: str = "") -> Certificate:
    """The certificate of `person` for `campaign` (None: the whole project) as things stand now, printed for `name`.

    Issued again it keeps its code and says what holds by then. `locale` is the language that it is printed in; empty
    takes her own. Raises CommunityError when nothing of hers is validated yet, for a name that cannot be printed, and
    when a lead revoked it.
    """
    printed = _clean_name(name)
    credit = credit_of(db, person, campaign)
    if person.simulated or not (credit.work or credit.roles):
        raise CommunityError("nothing of yours is validated yet", hint="a certificate says what decisions confirm")
    with db.writing() as session:
        lock_person(session, person.id)
        certificate = _find(session, person, campaign)
        if certificate is None:
            certificate = Certificate(
                code=_new_code(db), person_id=person.id, campaign_id=None if campaign is None else campaign.id
            )
            session.add(certificate)
        elif certificate.revoked_at is not None and certificate.detail.get("revoked_by") != "owner":
            raise CommunityError("this certificate was revoked", hint="ask the people who lead the project")
        certificate.name, certificate.detail = printed, _detail(credit, campaign, locale or person.locale)
        certificate.issued_at, certificate.revoked_at = db.now(), None
        session.flush()
        return certificate


def verify(db: Database, code: str) -> Verified:
    """What is known under `code`, however it was typed. A withdrawn person's certificate is a revoked one."""
    with db.reading() as session:
        row = session.execute(
            select(Certificate, Person, Campaign)
            .join(Person, Person.id == Certificate.person_id)
            .outerjoin(Campaign, Campaign.id == Certificate.campaign_id)
            .where(Certificate.code == clean_code(code))
        ).one_or_none()
    if row is None:
        return Verified("unknown")
    certificate, person, campaign = row
    if gone := certificate.revoked_at or person.withdrawn_at:
        return Verified("revoked", at=gone)
    return Verified("valid", certificate, campaign, certificate.issued_at)


def revoke(db: Database, code: str, *, actor: Person | None = None) -> Certificate:
    """Take a certificate back: its owner hers, a lead anybody's (None: the command line). Written to the audit log.

    Raises CommunityError when there is none with this code, or `actor` may not.
    """
    with db.writing() as session:
        certificate = session.scalars(select(Certificate).where(Certificate.code == clean_code(code))).one_or_none()
        if certificate is None:
            raise CommunityError("there is no certificate with this code")
        own = actor is not None and actor.id == certificate.person_id
        if actor is not None and not own and not actor.has_role("lead", campaign_id=certificate.campaign_id):
            raise CommunityError("only a lead may revoke somebody else's certificate")
        if certificate.revoked_at is None:
            certificate.revoked_at = db.now()
            certificate.detail = {**certificate.detail, "revoked_by": "owner" if own else "lead"}
            log_act(session, "revoke-certificate", f"certificate {certificate.id}", at=db.now(), actor=actor)
        return certificate


def certificates_of(db: Database, person: Person) -> dict[int | None, Certificate]:
    """A person's certificates by campaign; None stands for the whole project."""
    with db.reading() as session:
        query = select(Certificate).where(Certificate.person_id == person.id).order_by(Certificate.id)
        return {certificate.campaign_id: certificate for certificate in session.scalars(query)}


def clean_code(code: str) -> str:
    """A code as it is kept, from how somebody typed it; empty where it cannot be one.

    >>> clean_code(" a1b2c-d3e4f-g5h6j-k7m8o ")
    'A1B2C-D3E4F-G5H6J-K7M80'
    """
    signs = unicodedata.normalize("NFKC", code[:100]).upper().translate(str.maketrans("OIL", "011"))
    kept = re.sub(r"[\s\u2010-\u2015\u2212._-]", "", signs)
    if len(kept) != _SIGNS or not set(kept) <= set(_ALPHABET):
        return ""
    return "-".join(kept[start : start + 5] for start in range(0, _SIGNS, 5))


def _new_code(db: Database) -> str:
    number = int.from_bytes(hashlib.sha256(f"certificate {db.new_token()}".encode()).digest())
    return clean_code("".join(_ALPHABET[number >> 5 * place & 31] for place in range(_SIGNS)))


def _find(session: OrmSession, person: Person, campaign: Campaign | None) -> Certificate | None:
    # SQL compares NULL with nothing, so the table's own constraint does not hold for whole projects
    here = Certificate.campaign_id.is_(None) if campaign is None else Certificate.campaign_id == campaign.id
    return session.scalars(select(Certificate).where(Certificate.person_id == person.id, here)).one_or_none()


def _clean_name(name: str) -> str:
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not _SHOWN.search(clean):
        raise CommunityError("a certificate needs a name", hint="write the one that shall be printed on it")
    if len(clean) > _MAX_NAME or any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co", "Cn"} for sign in clean):
        raise CommunityError("that name cannot be printed", hint=f"up to {_MAX_NAME} characters, all of them visible")
    return clean


def _detail(credit: Credit, campaign: Campaign | None, locale: str) -> dict[str, Any]:
    return {
        "points": credit.points,
        "validated": credit.validated,
        "work": dict(credit.work),
        "titles": list(credit.titles),
        "roles": list(credit.roles),
        "first": credit.first.isoformat() if credit.first else None,
        "last": credit.last.isoformat() if credit.last else None,
        "campaign": campaign.slug if campaign else None,
        "locale": locale,
    }
