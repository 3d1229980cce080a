"""Opening a campaign: rows of a table or lines of a file become items that people judge."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session as OrmSession

from minga import __version__
from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Campaign, Item
from minga.errors import CommunityError
from minga.languages import matches
from minga.manifests import digest
from minga.review.campaign_items import Draft, ItemSource
from minga.review.campaigns import campaign_for_table
from minga.review.decisions import decide
from minga.review.guidelines import keep_file
from minga.review.places import gap_of, place_of
from minga.review.rules import wanted_at_first
from minga.settings import CampaignSettings

__all__ = ["Synced", "open_campaign"]

_CHUNK = 2000


@dataclass(frozen=True)
class Synced:
    """A campaign, and what opening it changed."""

    campaign: Campaign
    added: int
    closed: int
    """Items whose record is not in the table any more; their answers stay."""


def open_campaign(
    db: Database, settings: CampaignSettings, items: ItemSource, *, guidelines: str = "",
    goals: Mapping[str, int] | None = None,
) -> Synced:  # fmt: skip
    """A campaign over `items`; run again it takes in what changed and leaves the rest.

    A record that changed has a new id and becomes a new item; the item of the record before is closed and keeps its
    answers. The same items with the same settings are not looked at again. `goals` are those of the project's
    varieties: items of what is rare come first. Raises CommunityError where the name belongs to another campaign.
    """
    goals = {tag: goal for tag, goal in (goals or {}).items() if goal}
    parts = [items.content, settings.model_dump_json(), guidelines, goals, __version__]
    mark = digest(json.dumps(parts, sort_keys=True).encode())
    former = campaign_for_table(db, items.name)
    if former is not None and former.synced == mark:
        return Synced(former, 0, 0)
    with db.writing() as session:
        campaign = _upsert(session, db, settings, items.name, guidelines)
    counts = Counter(draft.language for draft in _wanted(items, settings)) if goals else Counter[str]()
    languages: set[str] = set()
    added = 0
    for drafts in _chunks(_wanted(items, settings)):
        languages.update(draft.language for draft in drafts)
        gaps = {tag: gap_of(tag, goals, counts) for tag in {draft.language for draft in drafts}}
        added += _sync_chunk(db, campaign, mark, drafts, gaps)
    closed = _close(db, campaign, mark)
    decide(db, campaign)
    spoken = settings.languages if settings.kind == "survey" and settings.languages else sorted(languages)
    return Synced(_finish(db, campaign, list(spoken), mark), added, closed)


def _wanted(items: ItemSource, settings: CampaignSettings) -> Iterator[Draft]:
    """The items in the campaign's languages."""
    for draft in items.read():
        if not settings.languages or any(matches(tag, draft.language) for tag in settings.languages):
            yield draft


def _upsert(
    session: OrmSession, db: Database, settings: CampaignSettings, table_name: str, guidelines: str
) -> Campaign:
    declared = settings.model_dump(mode="json")
    campaign = session.scalars(select(Campaign).where(Campaign.table_name == table_name)).one_or_none()
    namesake = session.scalars(select(Campaign).where(Campaign.slug == settings.name)).one_or_none()
    if namesake is not None and namesake is not campaign:
        raise CommunityError(
            f"there is a campaign {settings.name!r} already, over {namesake.table_name}",
            hint="give this one another name",
        )
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
    campaign.slug, campaign.synced = settings.name, ""
    campaign.title = campaign.options.title or settings.name
    session.flush()
    return campaign


def _chunks(drafts: Iterator[Draft]) -> Iterator[list[Draft]]:
    while chunk := list(itertools.islice(drafts, _CHUNK)):
        yield chunk


def _sync_chunk(db: Database, campaign: Campaign, mark: str, drafts: Sequence[Draft], gaps: Mapping[str, float]) -> int:
    ids = [draft.record_id for draft in drafts]
    query = select(Item).where(Item.campaign_id == campaign.id, Item.record_id.in_(ids)).order_by(Item.id)
    with db.writing() as session:
        known = {item.record_id: item for item in session.scalars(query.with_for_update())}
        for draft in drafts:
            item = known.get(draft.record_id)
            place = place_of(draft.risk, gaps[draft.language])
            if item is None:
                session.add(_new_item(db, campaign, mark, draft, place))
            elif item.table_content != mark or item.state == "closed":
                # The same text, perhaps with other findings or labels: what people said about it stays valid.
                item.payload = draft.payload
                item.place, item.table_content = place, mark
                item.state = "open" if item.state == "closed" else item.state
    return len(drafts) - len(known)


def _new_item(db: Database, campaign: Campaign, mark: str, draft: Draft, place: float) -> Item:
    return Item(
        campaign_id=campaign.id,
        record_id=draft.record_id,
        language=draft.language,
        payload=draft.payload,
        place=place,
        table_content=mark,
        contributor=draft.contributor.casefold(),
        wanted=wanted_at_first(campaign.options),
        created_at=db.now(),
    )


def _close(db: Database, campaign: Campaign, mark: str) -> int:
    """Close the items that were not read this time: those that were not given its mark."""
    gone = (
        Item.campaign_id == campaign.id, Item.purpose == "work", Item.table_content != mark, Item.state != "closed",
    )  # fmt: skip
    with db.writing() as session:
        numbers = session.scalars(select(Item.id).where(*gone).order_by(Item.id).with_for_update()).all()
        session.execute(update(Item).where(*gone).values(state="closed"))
        return len(numbers)


def _finish(db: Database, campaign: Campaign, languages: list[str], mark: str) -> Campaign:
    with db.writing() as session:
        current = session.get_one(Campaign, campaign.id)
        current.languages, current.synced = languages, mark
        return current
