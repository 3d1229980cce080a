"""Everything that the project keeps about one person, for that person: as JSON, and as CSV files in a ZIP."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session as OrmSession

from minga.community.accounts import attempt_subjects
from minga.community.database import Database
from minga.community.models import (
    Acceptance,
    AccessKey,
    Account,
    Assignment,
    Attempt,
    AuditEvent,
    Base,
    Campaign,
    Certificate,
    Consent,
    Demographics,
    Guideline,
    Invitation,
    Item,
    Notice,
    Person,
    Response,
    Role,
    Session,
    SignInAttempt,
    Standing,
    Submission,
    Tally,
    Withdrawal,
)
from minga.errors import CommunityError
from minga.spreadsheets import csv_text

__all__ = ["PERSONAL", "Personal", "as_csv", "as_zip", "export"]

Fate = Literal["deleted", "emptied", "kept"]


@dataclass(frozen=True)
class Personal:
    """A table with rows of people, and what becomes of them."""

    model: type[Base]
    owner: str
    """The column that says whose a row is."""
    fate: Fate
    """On erasure: the row is `deleted`, `emptied` of what she wrote or told, or `kept` as it is."""
    why: str = ""
    """Why a row stays."""
    secret: frozenset[str] = field(default_factory=frozenset)
    """Columns that are no use to anybody but a thief: hashes of what opens something."""


_TOKEN = frozenset({"token_hash"})
PERSONAL: dict[str, Personal] = {
    one.model.__tablename__: one
    for one in (
        Personal(Account, "person_id", "deleted", secret=frozenset({"password_hash"})),
        Personal(Demographics, "person_id", "deleted"),
        Personal(Consent, "person_id", "kept", "that she agreed, and to which text, has to be shown afterwards"),
        Personal(Role, "person_id", "deleted"),
        Personal(Session, "person_id", "deleted", secret=_TOKEN | {"csrf_secret"}),
        Personal(AccessKey, "person_id", "deleted", secret=_TOKEN),
        Personal(Invitation, "created_by", "emptied", "who came in by it stays", secret=_TOKEN | {"code_hash"}),
        Personal(Notice, "person_id", "deleted"),
        Personal(Acceptance, "person_id", "kept", "a number and a date"),
        Personal(Attempt, "person_id", "deleted"),
        Personal(Tally, "person_id", "deleted"),
        Personal(Standing, "person_id", "deleted"),
        Personal(Assignment, "person_id", "emptied", "positions and counts of the campaign stay what they were"),
        Personal(Response, "person_id", "emptied", "positions and counts of the campaign stay what they were"),
        Personal(Certificate, "person_id", "emptied", "its code answers that it was revoked"),
        Personal(Withdrawal, "person_id", "kept", "it is what keeps her work out of the next release"),
        Personal(Guideline, "author_id", "emptied", "the text is the project's"),
        Personal(Submission, "person_id", "emptied", "the model's scores are the project's"),
        Personal(AuditEvent, "actor_id", "kept", "who used which right is shown to those it was used on"),
    )
}
"""Every table that points at a person. A test holds it against the models."""


def export(db: Database, person_id: int) -> dict[str, Any]:
    """Everything about a person: `person`, and the rows of each table in `tables`, as JSON values.

    Rows of a campaign carry its short name in `campaign`, rows of an item the record's id in `record`. Raises
    CommunityError when there is no such person.
    """
    with db.reading() as session:
        person = session.get(Person, person_id)
        if person is None:
            raise CommunityError("there is no such person", where=person_id)
        add_names = _names(session, person_id)
        tables = {
            name: [add_names(_values(row, kind.secret)) for row in _rows(session, kind, person_id)]
            for name, kind in PERSONAL.items()
        }
        account = session.get(Account, person_id)
        counted = attempt_subjects(account.email, person_id) if account and account.email else []
        attempts = sa.select(SignInAttempt).where(SignInAttempt.subject.in_(counted)).order_by(SignInAttempt.id)
        tables["sign_in_attempt"] = [_values(row, frozenset({"subject"})) for row in session.scalars(attempts)]
        done_to_her = sa.select(AuditEvent).where(AuditEvent.subject == f"person {person_id}").order_by(AuditEvent.id)
        tables["acts_on_you"] = [_values(row, frozenset()) for row in session.scalars(done_to_her)]
        return {"made_at": db.now().isoformat(), "person": _values(person, frozenset()), "tables": tables}


def as_zip(exported: Mapping[str, Any]) -> bytes:
    """An export as a ZIP: `everything.json`, and a CSV file for each table that has rows."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("everything.json", json.dumps(exported, ensure_ascii=False, indent=1))
        for name, rows in {"person": [exported["person"]], **exported["tables"]}.items():
            if rows:
                archive.writestr(f"{name}.csv", as_csv(rows))
    return packed.getvalue()


def as_csv(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV for a spreadsheet, in which nothing is taken for a formula."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return csv_text(names, [{name: _cell(value) for name, value in row.items()} for row in rows])


def _cell(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list, bool)) else value


def _rows(session: OrmSession, kind: Personal, person_id: int) -> list[Any]:
    order = sa.inspect(kind.model).primary_key
    query = sa.select(kind.model).where(getattr(kind.model, kind.owner) == person_id).order_by(*order)
    return list(session.scalars(query).unique())


def _values(row: Any, secret: frozenset[str]) -> dict[str, Any]:
    columns = (column.key for column in sa.inspect(type(row)).columns)
    return {name: _plain(getattr(row, name)) for name in columns if name not in secret}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (datetime, date)) else value


def _names(session: OrmSession, person_id: int) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """A function that adds to a row what its numbers stand for."""
    campaigns = {row[0]: row[1] for row in session.execute(sa.select(Campaign.id, Campaign.slug))}
    touched = sa.union(
        sa.select(Assignment.item_id).where(Assignment.person_id == person_id),
        sa.select(Response.item_id).where(Response.person_id == person_id),
    )
    query = sa.select(Item.id, Item.record_id).where(Item.id.in_(touched))
    records = {row[0]: row[1] for row in session.execute(query)}

    def add(row: dict[str, Any]) -> dict[str, Any]:
        if row.get("campaign_id") is not None:
            row["campaign"] = campaigns.get(row["campaign_id"])
        if row.get("item_id") is not None:
            row["record"] = records.get(row["item_id"])
        return row

    return add
