"""Campaigns: what they are, their guidelines and their entry tests."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from fastapi import Path as InPath
from starlette.exceptions import HTTPException

from minga.community.models import Attempt, Campaign, Person
from minga.languages import language_of
from minga.review import campaign_progress, list_campaigns, person_progress
from minga.review import qualification as tests
from minga.review.guidelines import accept
from minga.web.api.callers import FAULTS, Answering, CampaignHere, Here, Reading
from minga.web.api.schemas import (
    AcceptIn,
    CampaignOut,
    GuidelinesOut,
    ProgressOut,
    TestAnswerIn,
    TestAnswerOut,
    TestOut,
    TestQuestionOut,
)
from minga.web.api.shapes import questions_out, texts_out
from minga.web.site import Site

__all__ = [
    "accept_guidelines",
    "answer_test",
    "campaign",
    "campaigns",
    "guidelines",
    "progress",
    "router",
    "start_test",
    "test",
]

router = APIRouter(prefix="/campaigns", tags=["campaigns"])

Tag = Annotated[str, InPath(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]


@router.get("")
def campaigns(site: Here) -> list[CampaignOut]:
    """All campaigns; open to everybody."""
    return [_campaign_out(site, campaign) for campaign in list_campaigns(site.db)]


@router.get("/{slug}", responses=FAULTS)
def campaign(site: Here, campaign: CampaignHere) -> CampaignOut:
    """One campaign; open to everybody."""
    return _campaign_out(site, campaign)


@router.get("/{slug}/guidelines", responses=FAULTS)
def guidelines(site: Here, campaign: CampaignHere) -> GuidelinesOut:
    """The guidelines that hold; open to everybody."""
    text, language = site.guidelines(campaign, site.locale)
    return GuidelinesOut(version=campaign.guidelines_version, language=language, text=text)


@router.post("/{slug}/guidelines/acceptance", responses=FAULTS, status_code=204)
def accept_guidelines(site: Here, person: Answering, campaign: CampaignHere, given: AcceptIn) -> None:
    """Accept the version of the guidelines that holds: without it no item is handed out."""
    accept(site.db, person, campaign, given.version)


@router.get("/{slug}/progress", responses=FAULTS)
def progress(site: Here, person: Reading, campaign: CampaignHere) -> ProgressOut:
    """How far you are."""
    return ProgressOut.model_validate(person_progress(site.db, person, campaign), from_attributes=True)


@router.get("/{slug}/test/{language}", responses=FAULTS)
def test(site: Here, person: Reading, campaign: CampaignHere, language: Tag) -> TestOut:
    """How you stand with the entry test in a language."""
    return _test_out(site, person, campaign, language, None)


@router.post("/{slug}/test/{language}", responses=FAULTS, status_code=201)
def start_test(site: Here, person: Answering, campaign: CampaignHere, language: Tag) -> TestOut:
    """Begin the entry test, or go on with it."""
    attempt = tests.start_attempt(site.db, person, campaign, language)
    return _test_out(site, person, campaign, language, attempt)


@router.post("/{slug}/test/{language}/answers", responses=FAULTS, status_code=201)
def answer_test(
    site: Here, person: Answering, campaign: CampaignHere, language: Tag, given: TestAnswerIn
) -> TestAnswerOut:
    """Answer a question of the attempt under way, and learn whether it was right and why."""
    attempt = tests.my_attempt(site.db, person, campaign, language)
    if attempt is None:
        raise HTTPException(404)
    _, told = tests.answer_question(site.db, person, attempt.id, given.item, given.answers)
    return TestAnswerOut(right=told.right, expected=told.answers, explanation=told.explanation)


def _campaign_out(site: Site, found: Campaign) -> CampaignOut:
    counts, options = campaign_progress(site.db, found), found.options
    return CampaignOut(
        slug=found.slug,
        title=found.title,
        description=options.description,
        kind=found.kind,
        languages=found.languages,
        overlap=options.overlap,
        overlap_max=options.most,
        open=found.open,
        guidelines_version=found.guidelines_version,
        questions=questions_out(found),
        items=counts.items,
        decided=counts.decided,
        disputed=counts.disputed,
        answers=counts.answers,
        people=counts.people,
    )


def _test_out(site: Site, person: Person, campaign: Campaign, language: str, attempt: Attempt | None) -> TestOut:
    stands = next(
        (one for one in tests.progress(site.db, person, campaign) if one.language == language_of(language)), None
    )
    if stands is None:
        raise HTTPException(404)
    attempt = attempt or tests.my_attempt(site.db, person, campaign, language)
    asked = tests.next_question(site.db, attempt) if attempt is not None and stands.running is not None else None
    question = None
    if asked is not None:
        texts = texts_out(campaign.kind, asked.payload)
        question = TestQuestionOut(id=asked.id, language=asked.language, texts=texts)
    return TestOut(
        language=stands.language,
        attempt=stands.running,
        passed=stands.passed,
        attempts_left=stands.left,
        best=stands.best,
        question=question,
    )
