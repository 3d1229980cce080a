"""Making people known to the project, and what they tell about themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community.audit import log_act
from minga.community.database import Database
from minga.community.models import Naming, Person, Role, RoleName
from minga.errors import CommunityError, LanguageError
from minga.languages import check_tag

__all__ = ["Profile", "add_person", "find_person", "grant_role", "update_profile"]

_MAX_NAME = 80


@dataclass(frozen=True)
class Profile:
    """What a person says about herself. Raises CommunityError when a name is missing, too long or unprintable."""

    name: str = ""
    naming: Naming = "name"
    locale: str = "es"
    varieties: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", "" if self.naming == "none" else _clean_name(self.name))
        object.__setattr__(self, "varieties", _clean_tags(self.varieties))


def _clean_name(name: str) -> str:
    clean = " ".join(unicodedata.normalize("NFC", name).split())
    if not clean:
        raise CommunityError("a name or pseudonym is missing", hint="write one, or choose to appear without a name")
    # Bidirectional and other control characters would let a name garble the page around it.
    if len(clean) > _MAX_NAME or any(unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Co"} for sign in clean):
        raise CommunityError("that name cannot be shown", hint=f"up to {_MAX_NAME} characters, all of them visible")
    return clean


def _clean_tags(tags: Iterable[str]) -> tuple[str, ...]:
    try:
        return tuple(dict.fromkeys(check_tag(tag) for tag in tags))
    except (ValueError, LanguageError) as error:
        raise CommunityError("one of the languages is not a BCP-47 tag", hint="such as es-PE, ca or gn") from error


def add_person(
    session: OrmSession, db: Database, profile: Profile, *, contributor: str = "", simulated: bool = False
) -> Person:
    """A new person with this profile, in the caller's transaction."""
    person = Person(
        name=profile.name,
        naming=profile.naming,
        locale=profile.locale,
        varieties=list(profile.varieties),
        contributor=contributor,
        simulated=simulated,
        created_at=db.now(),
        roles=[],
    )
    session.add(person)
    session.flush()
    return person


def update_profile(db: Database, person_id: int, profile: Profile) -> Person:
    """Replace what a person says about herself. Raises CommunityError when there is no such person."""
    with db.writing() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise CommunityError("there is no such person", where=person_id)
        person.name, person.naming = profile.name, profile.naming
        person.locale, person.varieties = profile.locale, list(profile.varieties)
        return person


def grant_role(
    session: OrmSession,
    db: Database,
    person: Person,
    name: RoleName,
    *,
    campaign_id: int | None = None,
    language: str | None = None,
    actor: Person | None = None,
) -> None:
    """Give a person a role, once; it is written to the audit log."""
    wanted = (name, campaign_id, language)
    if wanted in {(role.name, role.campaign_id, role.language) for role in person.roles}:
        return
    person.roles.append(Role(name=name, campaign_id=campaign_id, language=language, granted_at=db.now()))
    log_act(session, "grant-role", f"person {person.id}", at=db.now(), actor=actor, role=name, campaign=campaign_id)


def find_person(db: Database, name: str) -> Person | None:
    """The person with this public name, or None."""
    with db.reading() as session:
        return session.scalars(select(Person).where(Person.name == name).order_by(Person.id)).first()
