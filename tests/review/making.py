"""Small tables, campaigns and people for the tests of review."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Campaign, Person, RoleName
from minga.community.people import Profile, add_person, grant_role
from minga.records import BenchmarkItem, Finding, InstructionRecord, Message, Record, to_batch
from minga.review import list_campaigns, open_campaign, rows_as_items
from minga.review.guidelines import accept
from minga.settings import CampaignSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

_keys = itertools.count()


def key() -> str:
    return f"key-{next(_keys)}"


def workspace(folder: Path) -> Workspace:
    return Workspace(folder / "data", folder / ".minga")


def record(number: int = 0, **values: Any) -> InstructionRecord:
    messages = (
        Message(role="user", content=values.pop("question", f"¿Qué es la receta número {number}?")),
        Message(role="assistant", content=values.pop("reply", f"Es un plato de la región {number}, con papa y maíz.")),
    )
    return InstructionRecord.model_validate(
        {"messages": messages, "language": "es", "origin": "synthetic", "licence": "CC-BY-4.0", **values}
    )


SOURCE = BenchmarkItem(
    benchmark="mmlu", question="How many days has a week?", choices=("Five", "Seven", "Nine", "Ten"), answer=1,
    language="en", origin="human", licence="MIT",
)  # fmt: skip


def item(number: int = 0, **values: Any) -> BenchmarkItem:
    return BenchmarkItem.model_validate(
        {
            "benchmark": "mmlu",
            "question": f"¿Cuántos días tiene una semana ({number})?",
            "choices": ("Cinco", "Siete", "Nueve", "Diez"),
            "answer": 1,
            "language": "es",
            "origin": "translated",
            "licence": "MIT",
            "source_item": SOURCE.id,
            **values,
        }
    )


FINDING = Finding(check="missing-opening-mark", severity="warning", field="question", text="Cuántos", start=0,
                  suggestion="¿Cuántos días tiene una semana?")  # fmt: skip


def table(work: Workspace, rows: Iterable[Record], name: str = "curated", parents: Sequence[Table] = ()) -> Table:
    ordered = sorted(rows, key=lambda row: row.id)
    schema = ordered[0].schema if ordered else InstructionRecord.schema

    def build(writer: TableWriter) -> None:
        writer.count_in(len(ordered))
        writer.write(to_batch(ordered, schema))

    inputs = {"rows": repr([row.model_dump_json() for row in ordered])}
    stage = "curate" if name == "curated" else "translate"
    return work.make_table(Recipe(name, stage, 1, inputs=inputs, parents=parents), schema, build)


def campaign(
    db: Database, rows: Table, *, overlap: int = 2, overlap_max: int = 0, slug: str = "c", guidelines: str = "",
    sources: Table | None = None, accepted: bool = True, **values: Any,
) -> Campaign:  # fmt: skip
    """A campaign over a table, whose guidelines everybody who is there has accepted, unless `accepted` is False."""
    kind = "validate-translation" if "benchmark" in rows.manifest.columns else "review-instruction"
    settings = CampaignSettings.model_validate(
        {"name": slug, "title": "C", "kind": kind, "over": rows.name, "overlap": overlap, "overlap_max": overlap_max}
        | values
    )
    opened = open_campaign(db, settings, rows_as_items(rows, sources), guidelines=guidelines).campaign
    if accepted:
        accept_everything(db)
    return opened


def person(db: Database, name: str, *roles: RoleName, varieties: Sequence[str] = ("es",), **values: Any) -> Person:
    """Somebody who has accepted the guidelines of all campaigns that there are."""
    someone = newcomer(db, name, *roles, varieties=varieties, **values)
    accept_everything(db)
    return someone


def newcomer(db: Database, name: str, *roles: RoleName, varieties: Sequence[str] = ("es",), **values: Any) -> Person:
    """Somebody who has read no guidelines yet."""
    with db.writing() as session:
        someone = add_person(session, db, Profile(name, varieties=tuple(varieties)), **values)
        for role in roles or ("reviewer",):
            grant_role(session, db, someone, role)
        return someone


def accept_everything(db: Database) -> None:
    with db.reading() as session:
        people = session.scalars(sa.select(Person)).all()
    for one in list_campaigns(db):
        for someone in people:
            accept(db, someone, one, one.guidelines_version)
