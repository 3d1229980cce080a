"""Opening campaigns: rows of a table become items that people judge."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session as OrmSession

from minga import __version__
from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Campaign, CampaignKind, Item
from minga.errors import CommunityError
from minga.manifests import digest
from minga.project import Project, campaign_slug
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
    answers. `sources` holds the items that the rows are translations of. The same table with the same settings is not
    looked at again.
    """
    mark = _mark(table, settings, slug, title, kind, guidelines, sources)
    former = campaign_for_table(db, table.name)
    if former is not None and former.synced == mark:
        return Synced(former, 0, 0)
    with db.writing() as session:
        campaign = _upsert(session, db, table, settings, slug, title, kind, guidelines)
    languages: set[str] = set()
    added = 0
    originals = _sources(sources)
    for records in _chunks(table, kind):
        languages.update(record.language for record in records)
        added += _sync_chunk(db, campaign, table.content or "", records, originals)
    closed = _close(db, campaign, table.content or "")
    decide(db, campaign)
    return Synced(_finish(db, campaign, sorted(languages), mark), added, closed)


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
                db, table, settings, slug=campaign_slug(benchmark, tag), title=benchmark,
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


def _mark(
    table: Table, settings: ReviewSettings, slug: str, title: str, kind: CampaignKind, guidelines: str,
    sources: Table | None,
) -> str:  # fmt: skip
    """Hash of all that the campaign's row and its items are made from; a new minga may make them anew."""
    contents = [table.content, sources.content if sources else None]
    values = [*contents, settings.overlap, settings.lease_minutes, slug, title, kind, guidelines, __version__]
    return digest(json.dumps(values, ensure_ascii=False).encode())


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
    campaign.title, campaign.synced = title, ""
    session.flush()
    return campaign


def _chunks(table: Table, kind: CampaignKind) -> Iterator[list[Record]]:
    model: type[Record] = BenchmarkItem if kind == "validate-translation" else InstructionRecord
    for batch in table.batches(size=_CHUNK):
        yield list(rows_of(batch, model))


def _sync_chunk(
    db: Database, campaign: Campaign, content: str, records: Sequence[Record], originals: Mapping[str, dict[str, Any]]
) -> int:
    ids = [record.id for record in records]
    query = select(Item).where(Item.campaign_id == campaign.id, Item.record_id.in_(ids)).order_by(Item.id)
    with db.writing() as session:
        known = {item.record_id: item for item in session.scalars(query.with_for_update())}
        for record in records:
            item = known.get(record.id)
            if item is None:
                session.add(_new_item(db, campaign, content, record, originals))
            elif item.table_content != content or item.state == "closed":
                # The same text, perhaps with other findings or labels: what people said about it stays valid.
                item.payload = _payload(record, originals)
                item.place, item.table_content = _place(record), content
                item.state = "open" if item.state == "closed" else item.state
    return len(records) - len(known)


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


def _close(db: Database, campaign: Campaign, content: str) -> int:
    """Close the items whose record is not in the table: those that were not given its hash."""
    gone = (Item.campaign_id == campaign.id, Item.table_content != content, Item.state != "closed")
    with db.writing() as session:
        numbers = session.scalars(select(Item.id).where(*gone).order_by(Item.id).with_for_update()).all()
        session.execute(update(Item).where(*gone).values(state="closed"))
        return len(numbers)


def _finish(db: Database, campaign: Campaign, languages: list[str], mark: str) -> Campaign:
    with db.writing() as session:
        current = session.get_one(Campaign, campaign.id)
        current.languages, current.synced = languages, mark
        return current


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
