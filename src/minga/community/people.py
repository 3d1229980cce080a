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
from minga.languages import check_tag, countries

__all__ = [
    "Profile",
    "add_person",
    "change_roles",
    "check_may_give",
    "clean_name",
    "find_person",
    "get_person",
    "grant_role",
    "list_people",
    "lock_person",
    "set_contributor",
    "take_role",
    "update_profile",
]

_MAX_NAME = 80
_MAX_OTHER_NAMES = 10
_GIVES: dict[RoleName, frozenset[RoleName]] = {
    "lead": frozenset({"lead", "steward", "adjudicator", "reviewer", "donor", "guest"}),
    "steward": frozenset({"adjudicator", "reviewer", "donor", "guest"}),
}
"""Which roles may be given by whom."""


@dataclass(frozen=True)
class Profile:
    """What a person says about herself. Raises CommunityError when a name is missing, too long or unprintable."""

    name: str = ""
    naming: Naming = "name"
    locale: str = "es"
    varieties: tuple[str, ...] = ()
    country: str | None = None
    """ISO 3166-1 code, such as `PE`."""
    other_names: tuple[str, ...] = ()
    """Names under which she gave texts, so that she never reviews those."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", "" if self.naming == "none" else clean_name(self.name))
        object.__setattr__(self, "varieties", _clean_tags(self.varieties))
        others = dict.fromkeys(clean_name(name) for name in self.other_names if name.strip())
        if len(others) > _MAX_OTHER_NAMES:
            raise CommunityError("those are too many names", hint=f"at most {_MAX_OTHER_NAMES}")
        object.__setattr__(self, "other_names", tuple(others))
        if self.country is not None and self.country not in countries("en"):
            raise CommunityError("that is no country", hint="a code of two letters, such as PE")


def clean_name(name: str) -> str:
    """A public name as it is kept. Raises CommunityError when it is missing, too long or unprintable."""
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
        country=profile.country,
        other_names=list(profile.other_names),
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
        person = get_person(session, person_id)
        person.name, person.naming = profile.name, profile.naming
        person.locale, person.varieties = profile.locale, list(profile.varieties)
        person.country, person.other_names = profile.country, list(profile.other_names)
        return person


def get_person(session: OrmSession, person_id: int) -> Person:
    """The person with that number, locked until the transaction ends. Raises CommunityError when there is none."""
    person = session.get(Person, person_id, with_for_update=True)
    if person is None:
        raise CommunityError("there is no such person", where=person_id)
    return person


def lock_person(session: OrmSession, person_id: int, *, key_share: bool = False) -> None:
    """Whoever else locks this person's row waits until the transaction ends: two tabs of hers take turns.

    With `key_share` others may go on writing rows that refer to her.
    """
    session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=key_share))


def check_may_give(actor: Person | None, name: RoleName, campaign_id: int | None) -> None:
    """Raise CommunityError unless `actor` may give or take that role there; the command line (None) may."""
    for giver, given in _GIVES.items():
        if actor is None or (name in given and actor.has_role(giver, campaign_id=campaign_id)):
            return
    raise CommunityError("you may not give this role", hint="leads give all roles, stewards those below their own")


def set_contributor(db: Database, person_id: int, contributor: str, *, actor: Person | None = None) -> None:
    """Say under which name a person gave texts: she never reviews those, and they leave with her if she withdraws."""
    name = clean_name(contributor) if contributor else ""
    with db.writing() as session:
        get_person(session, person_id).contributor = name
        log_act(session, "set-contributor", f"person {person_id}", at=db.now(), actor=actor)


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
    log_act(
        session, "grant-role", f"person {person.id}", at=db.now(), actor=actor,
        role=name, campaign=campaign_id, language=language,
    )  # fmt: skip


def take_role(
    session: OrmSession, db: Database, person: Person, name: RoleName, *, campaign_id: int | None = None,
    language: str | None = None, actor: Person | None = None,
) -> None:  # fmt: skip
    """Take a role from a person, as it was given; it is written to the audit log."""
    wanted = (name, campaign_id, language)
    for role in [role for role in person.roles if (role.name, role.campaign_id, role.language) == wanted]:
        person.roles.remove(role)
        session.delete(role)
        log_act(
            session, "take-role", f"person {person.id}", at=db.now(), actor=actor,
            role=name, campaign=campaign_id, language=language,
        )  # fmt: skip


def change_roles(
    db: Database, person_id: int, name: RoleName, *, give: bool, campaign_id: int | None = None,
    language: str | None = None, actor: Person | None = None,
) -> Person:  # fmt: skip
    """Give a person a role, or take it. Raises CommunityError when `actor` may not, or nobody would lead any more."""
    check_may_give(actor, name, campaign_id)
    with db.writing() as session:
        person = get_person(session, person_id)
        change = grant_role if give else take_role
        change(session, db, person, name, campaign_id=campaign_id, language=language, actor=actor)
        if actor is not None and not give and name == "lead":
            session.flush()
            if session.scalar(select(Role.id).where(Role.name == "lead", Role.campaign_id.is_(None)).limit(1)) is None:
                raise CommunityError("the project needs a lead", hint="make somebody else lead first")
        return person


def list_people(db: Database) -> list[Person]:
    """Everybody who takes part, the first to join first; those whose data were erased have no name any more."""
    with db.reading() as session:
        return list(session.scalars(select(Person).order_by(Person.id)))


def find_person(db: Database, name: str) -> Person | None:
    """The person with this public name, or None."""
    with db.reading() as session:
        return session.scalars(select(Person).where(Person.name == name).order_by(Person.id)).first()
