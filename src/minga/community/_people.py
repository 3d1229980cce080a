"""People: who they are here, what they may do, and how they are let in."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from minga.community.base import Base
from minga.languages import matches

__all__ = ["AccessKey", "Consent", "Invitation", "Person", "Role", "Session"]

Naming = Literal["name", "pseudonym", "none"]
RoleName = Literal["lead", "steward", "adjudicator", "reviewer", "donor", "guest"]
REVIEWING: tuple[RoleName, ...] = ("reviewer", "adjudicator", "lead")
"""Whoever has one of these roles may answer."""
KeyKind = Literal["link", "api", "email"]


class Person(Base):
    """Somebody who takes part, by the name that she chose."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), default="")
    """The public name or pseudonym; empty where `naming` is `none`."""
    naming: Mapped[Naming] = mapped_column(String(12), default="name")
    locale: Mapped[str] = mapped_column(String(8), default="es")
    """Interface language."""
    varieties: Mapped[list[str]] = mapped_column(default=list)
    """BCP-47 tags of the languages and varieties that she declares to speak."""
    country: Mapped[str | None] = mapped_column(String(2))
    """ISO 3166-1 code of where she lives or comes from, if she says so."""
    contributor: Mapped[str] = mapped_column(String(200), default="")
    """The name under which she gave texts, as a lead knows it: she never reviews those, and takes them along when she
    withdraws."""
    other_names: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """Further names that she says she gave texts under: she never reviews those either, but a lead confirms them
    before a withdrawal reaches them. Anybody could write somebody else's name here."""
    simulated: Mapped[bool] = mapped_column(default=False)
    """True for demo people; pages and tables say so."""
    withdrawn_at: Mapped[datetime | None]
    """When she took her work back: from then on nothing that she did counts or is released."""
    created_at: Mapped[datetime]
    roles: Mapped[list[Role]] = relationship(lazy="selectin", order_by="Role.id")

    @property
    def public_name(self) -> str:
        """What is printed beside her work; `anonymous` when she wants no name."""
        return self.name if self.naming != "none" and self.name else "anonymous"

    @property
    def credit_names(self) -> frozenset[str]:
        """All names under which texts may be hers, case-folded."""
        return frozenset(name.casefold() for name in (self.name, self.contributor, *(self.other_names or ())) if name)

    def has_role(self, *names: RoleName, campaign_id: int | None = None, language: str | None = None) -> bool:
        """Whether she has one of these roles for this campaign and language.

        A role without a campaign holds for all, and one without a language too; without `language`, a role in any
        language is enough. Who has withdrawn has none.
        """
        return self.withdrawn_at is None and any(
            role.name in names
            and role.campaign_id in {None, campaign_id}
            and (language is None or role.language is None or matches(role.language, language))
            for role in self.roles
        )


class Role(Base):
    """What a person may do: everywhere, or in one campaign or language."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("person_id", "name", "campaign_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[RoleName] = mapped_column(String(12))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    language: Mapped[str | None] = mapped_column(String(35))
    granted_at: Mapped[datetime]


class Invitation(Base):
    """A link and a short code that let people in with a role. Both are shown once and kept as hashes."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    """Of the code that is typed on a phone; None for invitations from before there were codes."""
    role: Mapped[RoleName] = mapped_column(String(12), default="reviewer")
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    languages: Mapped[list[str]] = mapped_column(default=list)
    """Varieties offered when joining; empty offers all of the project's."""
    contributor: Mapped[str] = mapped_column(String(200), default="")
    """For a donor who also reviews: the name under which she gave texts."""
    uses_left: Mapped[int]
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]
    created_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    """None when it was made from the command line."""
    revoked_at: Mapped[datetime | None]


class Session(Base):
    """A browser that is signed in."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    csrf_secret: Mapped[str] = mapped_column(String(64))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    device: Mapped[str] = mapped_column(String(80), default="", server_default="")
    """Browser and system in a few words, so that its owner can tell her sessions apart."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class AccessKey(Base):
    """What a person signs in with: a personal link for another device, a token for programs, a link by e-mail."""

    __tablename__ = "access_key"
    __table_args__ = (Index(None, "person_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[KeyKind] = mapped_column(String(8))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(80), default="", server_default="")
    """What its owner calls it, to tell several tokens apart."""
    scopes: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    """What a token of a program may do: `read`, `answer`, `lead`. For a link by e-mail, `sign-in`, or `confirm` and
    the address that it confirms."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class Consent(Base):
    """That a person agreed, to which text, and when. Never changed: a new text means a new row."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(8))
    text_sha256: Mapped[str] = mapped_column(String(64))
    agreed_at: Mapped[datetime]
