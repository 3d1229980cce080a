"""Control items: questions whose answer is known, and items of one's own that come again.

What is handed out follows from the campaign, the person and the number of her answers alone, by a hash, so that it can
be replayed. What follows from her answers is decided by one rule, with no hand in it:

* Only her last 20 control answers count, `k` of `n` right. With no knowledge beforehand, the share that she gets right
  is distributed as Beta(1 + k, 1 + n - k). There is *evidence* when at least three were missed and that share lies
  below the campaign's `test_pass` with a probability of 0.95 or more.
* With evidence she gets a notice with the examples. Nothing else happens, and nobody else is told.
* After she said that she read it, only later answers count. With evidence in these she is paused, which a lead lifts.
  When 20 of them passed without it, the notice is done with.

A repeat that is answered otherwise is no mistake: the same rule, with three in five answered as before, leads to a
notice and never to a pause.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import timedelta
from math import comb

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session as OrmSession

from minga.community import Database
from minga.community.audit import log_act
from minga.community.models import (
    Assignment,
    Attempt,
    Campaign,
    Decision,
    Item,
    Notice,
    Person,
    Purpose,
    Response,
    Standing,
    Tally,
)
from minga.community.people import lock_person
from minga.review.control_outcomes import Outcome, adjudicated, outcomes_of, settled_keys
from minga.review.eligibility import fits
from minga.review.gold_file import is_live
from minga.review.notices import notify

__all__ = ["draw", "judge_control", "next_control", "pause", "paused_people", "probably_below", "resume"]

WINDOW = 20
"""The newest control answers that count."""
_LEAST_MISSED = 3
_SURE = 0.95
_STEADY = 0.6
_AGO = timedelta(days=1)
_APART = 20
"""An own item comes again after a day, or after so many other answers."""
_POOL = 300
"""Items that one is drawn from; more need not be read."""


def draw(*parts: object) -> float:
    """A number in [0, 1) that depends on `parts` alone.

    >>> draw("campaign", 3, 17) == draw("campaign", 3, 17), 0 <= draw("x") < 1
    (True, True)
    """
    name = "/".join(map(str, parts)).encode()
    return int.from_bytes(hashlib.sha256(name).digest()[:6]) / 2**48


def probably_below(bar: float, right: int, missed: int) -> float:
    """Probability that a share is below `bar`, of which `right` successes and `missed` failures are known.

    The distribution function of Beta(1 + right, 1 + missed), by its identity with a binomial tail.

    >>> round(probably_below(0.7, right=2, missed=1), 2), round(probably_below(0.7, right=1, missed=4), 2)
    (0.35, 0.99)
    """
    n = right + missed + 1
    return sum(comb(n, k) * bar**k * (1 - bar) ** (n - k) for k in range(right + 1, n + 1))


def next_control(session: OrmSession, db: Database, person: Person, campaign: Campaign) -> tuple[Item, Purpose] | None:
    """The control item or repeat whose turn it is for `person`; None when it is work's turn, or nothing fits."""
    options = campaign.options
    if not options.gold_rate and not options.repeat_rate:
        return None
    mine = (Tally.campaign_id == campaign.id, Tally.person_id == person.id)
    count = session.scalar(select(func.coalesce(func.sum(Tally.answers), 0)).where(*mine)) or 0
    chance = draw(campaign.slug, person.id, count)
    if chance < options.gold_rate:
        purpose, pool = "gold", _gold(session, person, campaign)
    elif chance < options.gold_rate + options.repeat_rate:
        purpose, pool = "repeat", _repeats(session, db, person, campaign)
    else:
        return None
    chosen = min(pool, key=lambda item_id: draw(campaign.slug, person.id, count, item_id), default=None)
    return None if chosen is None else (session.get_one(Item, chosen), purpose)  # type: ignore[return-value]  # two literals


