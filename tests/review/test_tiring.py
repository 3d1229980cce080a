from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from minga.community import Database
from minga.community.models import Campaign, Person, Response
from minga.review import answer, take
from minga.review.fatigue import LATE_FROM
from minga.review.tiring import tiring_of, weight_now
from tests.community.databases import MovableClock
from tests.review.making import key, person
from tests.review.taking_part import answered, items_of, notices, records_campaign

NO_CAPS = {"soft_day": 0, "hard_day": 0, "share": 1.0, "share_from": 0}


def work_on(db: Database, clock: MovableClock, who: Person, work: Campaign, seconds: list[float]) -> list[Response]:
    """She takes and answers one item after the other, in so many seconds each."""
    given = []
    for one in seconds:
        taken = take(db, who, work)
        assert taken, taken
        clock.advance(seconds=one)
        given.append(answer(db, taken, "accept", client_key=key()))
    return given


def paces(day: int, late: float) -> list[float]:
    """Seconds an item: a little different each, and `late` times as many after the 25th."""
    drawn = np.random.default_rng(day).lognormal(3.0, 0.2, 41)
    drawn[LATE_FROM:] *= late
    return [float(one) for one in drawn]


def test_a_rest_is_suggested_to_who_slows_down_late_in_her_sessions(
    sqlite_db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    db = sqlite_db
    work = records_campaign(db, tmp_path, records=170, caps=NO_CAPS)
    ada, berta = person(db, "Ada"), person(db, "Berta")
    for day in range(4):
        work_on(db, clock, berta, work, paces(day, late=1.0))
        clock.advance(hours=2)
        work_on(db, clock, ada, work, paces(day, late=1.8))
        clock.advance(hours=22)
    assert notices(db, ada)[:1] == ["rest"]
    assert notices(db, berta) == []


def test_a_session_ends_after_half_an_hour(sqlite_db: Database, tmp_path: Path, clock: MovableClock) -> None:
    db = sqlite_db
    work = records_campaign(db, tmp_path, records=10, caps=NO_CAPS)
    ada = person(db, "Ada")
    work_on(db, clock, ada, work, [20.0] * 4)
    with db.reading() as session:
        assert tiring_of(session, db, ada.id, work).position == 4
    clock.advance(minutes=31)
    with db.reading() as session:
        assert tiring_of(session, db, ada.id, work).position == 0


def test_the_soft_cap_suggests_a_rest_when_the_next_item_is_taken(
    db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    work, ada = records_campaign(db, tmp_path, records=6, caps=NO_CAPS | {"soft_day": 3}), person(db, "Ada")
    work_on(db, clock, ada, work, [20.0] * 5)
    assert notices(db, ada) == ["rest"]


def test_late_answers_weigh_less_only_where_they_are_measurably_less_steady(
    sqlite_db: Database, tmp_path: Path, clock: MovableClock
) -> None:
    db = sqlite_db
    work = records_campaign(db, tmp_path, records=60, repeat_rate=0.1, caps=NO_CAPS)
    ada, items = person(db, "Ada"), items_of(db, work)
    for item in items:
        answered(db, ada, work, item, "accept", "work")
        clock.advance(seconds=20)
    clock.advance(days=2)
    for number in range(50):
        verdict = "accept" if number < LATE_FROM else "reject"
        response = answered(db, ada, work, items[number], verdict, "repeat")  # type: ignore[arg-type]
        clock.advance(seconds=20)
        assert number > LATE_FROM or response.weight == 1.0
    with db.reading() as session:
        assert tiring_of(session, db, ada.id, work).drift.less_steady
        assert weight_now(session, db, ada.id, work) == pytest.approx(0.1)
    clock.advance(hours=1)  # after a rest
    with db.reading() as session:
        assert weight_now(session, db, ada.id, work) == 1.0
