"""What the pages for leads share: who may see and change a campaign."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from minga.community.models import Campaign, Person, RoleName
from minga.review import find_campaign, list_campaigns
from minga.web.lookups import or_404
from minga.web.visitors import Visitor, person_of

__all__ = ["led_campaign", "led_campaigns", "may_change", "project_lead"]

_SEES: tuple[RoleName, ...] = ("lead", "steward")


def led_campaign(visitor: Visitor, slug: str, *, change: bool = False) -> Campaign:
    """A campaign that the visitor leads, or looks after as a steward; to `change` it she must lead it.

    Raises 404 where there is none of that name, 403 where she does not.
    """
    campaign = or_404(find_campaign, visitor.site.db, slug)
    roles: tuple[RoleName, ...] = ("lead",) if change else _SEES
    if not person_of(visitor).has_role(*roles, campaign_id=campaign.id):
        raise HTTPException(403)
    return campaign


def may_change(visitor: Visitor, campaign: Campaign) -> bool:
    """Whether the visitor leads a campaign; stewards see it."""
    return person_of(visitor).has_role("lead", campaign_id=campaign.id)


def led_campaigns(visitor: Visitor) -> list[Campaign]:
    """All campaigns that the visitor leads or looks after. Raises 403 where there is none, and she leads nothing."""
    person = person_of(visitor)
    if not visitor.leads:
        raise HTTPException(403)
    return [one for one in list_campaigns(visitor.site.db) if person.has_role(*_SEES, campaign_id=one.id)]


def project_lead(visitor: Visitor, *roles: RoleName) -> Person:
    """The visitor, who has one of these roles (or that of lead) for the whole project. Raises 403 where she has not."""
    person = person_of(visitor)
    if not person.has_role("lead", *roles):
        raise HTTPException(403)
    return person
