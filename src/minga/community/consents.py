"""What people agreed to: which text, in which version and language, and when. Rows are only ever added."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session as OrmSession

from minga.community.database import Database
from minga.community.models import Consent

__all__ = ["ConsentText", "agree", "record_consent"]


@dataclass(frozen=True)
class ConsentText:
    """The text that a person agreed to, as she saw it."""

    version: str
    language: str
    sha256: str


def record_consent(session: OrmSession, db: Database, person_id: int, text: ConsentText) -> None:
    """Keep a person's consent, in the caller's transaction."""
    session.add(
        Consent(
            person_id=person_id,
            version=text.version,
            language=text.language,
            text_sha256=text.sha256,
            agreed_at=db.now(),
        )
    )


def agree(db: Database, person_id: int, text: ConsentText) -> None:
    """Keep that somebody who takes part already agreed to a newer text."""
    with db.writing() as session:
        record_consent(session, db, person_id, text)
