"""The people of the showcase, and the month in which they work: everything goes the way that visitors' answers go."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from showcase_texts import FILES, TEXTS

from minga.community import Database
from minga.community.accounts import claim_email
from minga.community.consents import ConsentText, agree
from minga.community.demographics import save_demographics
from minga.community.invitations import make_invitation
from minga.community.models import Assignment, Campaign, Item, Person, RoleName, Verdict
from minga.community.people import Profile, add_person, grant_role
from minga.community.withdrawal import take_back
from minga.project import Project
from minga.review import answer, list_campaigns, take
from minga.review.assignment import take_disputed
from minga.review.certificates import issue
from minga.review.control_items import pause
from minga.review.fields import fields_of
from minga.review.guidelines import accept, change_guidelines, needs_acceptance
from minga.review.item_history import find_items
from minga.review.notices import announce_thresholds, mark_seen
from minga.review.qualification import answer_question, next_question, progress, start_attempt
from minga.review.questions import asked, questions_of
from minga.review.simulated import Opinion, opinion_on
from minga.settings import QuestionSettings
from minga.web.site import CONSENT_VERSION

__all__ = ["FORMER", "LEAD", "NEWCOMER", "VISITOR", "WARNED", "Community", "MovableClock", "live"]

START = datetime(2026, 10, 5, 9, tzinfo=UTC)
DAYS = 21
VISITOR = "Colibrí"
COUNTRIES = ("PE", "MX", "ES", "AR", "CO", "CL", "PE", "MX", "BO", "EC")
LEAD = "Wayra"
NEWCOMER = "Calandria"
"""Has done nothing yet."""
FORMER = "Benteveo"
"""Agreed to an older text of consent."""
WARNED = "Quetzal"
"""Misses what control items ask, and is told so."""
_AREAS = {one["text"]: one["area"] for one in TEXTS["customs"]}
ENOUGH = {"saberes": 165, "cotidiano-es": 42, "costumbres": 42, "respuestas": 55}
"""Answers after which people turn to something else: there is work left."""
BEGUN = {"saberes": 4, "cotidiano-es": 8, "costumbres": 10, "respuestas": 11, "cotidiano-gl": 12}
"""Days on which people turn to a campaign; to the others from the first."""
SETTLED = (12, 15, 18)
"""Days on which the adjudicator comes."""


class MovableClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = START

    def __call__(self) -> datetime:
        return self.time

    def advance(self, **parts: float) -> None:
        """Let some time pass."""
        self.time += timedelta(**parts)


@dataclass
class Community:
    """Who is in the showcase, and what the pictures are taken of."""

    project: Project
    db: Database
    clock: MovableClock
    people: dict[str, Person]
    campaigns: dict[str, Campaign]
    random: random.Random = field(default_factory=lambda: random.Random(20261105))  # noqa: S311 - no secret
    keys: Any = field(default_factory=lambda: itertools.count(1))
    given: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Answers by campaign, and by campaign and name."""
    certificate: str = ""

    @property
    def visitor(self) -> Person:
        """Through whose eyes a contributor's pages are seen."""
        return self.people[VISITOR]

    @property
    def lead(self) -> Person:
        """Who leads the project."""
        return self.people[LEAD]


def live(project: Project, db: Database, clock: MovableClock) -> Community:
    """Let everybody in, and let a month pass."""
    campaigns = {campaign.slug: campaign for campaign in list_campaigns(db)}
    here = Community(project, db, clock, {}, campaigns)
    _let_in(here)
    for day in range(DAYS):
        clock.time = START + timedelta(days=day)
        if day == DAYS - 9:
            _new_guidelines(here)
        _one_day(here, day)
    clock.time = START + timedelta(days=DAYS, hours=2)
    _last_day(here)
    return here


