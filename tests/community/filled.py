"""A row in every table that points at a person, made from the models themselves: a new table is filled as well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.base import Moment
from minga.community.models import Assignment, Base, Campaign, Item, Person
from minga.community.people import Profile, add_person

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def owners(table: sa.Table) -> list[str]:
    """Columns of a table that point at a person."""
    return [column.name for column in table.columns for key in column.foreign_keys if key.column.table.name == "person"]


def personal_tables() -> dict[str, sa.Table]:
    return {table.name: table for table in Base.metadata.sorted_tables if owners(table)}


def set_up(db: Database) -> None:
    """One campaign with two items, for the rows to point at."""
    with db.writing() as session:
        session.add(
            Campaign(
                id=1, slug="refranes", title="R", kind="review-instruction", table_name="curated", languages=["es"],
                declared={"name": "refranes", "kind": "review-instruction", "over": "curated"}, created_at=NOW,
            )
        )  # fmt: skip
        session.flush()
        for number in (1, 2):
            session.add(
                Item(
                    id=number, campaign_id=1, record_id=f"{number:032x}", language="es",
                    payload={"record": {"messages": [{"role": "user", "content": "hola"}], "language": "es"}},
                    table_content="x", created_at=NOW,
                )
            )  # fmt: skip


def fill_in(db: Database, name: str, item_id: int = 1) -> Person:
    """A person with one row in every personal table; every text of hers has her name in it."""
    with db.writing() as session:
        person = add_person(session, db, Profile(name, other_names=(f"{name} other",)), contributor=f"{name} donor")
        assignment = Assignment(
            item_id=item_id, campaign_id=1, person_id=person.id, state="answered", taken_at=NOW, expires_at=NOW,
            reason=f"{name} reason",
        )  # fmt: skip
        session.add(assignment)
        session.flush()
        for table in personal_tables().values():
            if table.name != "assignment":
                _add(session, table, person, assignment, item_id)
        return person


def _add(session: OrmSession, table: sa.Table, person: Person, assignment: Assignment, item_id: int) -> None:
    numbers = {"person": person.id, "campaign": 1, "item": item_id, "assignment": assignment.id}
    values: dict[str, Any] = {}
    for column in table.columns:
        keys = [key.column.table.name for key in column.foreign_keys]
        if keys:
            values[column.name] = numbers[keys[0]]
        elif not column.primary_key or column.name == "day":
            values[column.name] = _value(column, person)
    values |= {name: value for name, value in _MEANING.items() if name in table.columns}
    session.execute(table.insert().values(**values))


_MEANING: dict[str, Any] = {
    "naming": "name", "role": "reviewer", "state": "answered", "revoked_at": None, "withdrawn_at": None,
    "expires_at": NOW + timedelta(days=365), "verdict": "edit", "purpose": "work",
}  # fmt: skip


def _value(column: sa.Column[Any], person: Person) -> Any:
    word = f"{person.name} {column.name}"
    match column.type:
        case sa.JSON():
            return (
                [word] if column.name in {"languages", "scopes", "items", "credit_names", "suites"} else {"said": word}
            )
        case Moment():
            return NOW
        case sa.Date():
            return NOW.date()
        case sa.Boolean():
            return False
        case sa.Integer() | sa.Double():
            return person.id
        case sa.String():
            meant = {"language": "es", "role.name": "lead", "code": f"code-{person.id}"}
            word = meant.get(column.name, meant.get(f"{column.table.name}.{column.name}", word))
            return word[: column.type.length or 100]
    raise TypeError(column)
