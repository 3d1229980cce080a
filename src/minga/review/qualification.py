"""Entry tests: a few questions in each language whose answers are explained, before real work begins.

Everything is held on the server: which questions an attempt has, how often it may be tried, and that no answer is
told before one was given. The questions of an attempt and their order are drawn by a hash of campaign, person,
language and number of the attempt; those that were not asked before come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import Attempt, Campaign, Item, Person
from minga.community.people import lock_person
from minga.errors import CommunityError
from minga.languages import language_of
from minga.review.answer_key import is_right
from minga.review.control_items import draw
from minga.review.eligibility import fits
from minga.review.gold_file import is_live
from minga.settings import CampaignSettings

__all__ = [
    "EntryTest",
    "Explained",
    "answer_question",
    "finish",
    "my_attempt",
    "next_question",
    "progress",
    "questions_of",
    "start_attempt",
]


@dataclass(frozen=True)
class Explained:
    """A question of an attempt that was answered, with what is told about it."""

    item: Item
    given: dict[str, Any]
    right: bool
    answers: dict[str, Any]
    """What was expected."""
    explanation: dict[str, str]
    """By interface language."""


@dataclass(frozen=True)
class EntryTest:
    """How a person stands with the entry test in one language."""

    language: str
    passed: bool
    running: int | None
    """Id of the attempt under way."""
    used: int
    """Attempts that she began."""
    left: int
    """Attempts that she may still begin."""
    best: float | None
    """Best share of right answers of an attempt that has ended."""

    @property
    def failed(self) -> bool:
        """Whether nothing is left to try."""
        return not self.passed and self.running is None and self.left == 0


def progress(db: Database, person: Person, campaign: Campaign) -> list[EntryTest]:
    """The entry tests that concern a person, one a language that she speaks; none where the campaign has none."""
    options = campaign.options
    if not options.test_items:
        return []
    with db.reading() as session:
        tags = session.scalars(select(Item.language).where(*is_live(campaign), Item.purpose == "test").distinct())
        asked = sorted({language_of(tag) for tag in tags if fits(person.varieties, tag)})
        attempts = session.scalars(_attempts(person.id, campaign.id)).all()
    return [_progress(options, tag, [one for one in attempts if one.language == tag]) for tag in asked]


def start_attempt(db: Database, person: Person, campaign: Campaign, language: str) -> Attempt:
    """Begin the entry test in `language`, or go on with the attempt under way.

    Raises CommunityError when there is no such test, it is passed, or no attempt is left.
    """
    language = language_of(language)
    options = campaign.options
    with db.writing() as session:
        lock_person(session, person.id)
        former = session.scalars(_attempts(person.id, campaign.id).where(Attempt.language == language)).all()
        state = _progress(options, language, former)
        if state.running is not None:
            return next(attempt for attempt in former if attempt.id == state.running)
        if state.passed:
            raise CommunityError("you have passed this test already", where=campaign.slug)
        if not state.left:
            raise CommunityError("no attempt is left", where=campaign.slug, hint="write to those who lead the campaign")
        attempt = Attempt(
            campaign_id=campaign.id, person_id=person.id, language=language, number=len(former) + 1, answers={},
            items=_drawn(session, person, campaign, language, former), started_at=db.now(),
        )  # fmt: skip
        if not options.test_items or not attempt.items:
            raise CommunityError(f"there is no entry test in {language}", where=campaign.slug)
        session.add(attempt)
        session.flush()
        return attempt


def my_attempt(db: Database, person: Person, campaign: Campaign, language: str) -> Attempt | None:
    """The newest attempt of a person in a language; None when she has not begun."""
    query = _attempts(person.id, campaign.id).where(Attempt.language == language_of(language))
    with db.reading() as session:
        return session.scalars(query.order_by(None).order_by(Attempt.number.desc()).limit(1)).one_or_none()


def next_question(db: Database, attempt: Attempt) -> Item | None:
    """The first question that has no answer yet; None when all have one."""
    number = _next(attempt)
    if number is None:
        return None
    with db.reading() as session:
        return session.get_one(Item, number)


def answer_question(
    db: Database, person: Person, attempt_id: int, item_id: int, given: Mapping[str, Any]
) -> tuple[Attempt, Explained]:
    """Keep the answer to a question, and tell what was right; the last one ends the attempt.

    A question that was answered already, in another tab or by a form sent twice, keeps its first answer. Raises
    CommunityError when the attempt is not hers, has ended, or the question is not the next one.
    """
    with db.writing() as session:
        lock_person(session, person.id)
        attempt = session.get(Attempt, attempt_id, populate_existing=True)
        if attempt is None or attempt.person_id != person.id or item_id not in attempt.items:
            raise CommunityError("this question was not put to you", where=f"attempt {attempt_id}")
        item = session.get_one(Item, item_id)
        if str(item_id) not in attempt.answers:
            if attempt.ended_at is not None or _next(attempt) != item_id:
                raise CommunityError("this question is not the next one", where=f"attempt {attempt_id}")
            right = is_right((item.gold or {})["answers"], given)
            attempt.answers = {**attempt.answers, str(item_id): {"given": dict(given), "right": right}}
            if _next(attempt) is None:
                _end(session, db, attempt)
        return attempt, _explained(item, attempt)


def finish(db: Database, person: Person, attempt_id: int) -> Attempt:
    """End an attempt now: questions without an answer count as missed. One that has ended stays as it is."""
    with db.writing() as session:
        lock_person(session, person.id)
        attempt = session.get(Attempt, attempt_id, populate_existing=True)
        if attempt is None or attempt.person_id != person.id:
            raise CommunityError("this attempt is not yours", where=f"attempt {attempt_id}")
        if attempt.ended_at is None:
            _end(session, db, attempt)
        return attempt


def questions_of(db: Database, attempt: Attempt) -> list[Explained]:
    """The answered questions of an attempt with their explanations, in order."""
    answered = [number for number in attempt.items if str(number) in attempt.answers]
    with db.reading() as session:
        items = {item.id: item for item in session.scalars(select(Item).where(Item.id.in_(answered)))}
    return [_explained(items[number], attempt) for number in answered]


def _attempts(person_id: int, campaign_id: int) -> Select[Attempt]:
    mine = (Attempt.person_id == person_id, Attempt.campaign_id == campaign_id)
    return select(Attempt).where(*mine).order_by(Attempt.number)


def _progress(options: CampaignSettings, language: str, attempts: Iterable[Attempt]) -> EntryTest:
    attempts = list(attempts)
    scores = [attempt.score for attempt in attempts if attempt.score is not None]
    return EntryTest(
        language=language,
        passed=any(attempt.passed for attempt in attempts),
        running=next((attempt.id for attempt in attempts if attempt.ended_at is None), None),
        used=len(attempts),
        left=max(0, options.test_attempts - len(attempts)),
        best=max(scores, default=None),
    )


def _drawn(
    session: OrmSession, person: Person, campaign: Campaign, language: str, former: Iterable[Attempt]
) -> list[int]:
    """The questions of the next attempt, in their order."""
    former = list(former)
    asked = {number for attempt in former for number in attempt.items}
    rows = session.execute(select(Item.id, Item.language).where(*is_live(campaign), Item.purpose == "test"))
    pool = [number for number, tag in rows if language_of(tag) == language and fits(person.varieties, tag)]

    def place(number: int) -> float:
        return draw(campaign.slug, person.id, language, len(former) + 1, number)

    fresh_first = sorted(pool, key=lambda number: (number in asked, place(number)))
    return sorted(fresh_first[: campaign.options.test_items], key=place)


def _next(attempt: Attempt) -> int | None:
    return next((number for number in attempt.items if str(number) not in attempt.answers), None)


def _end(session: OrmSession, db: Database, attempt: Attempt) -> None:
    campaign = session.get_one(Campaign, attempt.campaign_id)
    right = sum(answer["right"] for answer in attempt.answers.values())
    attempt.score = right / len(attempt.items)
    attempt.passed = attempt.score >= campaign.options.test_pass
    attempt.ended_at = db.now()


def _explained(item: Item, attempt: Attempt) -> Explained:
    answer = attempt.answers[str(item.id)]
    gold = item.gold or {}
    return Explained(item, answer["given"], answer["right"], gold["answers"], gold["explanation"])
