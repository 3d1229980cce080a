"""Opening campaigns: rows of a table become items that people judge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Campaign, CampaignKind, Item
from minga.errors import CommunityError
from minga.project import Project
from minga.records import BenchmarkItem, InstructionRecord, Record, rows_of
from minga.review.decisions import decide
from minga.settings import ReviewSettings
from minga.tables import Table
from minga.workspace import Workspace

__all__ = ["Synced", "campaign_for_table", "find_campaign", "list_campaigns", "open_campaign", "open_campaigns"]

_CHUNK = 2000


@dataclass(frozen=True)
class Synced:
    """A campaign, and what opening it changed."""

    campaign: Campaign
    added: int
    closed: int
    """Items whose record is not in the table any more; their answers stay."""


def open_campaign(
    db: Database,
    table: Table,
    settings: ReviewSettings,
    *,
    slug: str,
    title: str,
    kind: CampaignKind,
    guidelines: str = "",
    sources: Table | None = None,
) -> Synced:
    """A campaign over the rows of `table`; run again it takes in what changed and leaves the rest.

    A record that changed has a new id and becomes a new item; the item of the record before is closed and keeps its
    answers. `sources` holds the items that the rows are translations of.
    """
    with db.writing() as session:
        campaign = _upsert(session, db, table, settings, slug, title, kind, guidelines)
    known = _known_items(db, campaign)
    seen: set[str] = set()
    languages: set[str] = set()
    added = 0
    originals = _sources(sources)
    for records in _chunks(table, kind):
        seen.update(record.id for record in records)
        languages.update(record.language for record in records)
        added += _sync_chunk(db, campaign, table, records, known, originals)
    closed = _close(db, campaign, known.keys() - seen, sorted(languages))
    decide(db, campaign)
    return Synced(campaign, added, closed)


def open_campaigns(
    project: Project, db: Database, curated: Sequence[Table], translated: Mapping[tuple[str, str], Table]
) -> list[Synced]:
    """The campaigns of a project: one over its curated records, one for each translated benchmark."""
    settings = project.settings.review
    guidelines = project.read_text(settings.guidelines) if settings.guidelines else ""
    opened = [
        open_campaign(
            db, table, settings, slug="instructions", title=project.settings.project.name,
            kind="review-instruction", guidelines=guidelines,
        )
        for table in curated
    ]  # fmt: skip
    workspace = project.workspace()
    for (benchmark, tag), table in translated.items():
        opened.append(
            open_campaign(
                db, table, settings, slug=f"{benchmark}-{tag}".lower()[:63], title=benchmark,
                kind="validate-translation", guidelines=guidelines, sources=_parent_of(table, workspace),
            )
        )  # fmt: skip
    return opened


def find_campaign(db: Database, slug: str) -> Campaign:
    """The campaign called `slug`. Raises CommunityError when there is none."""
    with db.reading() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.slug == slug)).one_or_none()
    if campaign is None:
        known = ", ".join(campaign.slug for campaign in list_campaigns(db)) or "none yet"
        raise CommunityError(f"there is no campaign {slug!r}", hint=f"known are: {known}")
    return campaign


def list_campaigns(db: Database) -> list[Campaign]:
    """All campaigns, the oldest first."""
    with db.reading() as session:
        return list(session.scalars(select(Campaign).order_by(Campaign.id)))


def campaign_for_table(db: Database, name: str) -> Campaign | None:
    """The campaign over the table called `name`; None when none was opened."""
    with db.reading() as session:
        return session.scalars(select(Campaign).where(Campaign.table_name == name)).one_or_none()


def _upsert(
    session: OrmSession, db: Database, table: Table, settings: ReviewSettings,
    slug: str, title: str, kind: CampaignKind, guidelines: str,
) -> Campaign:  # fmt: skip
    campaign = session.scalars(select(Campaign).where(Campaign.table_name == table.name)).one_or_none()
    if campaign is None:
        campaign = Campaign(
            slug=slug, title=title, kind=kind, table_name=table.name, languages=[], overlap=settings.overlap,
            lease_minutes=settings.lease_minutes, guidelines=guidelines, guidelines_version=1, created_at=db.now(),
        )  # fmt: skip
        session.add(campaign)
        log_act(session, "open-campaign", slug, at=db.now(), kind=kind, table=table.name)
    if campaign.guidelines != guidelines:
        campaign.guidelines, campaign.guidelines_version = guidelines, campaign.guidelines_version + 1
    if (campaign.overlap, campaign.lease_minutes) != (settings.overlap, settings.lease_minutes):
        campaign.overlap, campaign.lease_minutes = settings.overlap, settings.lease_minutes
        log_act(session, "change-campaign", slug, at=db.now(), overlap=settings.overlap)
    campaign.title = title
    session.flush()
    return campaign


def _known_items(db: Database, campaign: Campaign) -> dict[str, tuple[int, str, str]]:
    """Row number, state and table's content hash by record id."""
    query = select(Item.record_id, Item.id, Item.state, Item.table_content).where(Item.campaign_id == campaign.id)
    with db.reading() as session:
        return {row[0]: (row[1], row[2], row[3]) for row in session.execute(query)}


