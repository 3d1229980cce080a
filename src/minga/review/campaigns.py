"""Finding campaigns, and what a lead changes in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError
from sqlalchemy import bindparam, select

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Campaign, Person
from minga.errors import CommunityError
from minga.records import first_fault
from minga.review.decisions import decide, lock_campaign
from minga.review.question_changes import check_questions
from minga.settings import CampaignSettings

__all__ = [
    "campaign_for_table",
    "campaigns_over",
    "change_campaign",
    "find_campaign",
    "find_campaign_by_id",
    "list_campaigns",
    "set_open",
]

_BY_SLUG = select(Campaign).where(Campaign.slug == bindparam("slug"))
_FIXED = {"name", "kind", "over", "items"}
"""What a campaign is; the lead may change everything else."""


def find_campaign(db: Database, slug: str) -> Campaign:
    """The campaign called `slug`. Raises CommunityError when there is none."""
    with db.reading() as session:
        campaign = session.scalars(_BY_SLUG, {"slug": slug}).one_or_none()
    if campaign is None:
        known = ", ".join(campaign.slug for campaign in list_campaigns(db)) or "none yet"
        raise CommunityError(f"there is no campaign {slug!r}", hint=f"known are: {known}")
    return campaign


def find_campaign_by_id(db: Database, number: int) -> Campaign:
    """The campaign with the row number `number`, as items and assignments name it."""
    with db.reading() as session:
        return session.get_one(Campaign, number)


def list_campaigns(db: Database) -> list[Campaign]:
    """All campaigns, the oldest first."""
    with db.reading() as session:
        return list(session.scalars(select(Campaign).order_by(Campaign.id)))


def campaign_for_table(db: Database, name: str) -> Campaign | None:
    """The campaign over the table called `name`; None when none was opened."""
    with db.reading() as session:
        return session.scalars(select(Campaign).where(Campaign.table_name == name)).one_or_none()


def campaigns_over(db: Database, name: str) -> list[Campaign]:
    """All campaigns whose items are the rows of the table called `name`, the oldest first."""
    return [campaign for campaign in list_campaigns(db) if campaign.options.over == name]


def change_campaign(db: Database, campaign: Campaign, changes: Mapping[str, Any], actor: Person | None) -> Campaign:
    """Let a lead's `changes` hold over what the file says; None takes a change back. Decisions follow at once.

    `changes` are keys of `CampaignSettings` with JSON values. They are written to the audit log with what held before.
    Raises CommunityError for a key or value that cannot be, and for questions that would make answers wrong that people
    have given (`question_changes`).
    """
    with db.writing() as session:
        current = lock_campaign(session, campaign.id)
        overrides = {**current.overrides, **_whole(current.options, changes)}
        overrides = {name: value for name, value in overrides.items() if value is not None}
        fixed = _FIXED & changes.keys()
        if fixed:
            raise CommunityError("that cannot be changed here", where=min(fixed), hint="make another campaign instead")
        try:
            settings = CampaignSettings.model_validate({**current.declared, **overrides})
        except ValidationError as error:
            raise CommunityError(first_fault(error), where=campaign.slug) from None
        if "questions" in changes:
            check_questions(session, current, settings.questions)
        values, before = settings.model_dump(mode="json"), current.options.model_dump(mode="json")
        current.overrides = {name: values[name] for name in overrides if values[name] != current.declared.get(name)}
        current.title = settings.title or current.title
        changed = {name: {"before": before[name], "after": values[name]} for name in changes}
        log_act(session, "change-campaign", campaign.slug, at=db.now(), actor=actor, **changed)
    decide(db, current)
    return current


def set_open(db: Database, campaign: Campaign, is_open: bool, actor: Person | None) -> Campaign:
    """Close a campaign, or open it again; it is written to the audit log. Answers under way are kept in any case."""
    with db.writing() as session:
        current = lock_campaign(session, campaign.id)
        if current.open != is_open:
            current.open = is_open
            action = "reopen-campaign" if is_open else "close-campaign"
            log_act(session, action, campaign.slug, at=db.now(), actor=actor)
        return current


def _whole(settings: CampaignSettings, changes: Mapping[str, Any]) -> dict[str, Any]:
    """`changes` with the rest of what they change a part of, such as one of the caps."""
    before = settings.model_dump(mode="json")
    return {
        name: {**before[name], **value} if isinstance(value, Mapping) and isinstance(before.get(name), dict) else value
        for name, value in changes.items()
    }
