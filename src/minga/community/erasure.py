"""Deleting what a person wrote and told. Rows that others are counted by stay, without content."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session as OrmSession

from minga.community.accounts import attempt_subjects
from minga.community.database import Database
from minga.community.models import (
    Account,
    Assignment,
    Certificate,
    Decision,
    Guideline,
    Invitation,
    Item,
    Person,
    Response,
    SignInAttempt,
    Submission,
)
from minga.community.personal_data import PERSONAL

__all__ = ["GONE", "erase_content"]

GONE = "—"
"""What stands where a text was."""
_TEXTS = frozenset({"content", "question", "context", "reference", "text", "prompt", "document", "a", "b", "choices"})
"""Keys of an item's payload under which its texts are."""


def erase_content(session: OrmSession, db: Database, person: Person) -> None:
    """Delete what `person` wrote and told, in the caller's transaction; she keeps a number and nothing else.

    What becomes of each table is `PERSONAL`'s `fate`. Tables and releases that were made before are files: they stay
    until somebody deletes them.
    """
    _empty_answers(session, person.id)
    _empty_texts(session, person)
    account = session.get(Account, person.id)
    if account is not None and account.email:
        counted = attempt_subjects(account.email, person.id)
        session.execute(sa.delete(SignInAttempt).where(SignInAttempt.subject.in_(counted)))
    for personal in PERSONAL.values():
        if personal.fate == "deleted":
            owner = getattr(personal.model, personal.owner)
            session.execute(sa.delete(personal.model).where(owner == person.id))
    session.expire(person, ["roles"])
    _let_go(session, person.id)
    person.name = person.contributor = ""
    person.naming, person.country = "none", None
    person.varieties, person.other_names = [], []


def _empty_answers(session: OrmSession, person_id: int) -> None:
    """Answers without what they said, and the decisions that took a text of hers over without it."""
    hers = set(session.scalars(sa.select(Response.id).where(Response.person_id == person_id)))
    items = sa.select(Response.item_id).where(Response.person_id == person_id)
    adopted = sa.select(Decision).where(Decision.item_id.in_(items), Decision.edits.is_not(None))
    for decision in session.scalars(adopted):
        if hers & {*decision.supporters, *decision.inputs}:
            decision.edits = None
    for response in session.scalars(sa.select(Response).where(Response.person_id == person_id)):
        response.verdict, response.note, response.digest = "cannot-judge", "", ""
        response.answers = response.edits = response.seconds = None
        response.client_key = f"erased-{response.id}"
    reasons = sa.update(Assignment).where(Assignment.person_id == person_id, Assignment.reason != "")
    session.execute(reasons.values(reason=""))


def _empty_texts(session: OrmSession, person: Person) -> None:
    """Items that are texts of hers: nobody is given them any more, and what they said is gone."""
    if not person.contributor:
        return
    for item in session.scalars(sa.select(Item).where(Item.contributor == person.contributor.casefold())):
        item.state, item.payload, item.contributor = "closed", _blank(item.payload), ""


def _blank(value: Any, *, text: bool = False) -> Any:
    """A payload with its form and without its texts."""
    match value:
        case dict():
            return {key: _blank(part, text=key in _TEXTS) for key, part in value.items()}
        case list():
            return [_blank(part, text=text) for part in value]
        case str() if text and value:
            return GONE
    return value


def _let_go(session: OrmSession, person_id: int) -> None:
    """What stays is no longer hers."""
    session.execute(sa.update(Guideline).where(Guideline.author_id == person_id).values(author_id=None))
    session.execute(sa.update(Submission).where(Submission.person_id == person_id).values(person_id=None, note=""))
    session.execute(sa.update(Invitation).where(Invitation.created_by == person_id).values(created_by=None))
    mine = sa.update(Certificate).where(Certificate.person_id == person_id)
    session.execute(mine.values(name="", detail={}))
