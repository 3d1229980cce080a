"""Texts that people wrote in `write-instruction` campaigns: records like any others, which go through curation.

Each person's newest version counts, and nobody's who withdrew. The consent text says under which licence they are
given: that of the project's release.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Campaign, Item, Person, Response
from minga.manifests import hash_of
from minga.records import InstructionRecord, Message, to_batch
from minga.review.said import load_said, newest_of
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["authors", "written_records"]

CODE = 1
"""Raised when the same texts would give other rows."""


class _Options(BaseModel):
    licence: str


@dataclass(frozen=True)
class _Written:
    record: InstructionRecord
    person_id: int


def written_records(db: Database, campaign: Campaign, licence: str, workspace: Workspace) -> Table | None:
    """The texts of a campaign as the table `written/SLUG`, by the public names of who wrote them; None without any.

    `licence` is the SPDX expression of the project's release. Two people's records are the same only where neither
    wants a name and they wrote the same; it is kept once (`duplicate`).
    """
    with db.reading() as session:
        written = sorted(_written(session, campaign, licence), key=lambda one: one.record.id)
    if not written:
        return None
    records = [one.record for one in written]
    recipe = Recipe(
        name=f"written/{campaign.slug}",
        stage="review",
        code=CODE,
        options=_Options(licence=licence),
        inputs={"texts": hash_of(record.model_dump_json() for record in records)},
    )

    def build(writer: TableWriter) -> None:
        writer.count_in(len(records))
        kept = {record.id: record for record in records}
        for former, record in itertools.pairwise(records):
            if former.id == record.id:
                writer.drop("duplicate", record.id, "somebody else without a name wrote the same")
        writer.write(to_batch(kept.values(), InstructionRecord.schema))

    return workspace.make_table(recipe, InstructionRecord.schema, build)


def authors(db: Database, licence: str) -> dict[str, int]:
    """Who wrote each record that was written here, by its id: she never reviews it, whatever name it bears."""
    with db.reading() as session:
        campaigns = session.scalars(select(Campaign).where(Campaign.kind == "write-instruction")).all()
        return {one.record.id: one.person_id for campaign in campaigns for one in _written(session, campaign, licence)}


def _written(session: OrmSession, campaign: Campaign, licence: str) -> Iterator[_Written]:
    items = {
        row[0]: (row[1], row[2])
        for row in session.execute(
            select(Item.id, Item.language, Item.payload).where(Item.campaign_id == campaign.id, Item.purpose == "work")
        )
    }
    said = [
        one for one in newest_of(load_said(session, Response.campaign_id == campaign.id)) if one.judges and one.edits
    ]
    people = {one.id: one for one in session.scalars(select(Person).where(Person.id.in_({s.person_id for s in said})))}
    for one in said:
        language, payload = items[one.item_id]
        record = _record(campaign, language, payload, one.edits or {}, people[one.person_id], licence)
        yield _Written(record, one.person_id)


def _record(
    campaign: Campaign,
    language: str,
    payload: Mapping[str, Any],
    texts: Mapping[str, str],
    person: Person,
    licence: str,
) -> InstructionRecord:
    return InstructionRecord(
        messages=(
            Message(role="user", content=texts["question"]),
            Message(role="assistant", content=texts["answer"]),
        ),
        language=language,
        country=payload.get("country"),
        domain=payload.get("domain", ""),
        origin="human",
        source=f"written/{campaign.slug}",
        licence=licence,
        contributor=person.public_name,
    )