def judge_control(session: OrmSession, db: Database, response: Response, item: Item) -> None:
    """Count a control answer that was just kept, and do what the rule says; in the caller's transaction.

    Everything is counted anew from the answers, so a correction, or a gold item that turned out wrong, counts as well.
    """
    campaign = session.get_one(Campaign, response.campaign_id)
    session.flush()
    gold = outcomes_of(session, response.person_id, campaign, "gold")
    repeats = outcomes_of(session, response.person_id, campaign, "repeat")
    standing = _standing(session, campaign, response.person_id)
    standing.control_right = sum(outcome.right for outcome in gold)
    standing.control_wrong = len(gold) - standing.control_right
    standing.repeat_same = sum(outcome.right for outcome in repeats)
    standing.repeat_other = len(repeats) - standing.repeat_same
    if response.purpose == "gold" and standing.paused_at is None:
        _look_at_gold(session, db, campaign, standing, gold)
    elif response.purpose == "repeat":
        _look_at_repeats(session, db, campaign, standing, repeats)


def pause(db: Database, campaign: Campaign, person: Person, actor: Person, reason: str) -> None:
    """Hand out nothing to `person` until a lead resumes it; she is told, and it is written to the audit log."""
    with db.writing() as session:
        standing = _standing(session, campaign, person.id)
        if standing.paused_at is None:
            standing.paused_at, standing.reason = db.now(), reason[:500]
            notify(session, db, person.id, campaign, "paused", reason=reason[:500])
            log_act(session, "pause", f"person {person.id}", at=db.now(), actor=actor, campaign=campaign.slug)


def resume(db: Database, campaign: Campaign, person: Person, actor: Person) -> bool:
    """Let a paused person go on, with a clean slate: she is told, and it is written to the audit log.

    Returns False when she was not paused.
    """
    with db.writing() as session:
        standing = _standing(session, campaign, person.id)
        if standing.paused_at is None:
            return False
        standing.paused_at, standing.reason = None, ""
        notify(session, db, person.id, campaign, "resumed")
        log_act(session, "resume", f"person {person.id}", at=db.now(), actor=actor, campaign=campaign.slug)
        return True


def paused_people(db: Database, campaign: Campaign) -> list[tuple[Person, Standing]]:
    """Who is paused in a campaign, and how she stood; the longest first."""
    query = (
        select(Person, Standing)
        .join(Standing, Standing.person_id == Person.id)
        .where(Standing.campaign_id == campaign.id, Standing.paused_at.is_not(None))
        .order_by(Standing.paused_at)
    )
    with db.reading() as session:
        return [(person, standing) for person, standing in session.execute(query)]


def _standing(session: OrmSession, campaign: Campaign, person_id: int) -> Standing:
    """The person's row, made when it is the first time; her own row is locked, so that it is made once."""
    lock_person(session, person_id)
    standing = session.get(Standing, (campaign.id, person_id), populate_existing=True)
    if standing is None:
        standing = Standing(campaign_id=campaign.id, person_id=person_id, reason="")
        session.add(standing)
    return standing


def _look_at_gold(
    session: OrmSession, db: Database, campaign: Campaign, standing: Standing, outcomes: Sequence[Outcome]
) -> None:
    former = _last_notice(session, standing, "gold-missed", "resumed")
    warned = former is not None and former.kind == "gold-missed"
    if former is not None and warned and former.seen_at is None:
        return
    since = None if former is None else former.seen_at if warned else former.created_at
    later = [outcome for outcome in outcomes if since is None or outcome.at > since]
    missed = _evidence(later, campaign.options.test_pass)
    if not missed:
        return
    if warned and len(later) <= WINDOW:
        standing.paused_at, standing.reason = db.now(), "control items"
        notify(session, db, standing.person_id, campaign, "paused", **_examples(missed, later))
    else:
        notify(session, db, standing.person_id, campaign, "gold-missed", **_examples(missed, later))


def _look_at_repeats(
    session: OrmSession, db: Database, campaign: Campaign, standing: Standing, outcomes: Sequence[Outcome]
) -> None:
    former = _last_notice(session, standing, "unsteady")
    if former is not None and former.seen_at is None:
        return
    later = [one for one in outcomes if former is None or former.seen_at is None or one.at > former.seen_at]
    if changed := _evidence(later, _STEADY):
        notify(session, db, standing.person_id, campaign, "unsteady", **_examples(changed, later))


