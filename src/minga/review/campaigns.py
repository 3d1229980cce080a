"""Opening campaigns: rows of a table become items that people judge."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session as OrmSession

from minga import __version__
from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Campaign, Item
from minga.errors import CommunityError
from minga.manifests import digest
from minga.project import Project, campaign_slug
from minga.review.campaign_items import Draft, ItemSource, rows_as_items
from minga.review.decisions import decide
from minga.review.guidelines import keep_file
from minga.settings import CampaignRules, CampaignSettings
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


def open_campaign(db: Database, settings: CampaignSettings, items: ItemSource, *, guidelines: str = "") -> Synced:
    """A campaign over `items`; run again it takes in what changed and leaves the rest.

    A record that changed has a new id and becomes a new item; the item of the record before is closed and keeps its
    answers. The same items with the same settings are not looked at again.
    """
    mark = digest(json.dumps([items.content, settings.model_dump_json(), guidelines, __version__]).encode())
    former = campaign_for_table(db, items.name)
    if former is not None and former.synced == mark:
        return Synced(former, 0, 0)
    with db.writing() as session:
        campaign = _upsert(session, db, settings, items.name, guidelines)
    languages: set[str] = set()
    added = 0
    for drafts in _chunks(items.read()):
        languages.update(draft.language for draft in drafts)
        added += _sync_chunk(db, campaign, items.content, drafts)
    closed = _close(db, campaign, items.content)
    decide(db, campaign)
    return Synced(_finish(db, campaign, sorted(languages), mark), added, closed)


def open_campaigns(
    project: Project, db: Database, curated: Sequence[Table], translated: Mapping[tuple[str, str], Table]
) -> list[Synced]:
    """The campaigns of a project: one over its curated records, one for each translated benchmark."""
    rules = _rules(project)
    guidelines = project.read_text(rules.guidelines) if rules.guidelines else ""
    title = project.settings.project.name
    opened = []
    for table in curated:
        settings = CampaignSettings(
            **dict(rules), name="instructions", kind="review-instruction", title=title, over=table.name
        )
        opened.append(open_campaign(db, settings, rows_as_items(table), guidelines=guidelines))
    workspace = project.workspace()
    for (benchmark, tag), table in translated.items():
        settings = CampaignSettings(
            **dict(rules), name=campaign_slug(benchmark, tag), kind="validate-translation", title=benchmark,
            over=table.name,
        )  # fmt: skip
        items = rows_as_items(table, _parent_of(table, workspace))
        opened.append(open_campaign(db, settings, items, guidelines=guidelines))
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


def _rules(project: Project) -> CampaignRules:
    review = project.settings.review
    return CampaignRules(**{name: getattr(review, name) for name in CampaignRules.model_fields})


def _upsert(
    session: OrmSession, db: Database, settings: CampaignSettings, table_name: str, guidelines: str
) -> Campaign:
    declared = settings.model_dump(mode="json")
    campaign = session.scalars(select(Campaign).where(Campaign.table_name == table_name)).one_or_none()
    if campaign is None:
        campaign = Campaign(
            slug=settings.name, title=settings.title or settings.name, kind=settings.kind, table_name=table_name,
            languages=[], declared=declared, overrides={}, guidelines="", guidelines_version=0, created_at=db.now(),
        )  # fmt: skip
        session.add(campaign)
        session.flush()
        log_act(session, "open-campaign", settings.name, at=db.now(), kind=settings.kind, table=table_name)
    elif campaign.declared != declared:
        changed = {name: value for name, value in declared.items() if campaign.declared.get(name) != value}
        log_act(session, "change-campaign", settings.name, at=db.now(), **changed)
        campaign.declared = declared
    keep_file(session, db, campaign, guidelines)
    campaign.title, campaign.synced = settings.title or settings.name, ""
    session.flush()
    return campaign


def _chunks(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    while chunk := list(itertools.islice(drafts, _CHUNK)):
        yield chunk


def _sync_chunk(db: Database, campaign: Campaign, content: str, drafts: Sequence[Draft]) -> int:
    ids = [draft.record_id for draft in drafts]
    query = select(Item).where(Item.campaign_id == campaign.id, Item.record_id.in_(ids)).order_by(Item.id)
    with db.writing() as session:
        known = {item.record_id: item for item in session.scalars(query.with_for_update())}
        for draft in drafts:
            item = known.get(draft.record_id)
            if item is None:
                session.add(_new_item(db, campaign, content, draft))
            elif item.table_content != content or item.state == "closed":
                # The same text, perhaps with other findings or labels: what people said about it stays valid.
                item.payload = draft.payload
                item.place, item.table_content = _place(draft), content
                item.state = "open" if item.state == "closed" else item.state
    return len(drafts) - len(known)


def _new_item(db: Database, campaign: Campaign, content: str, draft: Draft) -> Item:
    return Item(
        campaign_id=campaign.id,
        record_id=draft.record_id,
        language=draft.language,
        payload=draft.payload,
        place=_place(draft),
        table_content=content,
        contributor=draft.contributor.casefold(),
        wanted=campaign.overlap,
        created_at=db.now(),
    )


def _place(draft: Draft) -> float:
    """What is likely to be broken is looked at first."""
    return -draft.risk


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


def _parent_of(table: Table, workspace: Workspace) -> Table | None:
    """The table that a translation was made from, where its newest version is still that one."""
    for parent in table.manifest.parents:
        found = workspace.latest(parent.name)
        if found is not None and found.content == parent.content:
            return found
    return None
