"""Who may be given work in a campaign now, and if not, why: said so that a person knows what to do about it.

`admission` is asked inside the transaction that hands out an item. It costs one statement, a second one where there
is an entry test, and another one or two only for somebody who has given so much that a share of the whole may be hers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, Literal

from sqlalchemy import Row, bindparam, case, func, literal, select, union_all
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.models import REVIEWING, Acceptance, Attempt, Campaign, Item, Person, Standing, Tally
from minga.languages import language_of, matches
from minga.review.caps import Allowance, CapPolicy, Pace, allowance
from minga.review.gold_file import is_live
from minga.settings import CampaignSettings

__all__ = ["Admission", "Reason", "Refusal", "admission", "caps_of", "fits", "refusal"]

Reason = Literal[
    "closed", "not-yet-open", "not-invited", "country", "variety", "guidelines", "test", "test-failed", "paused",
    "rest", "share", "withdrawn",
]  # fmt: skip

_LATELY = timedelta(days=3)
"""What `concentration.Pace` calls lately."""
_WHERE: dict[str, Any] = {"person_id": bindparam("person"), "campaign_id": bindparam("campaign")}
_TALLY = select(Tally).filter_by(**_WHERE)
_STATE = select(
    select(Campaign.guidelines_version).where(Campaign.id == _WHERE["campaign_id"]).scalar_subquery().label("version"),
    select(func.max(Acceptance.version)).filter_by(**_WHERE).scalar_subquery().label("accepted"),
    select(Standing.paused_at).filter_by(**_WHERE).scalar_subquery().label("paused_at"),
    _TALLY.with_only_columns(Tally.answers).filter_by(day=bindparam("today")).scalar_subquery().label("today"),
    _TALLY.with_only_columns(func.sum(Tally.answers)).scalar_subquery().label("mine"),
)
"""All that one statement can tell of a person in a campaign."""
_TESTS = union_all(
    select(
        Attempt.language.label("language"),
        case((Attempt.passed, 1), else_=0).label("passed"),
        case((Attempt.ended_at.is_(None), 1), else_=0).label("running"),
    ).filter_by(**_WHERE),
    select(Item.language, literal(-1), literal(0))
    .where(*is_live(_WHERE["campaign_id"]), Item.purpose == "test")
    .distinct(),
)
"""Her attempts, and the languages that have an entry test: their `passed` is -1."""
_ALL = select(
    func.coalesce(func.sum(Tally.answers), 0).label("answers"),
    func.count(func.distinct(Tally.person_id)).label("active"),
).filter_by(campaign_id=_WHERE["campaign_id"])


@dataclass(frozen=True)
class Refusal:
    """Why somebody is given nothing."""

    reason: Reason
    until: datetime | None = None
    """When that changes by itself; None where it does not, or nobody knows."""
    detail: tuple[str, ...] = ()
    """The tags or codes that it is about: languages of the tests to pass, varieties or countries that are asked for."""


@dataclass(frozen=True)
class Admission:
    """Whether somebody may be given work, and in which languages."""

    refusal: Refusal | None
    languages: tuple[str, ...] = ()
    """Tags of items that she may be given."""
    wider: tuple[str, ...] = ()
    """Tags of the same languages as hers: items in these only where the lead widened them."""
    resting: bool = False
    """Whether she has done so much today that a rest is suggested."""
    today: int = 0
    """Answers that she gave today (UTC)."""


def fits(varieties: Iterable[str], language: str) -> bool:
    """Whether somebody who declared `varieties` may judge a text in `language`.

    A text in Spanish goes to every Spanish speaker; one in Peruvian Spanish to those who declared that, or Spanish as
    a whole.

    >>> fits(["es-PE"], "es"), fits(["es"], "es-PE"), fits(["es-MX"], "es-PE")
    (True, True, False)
    """
    return any(matches(declared, language) or matches(language, declared) for declared in varieties)


def refusal(session: OrmSession, db: Database, person: Person, campaign: Campaign) -> Refusal | None:
    """Why nothing is handed out to `person` in `campaign`; None when she may be given work."""
    return admission(session, db, person, campaign).refusal


def admission(session: OrmSession, db: Database, person: Person, campaign: Campaign) -> Admission:
    """Whether `person` may be given work in `campaign`, read in the caller's transaction.

    The first reason that holds is given, in the order in which a person could do something about them. Adjudicators
    and leads were chosen by name and take no entry test.
    """
    options = campaign.options
    found = _by_declaration(db, person, campaign, options)
    if found is not None:
        return Admission(found)
    state = _state(session, db, person, campaign)
    if state.paused_at is not None:
        return Admission(Refusal("paused"))
    if (state.accepted or 0) < state.version:
        return Admission(Refusal("guidelines"))
    languages, wider = _languages(person, campaign, options)
    missing, failed = _tests_to_pass(session, person, campaign, options)
    open_languages = [tag for tag in languages if language_of(tag) not in missing]
    open_wider = [tag for tag in wider if language_of(tag) not in missing]
    if not open_languages and not open_wider:
        wanted = {language_of(tag) for tag in (*languages, *wider)}
        return Admission(Refusal("test-failed" if wanted <= failed else "test", detail=tuple(sorted(wanted - failed))))
    left = _allowance(session, db, campaign, options, person, state)
    if left.state == "hard":
        return Admission(_stopped(db, left))
    today = int(state.today or 0)
    return Admission(None, tuple(open_languages), tuple(open_wider), left.state == "soft", today)


def caps_of(options: CampaignSettings) -> CapPolicy:
    """The caps of a campaign; where one person may give everything, so may the busiest tenth."""
    caps = options.caps
    policy = CapPolicy(soft_day=caps.soft_day, hard_day=caps.hard_day, share_from=caps.share_from, share=caps.share)
    return replace(policy, share=1.0, top_share=1.0) if caps.share >= 1 else policy


def _by_declaration(db: Database, person: Person, campaign: Campaign, options: CampaignSettings) -> Refusal | None:
    """What follows from the settings and from what a person told, without asking the database."""
    today = db.now().astimezone(UTC).date()
    if person.withdrawn_at is not None:
        return Refusal("withdrawn")
    if not campaign.open or (options.closes is not None and today > options.closes):
        return Refusal("closed")
    if options.opens is not None and today < options.opens:
        return Refusal("not-yet-open", datetime.combine(options.opens, time(), UTC))
    if not person.has_role(*REVIEWING, campaign_id=campaign.id):
        return Refusal("not-invited")
    if options.countries and person.country not in options.countries:
        return Refusal("country", detail=options.countries)
    if options.varieties and not any(
        matches(wanted, declared) for wanted in options.varieties for declared in person.varieties
    ):
        return Refusal("variety", detail=options.varieties)
    if not any(_languages(person, campaign, options)):
        return Refusal("variety", detail=tuple(campaign.languages))
    return None


def _languages(person: Person, campaign: Campaign, options: CampaignSettings) -> tuple[list[str], list[str]]:
    """The campaign's tags that fit a person and her role here, and those of the same languages as she speaks."""
    tags = [
        tag
        for tag in campaign.languages
        if (not options.languages or any(matches(wanted, tag) for wanted in options.languages))
        and _has_role_for(person, campaign, tag)
    ]
    spoken = {language_of(declared) for declared in person.varieties}
    return [tag for tag in tags if fits(person.varieties, tag)], [tag for tag in tags if language_of(tag) in spoken]


