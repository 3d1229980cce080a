"""Opening a variety's items to the other varieties of the same language: the lead's explicit act, where it has too few
reviewers."""

from __future__ import annotations

from sqlalchemy import select, update

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import Campaign, Item, Person
from minga.errors import CommunityError

__all__ = ["widen"]


def widen(db: Database, campaign: Campaign, language: str, actor: Person | None, *, wide: bool = True) -> int:
    """Let people of other varieties judge the items in `language` that are not decided yet, or take that back.

    `language` is a tag as items have it, such as `es-HN`. Returns how many items changed; it is written to the audit
    log. Items that come into the campaign later are not widened.

    Raises CommunityError where no item is in that variety.
    """
    here = (Item.campaign_id == campaign.id, Item.language == language, Item.purpose == "work")
    with db.writing() as session:
        if session.scalar(select(Item.id).where(*here).limit(1)) is None:
            raise CommunityError("no item of the campaign is in that variety", where=language)
        changing = (*here, Item.state.in_(("open", "disputed")), Item.widened != wide)
        numbers = session.scalars(select(Item.id).where(*changing).order_by(Item.id).with_for_update()).all()
        if numbers:
            session.execute(update(Item).where(*changing).values(widened=wide))
            action = "widen" if wide else "narrow"
            log_act(session, action, campaign.slug, at=db.now(), actor=actor, language=language, items=len(numbers))
        return len(numbers)
