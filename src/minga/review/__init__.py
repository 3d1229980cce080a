"""Review: a community's judgement becomes data."""

from __future__ import annotations

from minga.review.answers import answer, answer_and_take, answers_of, newest_answer
from minga.review.assignment import (
    Nothing,
    available,
    held_assignment,
    my_assignment,
    release_expired,
    skip,
    take,
)
from minga.review.campaign_items import ItemSource, rows_as_items
from minga.review.campaigns import (
    campaign_for_table,
    campaigns_over,
    change_campaign,
    find_campaign,
    find_campaign_by_id,
    list_campaigns,
    set_open,
)
from minga.review.coverage import VarietyCoverage, coverage, widen
from minga.review.decided_translations import decided_translations
from minga.review.decisions import current_decisions, decide, recompute, replay
from minga.review.declared import open_campaigns
from minga.review.eligibility import fits
from minga.review.fields import Field, fields_of
from minga.review.item_files import file_as_items, survey_item
from minga.review.opening import Synced, open_campaign
from minga.review.progress import CampaignProgress, PersonProgress, campaign_progress, person_progress
from minga.review.questions import asked, clean_answers, questions_of
from minga.review.rules import Conclusion
from minga.review.simulated import play_demo_reviewers
from minga.review.stage import review_items, review_records
from minga.review.written import written_records

__all__ = [
    "CampaignProgress",
    "Conclusion",
    "Field",
    "ItemSource",
    "Nothing",
    "PersonProgress",
    "Synced",
    "VarietyCoverage",
    "answer",
    "answer_and_take",
    "answers_of",
    "asked",
    "available",
    "campaign_for_table",
    "campaign_progress",
    "campaigns_over",
    "change_campaign",
    "clean_answers",
    "coverage",
    "current_decisions",
    "decide",
    "decided_translations",
    "fields_of",
    "file_as_items",
    "find_campaign",
    "find_campaign_by_id",
    "fits",
    "held_assignment",
    "list_campaigns",
    "my_assignment",
    "newest_answer",
    "open_campaign",
    "open_campaigns",
    "person_progress",
    "play_demo_reviewers",
    "questions_of",
    "recompute",
    "release_expired",
    "replay",
    "review_items",
    "review_records",
    "rows_as_items",
    "set_open",
    "skip",
    "survey_item",
    "take",
    "widen",
    "written_records",
]