def _let_in(here: Community) -> None:
    _join(here, LEAD, "lead", varieties=("es", "ca", "eu", "gl", "pt"), country="PE")
    _join(here, "Killa", "adjudicator", varieties=("es", "ca", "eu", "gl", "pt"), country="BO")
    _join(here, VISITOR, "reviewer", varieties=("es", "ca"), country="PE", simulated=False)
    _join(here, NEWCOMER, "reviewer", varieties=("es-MX",), country="MX", simulated=False)
    _join(here, FORMER, "reviewer", varieties=("es-AR",), country="AR", simulated=False, consent="1")
    for number, name in enumerate(TEXTS["names"]):
        country = COUNTRIES[number % len(COUNTRIES)]
        spoken = ("ca", "eu", "gl", "pt")[number // 4 % 4]
        varieties = (f"es-{country}", spoken) if number % 4 == 0 else (f"es-{country}",)
        _join(here, name, "reviewer", varieties=varieties, country=country)
        if number % 5:
            _tell(here, name, number)


def _join(
    here: Community, name: str, role: RoleName, *, varieties: tuple[str, ...], country: str, simulated: bool = True,
    consent: str = CONSENT_VERSION,
) -> None:  # fmt: skip
    here.clock.advance(minutes=7)
    with here.db.writing() as session:
        profile = Profile(name, naming="pseudonym", varieties=varieties, country=country)
        person = add_person(session, here.db, profile, simulated=simulated)
        grant_role(session, here.db, person, role)
    agree(here.db, person.id, ConsentText(consent, "es", "0" * 64))
    here.people[name] = person


def _tell(here: Community, name: str, number: int) -> None:
    told = {
        "age": ("18-24", "25-34", "25-34", "35-44")[number % 4], "gender": ("woman", "woman", "man")[number % 3],
        "education": ("university", "university", "secondary")[number % 3], "first_languages": ["es"],
    }  # fmt: skip
    save_demographics(here.db, here.people[name].id, told)


def _one_day(here: Community, day: int) -> None:
    """Some come and do a few items; who came first does most, as everywhere."""
    for place, person in enumerate(list(here.people.values())):
        if person.roles[0].name != "reviewer" or person.name in {NEWCOMER, FORMER}:
            continue
        eager = 0.6 if person.id == here.visitor.id else max(0.15, 1 / (1 + place / 8))
        if place <= day * 3 and here.random.random() < eager:
            for _ in range(here.random.randint(1, 3 + int(5 * eager))):
                _work(here, person, place, day)
    if day in SETTLED:
        _settle(here)


def _work(here: Community, person: Person, place: int, day: int) -> None:
    """One item of the first campaign that has one for her."""
    order = list(here.campaigns.values())
    here.random.shuffle(order)
    if person.id == here.people[WARNED].id:
        order.sort(key=lambda campaign: campaign.slug != "saberes")
    for campaign in order:
        if campaign.kind == "write-instruction" or day < BEGUN.get(campaign.slug, 0):
            continue  # what somebody writes would pass as a person's
        if here.given[campaign.slug, ""] >= ENOUGH.get(campaign.slug, 1000):
            continue
        if person.id == here.visitor.id and here.given[campaign.slug, VISITOR] >= 14:
            continue
        if campaign.slug == "saberes" and not _ready(here, person, campaign, place):
            continue
        if needs_acceptance(here.db, person, campaign):
            if person.id == here.visitor.id and campaign.guidelines_version > 1:
                continue  # she will see what changed
            accept(here.db, person, campaign, campaign.guidelines_version)
        if taken := take(here.db, person, campaign):
            _say(here, campaign, taken, place)
            here.given.update([(campaign.slug, ""), (campaign.slug, person.name)])
            return


def _ready(here: Community, person: Person, campaign: Campaign, place: int) -> bool:
    """Whether she passed the entry test, which everybody tries once or twice; the newest have not come to it yet."""
    if place > len(TEXTS["names"]) - 4:
        return False
    for test in progress(here.db, person, campaign):
        if test.passed:
            return True
        if not test.left:
            return False
        attempt = start_attempt(here.db, person, campaign, test.language)
        while (question := next_question(here.db, attempt)) is not None:
            right = (question.gold or {})["answers"]["verdict"]
            knows = here.random.random() < (0.6 if place % 6 == 5 else 0.95)
            here.clock.advance(seconds=20)
            said = right if knows else {"accept": "reject", "reject": "accept"}[right]
            attempt, _ = answer_question(here.db, person, attempt.id, question.id, {"verdict": said})
        return False
    return True


def _say(here: Community, campaign: Campaign, taken: Assignment, place: int) -> None:
    """One answer: mostly what anybody would say, with some people's slips more frequent."""
    draw = here.random
    here.clock.advance(seconds=draw.randint(25, 110))
    warned = taken.person_id == here.people[WARNED].id
    hard = taken.purpose == "work" and int(taken.item.record_id[:2], 16) < 40
    slips = draw.random() < (1 if warned and taken.purpose == "gold" else 0.5 if hard else 0.1)
    said = _opinion(here, campaign, taken.item, place, slips)
    answers: dict[str, Any] = {"verdict": said.verdict}
    for question in questions_of(campaign):
        if question.name != "verdict" and question in asked(questions_of(campaign), answers):
            answers[question.name] = _value(here, question, taken.item, slips)
    given = {name: value for name, value in answers.items() if name != "verdict" and value is not None}
    answer(
        here.db, taken, said.verdict, edits=said.edits, answers=given, note=said.note, client_key=f"{next(here.keys)}"
    )


def _opinion(here: Community, campaign: Campaign, item: Item, place: int, slips: bool) -> Opinion:
    if campaign.kind not in {"validate-translation", "review-instruction"}:
        return Opinion("answer")
    said = opinion_on(campaign.kind, fields_of(campaign.kind, item.payload), patience=3 + place % 3)
    if said.verdict == "reject":
        said = Opinion("reject", note=here.random.choice(TEXTS["notes"]))
    if not slips:
        return said
    verdict: Verdict = "reject" if said.verdict == "accept" else "accept"
    return Opinion(verdict, note=here.random.choice(TEXTS["notes"]) if verdict == "reject" else "")


def _value(here: Community, question: QuestionSettings, item: Item, slips: bool) -> Any:
    draw = here.random
    area = _AREAS.get(item.payload.get("text", ""), "")
    if question.name == "preference":
        return draw.choice(("b", "both-good")) if slips else "a"
    if question.name == "cultural":
        return ("no" if area else "unsure") if slips else ("yes" if area else "no")
    if question.name == "area":
        return [area or "history"]
    if question.type == "rating":
        return draw.choice((3, 4, 4, 5, 5))
    if question.type == "ranking":
        return draw.sample(question.options, len(question.options))
    return None


def _settle(here: Community) -> None:
    """The adjudicator settles one dispute in each campaign that has any."""
    judge = here.people["Killa"]
    for campaign in here.campaigns.values():
        for found in find_items(here.db, campaign, state="disputed", limit=1)[0]:
            if needs_acceptance(here.db, judge, campaign):
                accept(here.db, judge, campaign, campaign.guidelines_version)
            _say(here, campaign, take_disputed(here.db, judge, campaign, found.record_id), 1)


def _new_guidelines(here: Community) -> None:
    campaign = here.campaigns["saberes"]
    change_guidelines(here.db, campaign, (FILES / "guia-2.md").read_text(encoding="utf-8"), here.lead)
    here.campaigns = {one.slug: one for one in list_campaigns(here.db)}


def _last_day(here: Community) -> None:
    """What a lead does now and then, and one goodbye."""
    saberes = here.campaigns["saberes"]
    pause(here.db, saberes, here.people["Lechuza"], here.lead, "Varias respuestas rechazadas sin motivo: lo hablamos.")
    for languages, uses in ((("es-MX",), 20), (("eu",), 5)):
        make_invitation(here.db, campaign=saberes, languages=languages, uses=uses, actor=here.lead)
    take_back(here.db, here.people["Tagua"].id)
    # What she was thanked for before, she has read; one word is new.
    thanks = [one for work in here.campaigns.values() for one in announce_thresholds(here.db, here.visitor, work)]
    for notice in thanks[1:]:
        mark_seen(here.db, here.visitor, notice.id)
    claim_email(here.db, here.visitor.id, "colibri@example.org", verified=True)
    here.certificate = issue(here.db, here.visitor, None, "Rosa Quispe Mamani", locale="es").code
