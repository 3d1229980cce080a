from __future__ import annotations

from pathlib import Path

from minga.community import Database
from minga.review.caps import CapPolicy
from minga.review.fatigue import Change, Drift
from minga.review.notices import announce_thresholds, mark_seen, notices_of, notify, suggest_rest, unseen
from tests.community.databases import MovableClock
from tests.review.making import newcomer as person
from tests.review.taking_part import answered, items_of, notices, records_campaign

SLOWER = Drift(time=Change(0.3, 0.1, 0.5))


def test_a_notice_is_private_and_stays_unseen_until_its_reader_says_so(db: Database, tmp_path: Path) -> None:
    work, ada, berta = records_campaign(db, tmp_path), person(db, "Ada"), person(db, "Berta")
    with db.writing() as session:
        notify(session, db, ada.id, work, "resumed")
    [notice] = unseen(db, ada)
    assert unseen(db, berta) == []
    assert not mark_seen(db, berta, notice.id)
    assert mark_seen(db, ada, notice.id)
    assert not mark_seen(db, ada, notice.id)
    assert unseen(db, ada) == []
    [kept] = notices_of(db, ada)
    assert kept.seen_at == db.now()


def test_a_rest_is_suggested_once_a_day_from_the_soft_cap(db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work, ada = records_campaign(db, tmp_path), person(db, "Ada")
    policy = CapPolicy(soft_day=3, hard_day=9)
    for today in (1, 2, 3, 4):
        with db.writing() as session:
            suggest_rest(session, db, ada.id, work, policy, today)
    assert notices(db, ada) == ["rest"]
    clock.advance(days=1)
    with db.writing() as session:
        suggest_rest(session, db, ada.id, work, policy, 3)
    assert notices(db, ada) == ["rest", "rest"]


def test_a_rest_is_suggested_when_her_own_history_shows_that_she_tires(db: Database, tmp_path: Path) -> None:
    work, ada = records_campaign(db, tmp_path), person(db, "Ada")
    policy = CapPolicy(soft_day=0)
    with db.writing() as session:
        assert suggest_rest(session, db, ada.id, work, policy, 30, drift=Drift(), position=30) is None
        assert suggest_rest(session, db, ada.id, work, policy, 30, drift=SLOWER, position=3) is None
        made = suggest_rest(session, db, ada.id, work, policy, 30, drift=SLOWER, position=30)
    assert made is not None
    assert made.detail == {"answers": 30, "tired": True}


def test_a_threshold_that_validated_work_reached_is_told_once(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, overlap=1, credit={"thresholds": {"helper": 1, "co-author": 2}})
    ada, items = person(db, "Ada"), items_of(db, work)
    assert announce_thresholds(db, ada, work) == []
    answered(db, ada, work, items[0], "accept", "work")
    assert [notice.detail for notice in announce_thresholds(db, ada, work)] == [{"name": "helper", "points": 1.0}]
    assert announce_thresholds(db, ada, work) == []
    answered(db, ada, work, items[1], "accept", "work")
    announce_thresholds(db, ada, work)
    assert [notice.detail["name"] for notice in notices_of(db, ada)] == ["co-author", "helper"]
