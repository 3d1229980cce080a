"""Review: a community's judgement becomes data."""

from __future__ import annotations

from minga.review.answers import answer, answer_and_take, answers_of, newest_answer
from minga.review.assignment import (
    Nothing,
    available,
    fits,
    held_assignment,
    my_assignment,
    release_expired,
    skip,
    take,
)
from minga.review.campaign_items import ItemSource, rows_as_items
from minga.review.campaigns import (
    Synced,
    campaign_for_table,
    find_campaign,
    list_campaigns,
    open_campaign,
    open_campaigns,
)
from minga.review.decisions import current_decisions, decide, replay
from minga.review.fields import Field, fields_of
from minga.review.progress import CampaignProgress, PersonProgress, campaign_progress, person_progress
from minga.review.rules import Conclusion, conclude
from minga.review.simulated import play_demo_reviewers
from minga.review.stage import review_items, review_records

__all__ = [
    "CampaignProgress",
    "Conclusion",
    "Field",
    "ItemSource",
    "Nothing",
    "PersonProgress",
    "Synced",
    "answer",
    "answer_and_take",
    "answers_of",
    "available",
    "campaign_for_table",
    "campaign_progress",
    "conclude",
    "current_decisions",
    "decide",
    "fields_of",
    "find_campaign",
    "fits",
    "held_assignment",
    "list_campaigns",
    "my_assignment",
    "newest_answer",
    "open_campaign",
    "open_campaigns",
    "person_progress",
    "play_demo_reviewers",
    "release_expired",
    "replay",
    "review_items",
    "review_records",
    "rows_as_items",
    "skip",
    "take",
]