def _chunks(table: Table, kind: CampaignKind) -> Iterator[list[Record]]:
    model: type[Record] = BenchmarkItem if kind == "validate-translation" else InstructionRecord
    for batch in table.batches(size=_CHUNK):
        yield list(rows_of(batch, model))


def _sync_chunk(
    db: Database, campaign: Campaign, table: Table, records: Sequence[Record],
    known: Mapping[str, tuple[int, str, str]], originals: Mapping[str, dict[str, Any]],
) -> int:  # fmt: skip
    added = 0
    content = table.content or ""
    with db.writing() as session:
        for record in records:
            number, state, former = known.get(record.id, (None, "", ""))
            if number is None:
                session.add(_new_item(db, campaign, content, record, originals))
                added += 1
            elif former != content or state == "closed":
                # The same text, perhaps with other findings or labels: what people said about it stays valid.
                item = session.get_one(Item, number, with_for_update=True)
                item.payload = _payload(record, originals)
                item.place, item.table_content = _place(record), content
                item.state = "open" if item.state == "closed" else item.state
    return added


def _new_item(
    db: Database, campaign: Campaign, content: str, record: Record, originals: Mapping[str, dict[str, Any]]
) -> Item:
    return Item(
        campaign_id=campaign.id,
        record_id=record.id,
        language=record.language,
        payload=_payload(record, originals),
        place=_place(record),
        table_content=content,
        contributor=record.contributor.casefold(),
        created_at=db.now(),
    )


def _payload(record: Record, originals: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    payload: dict[str, Any] = {"record": record.model_dump(mode="json", by_alias=True)}
    if isinstance(record, BenchmarkItem) and record.source_item in originals:
        payload["source"] = originals[record.source_item]
    return payload


def _place(record: Record) -> float:
    """What is likely to be broken is looked at first."""
    return -record.risk if isinstance(record, BenchmarkItem) else 0.0


def _close(db: Database, campaign: Campaign, gone: set[str], languages: list[str]) -> int:
    closed = 0
    with db.writing() as session:
        session.get_one(Campaign, campaign.id).languages = languages
        campaign.languages = languages
        query = select(Item).where(Item.campaign_id == campaign.id, Item.state != "closed").order_by(Item.id)
        for item in session.scalars(query.with_for_update()) if gone else ():
            if item.record_id in gone:
                item.state = "closed"
                closed += 1
    return closed


def _sources(table: Table | None) -> dict[str, dict[str, Any]]:
    if table is None:
        return {}
    return {
        item.id: item.model_dump(mode="json", by_alias=True)
        for batch in table.batches()
        for item in rows_of(batch, BenchmarkItem)
    }


def _parent_of(table: Table, workspace: Workspace) -> Table | None:
    """The table that a translation was made from, where its newest version is still that one."""
    for parent in table.manifest.parents:
        found = workspace.latest(parent.name)
        if found is not None and found.content == parent.content:
            return found
    return None