def _evidence(outcomes: Sequence[Outcome], bar: float) -> list[Outcome]:
    """Those missed of the newest, where they show that the share of right ones is below `bar`; else none."""
    newest = outcomes[-WINDOW:]
    missed = [outcome for outcome in newest if not outcome.right]
    sure = probably_below(bar, len(newest) - len(missed), len(missed)) >= _SURE
    return missed if sure and len(missed) >= _LEAST_MISSED else []


def _examples(missed: Iterable[Outcome], asked: Sequence[Outcome]) -> dict[str, object]:
    return {"responses": [outcome.response_id for outcome in missed], "asked": len(asked[-WINDOW:])}


def _last_notice(session: OrmSession, standing: Standing, *kinds: str) -> Notice | None:
    query = select(Notice).where(
        Notice.person_id == standing.person_id, Notice.campaign_id == standing.campaign_id, Notice.kind.in_(kinds)
    )
    return session.scalars(query.order_by(Notice.id.desc()).limit(1)).one_or_none()


def _gold(session: OrmSession, person: Person, campaign: Campaign) -> list[int]:
    """Gold items that she has not met: not here, and not in her entry tests."""
    touched = select(Assignment.item_id).where(Assignment.person_id == person.id, Assignment.campaign_id == campaign.id)
    from_file = (
        select(Item.id, Item.language, Item.gold)
        .where(*is_live(campaign), Item.purpose == "gold", Item.id.not_in(touched))
        .order_by(Item.id)
        .limit(_POOL)
    )
    tested = _tested(session, person, campaign)
    pool = [
        item_id
        for item_id, language, gold in session.execute(from_file)
        if fits(person.varieties, language) and (gold or {}).get("content") not in tested
    ]
    settled = (
        select(Item.id, Item.language)
        .join(Decision, Decision.item_id == Item.id)
        .where(Item.campaign_id == campaign.id, Item.state == "decided", Item.purpose == "work", *adjudicated())
        .where(Item.contributor.not_in(person.credit_names), Item.id.not_in(touched))
        .order_by(Item.id.desc())
        .limit(_POOL)
    )
    fitting = [item_id for item_id, language in session.execute(settled) if fits(person.varieties, language)]
    return [*pool, *settled_keys(session, campaign.options, fitting)]


def _tested(session: OrmSession, person: Person, campaign: Campaign) -> set[str]:
    """What she was asked in entry tests: the same texts may stand in the file for both purposes."""
    attempts = select(Attempt.items).where(Attempt.campaign_id == campaign.id, Attempt.person_id == person.id)
    ids = {number for numbers in session.scalars(attempts) for number in numbers}
    golds = session.scalars(select(Item.gold).where(Item.id.in_(ids))) if ids else ()
    return {gold["content"] for gold in golds if gold}


def _repeats(session: OrmSession, db: Database, person: Person, campaign: Campaign) -> list[int]:
    """Work of hers that is long enough ago and has not come again; none right after a repeat."""
    hers = (Response.person_id == person.id, Response.campaign_id == campaign.id, Response.version == 1)
    newest = select(Response.purpose, Response.created_at).where(*hers)
    last = session.execute(newest.order_by(Response.created_at.desc(), Response.id.desc()).limit(_APART + 1)).all()
    if not last or last[0].purpose == "repeat":
        return []
    before = db.now() - _AGO
    if len(last) > _APART:
        before = max(before, last[-1].created_at)
    query = _own_work(person, campaign).where(*hers, Response.created_at <= before)
    return [item_id for item_id, language in session.execute(query) if fits(person.varieties, language)]


def _own_work(person: Person, campaign: Campaign) -> Select[int, str]:
    again = select(Assignment.item_id).where(
        Assignment.person_id == person.id, Assignment.campaign_id == campaign.id, Assignment.purpose == "repeat"
    )
    return (
        select(Item.id, Item.language)
        .join(Response, Response.item_id == Item.id)
        .where(Response.purpose == "work", Response.verdict != "cannot-judge")
        .where(Item.state != "closed", Item.id.not_in(again))
        .order_by(Response.created_at.desc())
        .limit(_POOL)
    )
