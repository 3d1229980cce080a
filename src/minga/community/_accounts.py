"""What a person keeps with the project about herself: how she signs in, what she told, what she took back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from minga.community.base import Base

__all__ = ["Account", "Certificate", "Demographics", "Notice", "SignInAttempt", "Withdrawal"]


class Account(Base):
    """How a person signs in, apart from links: never shown, never published."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("oidc_issuer", "oidc_subject"),)

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    """Case-folded."""
    email_verified_at: Mapped[datetime | None]
    password_hash: Mapped[str | None] = mapped_column(String(200))
    """Argon2id, with its parameters."""
    oidc_issuer: Mapped[str | None] = mapped_column(String(200))
    oidc_subject: Mapped[str | None] = mapped_column(String(200))
    changed_at: Mapped[datetime]


class SignInAttempt(Base):
    """Somebody tried a password: what login throttling counts. Rows older than a day are deleted."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(String(64))
    """Hash of the e-mail address or of the network address."""
    at: Mapped[datetime]
    success: Mapped[bool]


class Demographics(Base):
    """What a person chose to tell about herself. In a table of its own: only groups of ten or more are ever shown."""

    __tablename__ = "demographics"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answers: Mapped[dict[str, Any]]
    """Answers by question: `age`, `gender`, `education`, `first_languages`; absent where she did not say."""
    changed_at: Mapped[datetime]


class Notice(Base):
    """A private word to one person: kind, with examples, and before anything else happens."""

    __tablename__ = "notice"
    __table_args__ = (Index(None, "person_id", "seen_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    kind: Mapped[str] = mapped_column(String(24))
    """`gold-missed`, `unsteady`, `rest`, `paused`, `resumed`, `threshold-reached`."""
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What it speaks of, such as ids of items."""
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class Certificate(Base):
    """A document that says what somebody did; its code lets anybody check it on the site."""

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("person_id", "campaign_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaign.id"))
    """None for the whole project."""
    name: Mapped[str] = mapped_column(String(200))
    """The name printed on it, which its owner chose for it."""
    detail: Mapped[dict[str, Any]]
    """What was certified: points, validated answers, roles, dates."""
    issued_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class Withdrawal(Base):
    """That a person took her work back; release notes list how many did since the release before."""

    __tablename__ = "withdrawal"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    erased: Mapped[bool] = mapped_column(default=False)
    """Whether what she wrote and told was deleted as well."""
    credit_names: Mapped[list[str]] = mapped_column(default=list)
    """Hashes of the names under which she gave texts, so that donations of hers are left out too."""
    note: Mapped[str] = mapped_column(Text, default="")