def _has_role_for(person: Person, campaign: Campaign, tag: str) -> bool:
    return any(
        role.name in REVIEWING
        and role.campaign_id in {None, campaign.id}
        and (role.language is None or language_of(role.language) == language_of(tag))
        for role in person.roles
    )


def _state(session: OrmSession, db: Database, person: Person, campaign: Campaign) -> Row[tuple[object, ...]]:
    """All that one statement can tell: `version`, `accepted`, `paused_at`, and answers `today` and in all (`mine`)."""
    asked = {"person": person.id, "campaign": campaign.id, "today": db.now().astimezone(UTC).date()}
    return session.execute(_STATE, asked).one()


def _tests_to_pass(
    session: OrmSession, person: Person, campaign: Campaign, options: CampaignSettings
) -> tuple[set[str], set[str]]:
    """Languages whose entry test she has not passed, and those of them that she may not try again."""
    if not options.test_items or person.has_role("adjudicator", "lead", campaign_id=campaign.id):
        return set(), set()
    rows = session.execute(_TESTS, {"person": person.id, "campaign": campaign.id}).all()
    missing = {language_of(tag) for tag, passed, _ in rows if passed < 0}
    missing -= {tag for tag, passed, _ in rows if passed > 0}
    failed = {
        tag
        for tag in missing
        if sum(row[0] == tag and row[1] == 0 for row in rows) >= options.test_attempts
        and not any(row[0] == tag and row[2] for row in rows)
    }
    return missing, failed


def _allowance(
    session: OrmSession,
    db: Database,
    campaign: Campaign,
    options: CampaignSettings,
    person: Person,
    state: Row[tuple[object, ...]],
) -> Allowance:
    policy = caps_of(options)
    mine, today = int(state.mine or 0), int(state.today or 0)
    if mine < policy.share_from:  # the shares of all need not be known
        return allowance(policy, today=today, mine=mine, answers=0, active=1, pace=_EASY)
    answers, active = session.execute(_ALL, {"campaign": campaign.id}).one()
    left = allowance(policy, today=today, mine=mine, answers=int(answers), active=active, pace=_EASY)
    if left.reason != "share":
        return left
    pace = _pace(session, db, campaign, options, person, policy.share_cap(int(answers), active) or 0)
    return allowance(policy, today=today, mine=mine, answers=int(answers), active=active, pace=pace)


_EASY = Pace(wanted=0, others=1)
"""The others would manage."""


def _pace(
    session: OrmSession, db: Database, campaign: Campaign, options: CampaignSettings, person: Person, cap: int
) -> Pace:
    """Read only when somebody is about to be stopped by her share."""
    since = (db.now() - _LATELY).astimezone(UTC).date()
    lately = func.sum(case((Tally.day > since, Tally.answers), else_=0)).label("lately")
    below = (
        select(lately)
        .where(Tally.campaign_id == campaign.id, Tally.person_id != person.id)
        .group_by(Tally.person_id)
        .having(func.sum(Tally.answers) < max(cap, 1))
        .subquery()
    )
    others = session.scalar(select(func.coalesce(func.sum(below.c.lately), 0))) or 0
    wanted = session.scalar(
        select(func.coalesce(func.sum(Item.wanted - Item.judged), 0)).where(
            Item.campaign_id == campaign.id, Item.state == "open", Item.purpose == "work"
        )
    )
    days = None
    if options.closes is not None:
        end = datetime.combine(options.closes + timedelta(days=1), time(), UTC)
        days = (end - db.now()).total_seconds() / 86_400
    return Pace(wanted=float(wanted or 0), others=float(others) / _LATELY.days, days_left=days)


def _stopped(db: Database, left: Allowance) -> Refusal:
    if left.reason == "share":
        return Refusal("share")
    tomorrow = db.now().astimezone(UTC).date() + timedelta(days=1)
    return Refusal("rest", datetime.combine(tomorrow, time(), UTC))
