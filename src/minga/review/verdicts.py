"""The five verdicts on a translation: literal, edited, adapted, untranslatable, source wrong.

A person accepts, edits or rejects, as in every campaign over texts. Whoever edits may say that she adapted the text to
its readers, and whoever rejects that it cannot be translated or that the source is wrong: two built-in questions, asked
after the verdict that they belong to, that nobody has to answer. Who says nothing about it edited or rejected, and no
more; so decisions of campaigns from before these questions are what they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from minga.community import Database
from minga.community.models import Campaign, Decision, Item
from minga.records import TranslationVerdict
from minga.review.decisions import IS_NEWEST
from minga.review.verdict_questions import EDITED_AS, REJECTED_AS
from minga.settings import CampaignSettings

__all__ = ["drop_reason", "translation_verdict", "verdict_counts"]

_ACCEPTED: dict[str, TranslationVerdict] = {"accepted": "literal", "edited": "edited"}
_REJECTED: dict[str, TranslationVerdict] = {"untranslatable": "untranslatable", "source-wrong": "source-wrong"}
_ORDER = ("literal", "edited", "adapted", "untranslatable", "source-wrong", "rejected")


def translation_verdict(outcome: str, answers: Mapping[str, Any] | None) -> TranslationVerdict | None:
    """What was concluded about a translation; None where it was rejected and no more, or where nothing is decided.

    >>> translation_verdict("edited", {"edited_as": "adaptation"}), translation_verdict("rejected", None)
    ('adapted', None)
    """
    said = answers or {}
    if outcome == "rejected":
        return _REJECTED.get(str(said.get(REJECTED_AS.name)))
    if outcome == "edited" and said.get(EDITED_AS.name) == "adaptation":
        return "adapted"
    return _ACCEPTED.get(outcome)


def drop_reason(outcome: str, answers: Mapping[str, Any] | None) -> str:
    """Why an item leaves that was not accepted: `untranslatable`, `source-wrong`, or the outcome itself."""
    return translation_verdict(outcome, answers) or outcome


def verdict_counts(db: Database, campaign: Campaign) -> dict[str, int]:
    """Decided items of a campaign over translations by verdict, `rejected` for those of no particular kind.

    In the order of this module's name for them; verdicts without an item are left out. Empty for other campaigns.
    """
    settings: CampaignSettings = campaign.options
    if settings.kind != "validate-translation":
        return {}
    query = (
        select(Decision.outcome, Decision.answers)
        .join(Item, Item.id == Decision.item_id)
        .where(Item.campaign_id == campaign.id, Item.state == "decided", IS_NEWEST)
    )
    with db.reading() as session:
        found = Counter(drop_reason(outcome, answers) for outcome, answers in session.execute(query))
    return {name: found[name] for name in _ORDER if found[name]}
