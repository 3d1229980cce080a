from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from minga.community import Database
from minga.community.models import Assignment, Campaign, Person, Response, Tally
from minga.review.at_risk import drift_in, people_at_risk
from tests.review.leading import people, questioned
from tests.review.making import key
from tests.review.taking_part import did, items_of


def visits(db: Database, work: Campaign, someone: Person, *, slower: float) -> None:
    """Five evenings of forty answers each, whose last fifteen take `slower` times as long."""
    random = np.random.default_rng(1)
    item = items_of(db, work)[0]
    with db.writing() as session:
        campaign = session.get_one(Campaign, work.id)
        for evening in range(5):
            at = db.now() - timedelta(days=evening + 1)
            session.add(Tally(campaign_id=work.id, person_id=someone.id, day=at.date(), answers=40, seconds=0.0))
            for place in range(40):
                campaign.responses += 1
                seconds = float(40 * random.lognormal(0, 0.3) * (slower if place >= 25 else 1))
                at += timedelta(seconds=seconds)
                lease = Assignment(item_id=item.id, campaign_id=work.id, person_id=someone.id, state="answered",
                                   taken_at=at, expires_at=at)  # fmt: skip
                session.add(lease)
                session.flush()
                session.add(
                    Response(campaign_id=work.id, position=campaign.responses, item_id=item.id, person_id=someone.id,
                             assignment_id=lease.id, version=1, purpose=f"w{campaign.responses}", verdict="accept",
                             seconds=seconds, guidelines_version=1, client_key=key(), digest="", created_at=at)
                )  # fmt: skip


def test_whoever_slows_down_late_is_named_kindly(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    tired, fresh = people(sqlite_db, "Zoila", "Ana")
    visits(sqlite_db, work, tired, slower=1.8)
    visits(sqlite_db, work, fresh, slower=1.0)
    [found] = people_at_risk(sqlite_db, work)
    assert (found.name, found.slower, found.hastier, found.less_steady) == ("Zoila", True, False, False)
    assert drift_in(sqlite_db, work, tired).measured
    assert not drift_in(sqlite_db, work, fresh).measured


def test_three_long_days_of_seven_are_a_sign_too(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path, caps={"soft_day": 10})
    often, once = people(sqlite_db, "Berta", "Carmen")
    for back in range(3):
        did(sqlite_db, often, work, 12, days_ago=back)
    did(sqlite_db, once, work, 50)
    assert [(one.name, one.long_days) for one in people_at_risk(sqlite_db, work)] == [("Berta", 3)]


def test_who_has_not_come_for_a_week_is_left_alone(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path, caps={"soft_day": 10})
    [often] = people(sqlite_db, "Berta")
    for back in range(8, 12):
        did(sqlite_db, often, work, 12, days_ago=back)
    assert people_at_risk(sqlite_db, work) == []


def test_little_history_says_nothing(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    assert drift_in(sqlite_db, work, ada).time is None
    assert people_at_risk(sqlite_db, work) == pytest.approx([])
