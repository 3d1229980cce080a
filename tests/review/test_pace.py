from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.community import Database
from minga.review import find_campaign, set_open
from minga.review.pace import finishing_day, pace_figures
from minga.review.withdrawing import withdraw
from tests.community.databases import MovableClock
from tests.review.leading import people, questioned, said
from tests.review.taking_part import did

TODAY = date(2026, 11, 1)


def test_a_steady_pace_is_done_when_it_looks_like_it() -> None:
    found = finishing_day([50] * 10, left=500, today=TODAY)
    assert found.middle is not None
    assert abs((found.middle - TODAY).days - 10) <= 1
    assert found.low is not None
    assert found.low <= found.middle


@given(st.lists(st.integers(0, 200), min_size=3, max_size=30), st.integers(1, 5000))
def test_the_interval_holds_its_middle_and_more_work_takes_longer(daily: list[int], left: int) -> None:
    found, longer = finishing_day(daily, left, TODAY), finishing_day(daily, left * 2, TODAY)
    if found.middle is not None and found.low is not None:
        assert found.low <= found.middle
        assert found.high is None or found.middle <= found.high
        assert longer.middle is None or longer.middle >= found.middle


def test_a_week_without_answers_has_no_end() -> None:
    assert finishing_day([50, 50, *[0] * 7], left=10, today=TODAY).outlook == "standstill"


def test_days_are_counted_and_today_is_the_last(sqlite_db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    clock.advance(days=-1)
    said(sqlite_db, work, ada, 0)
    clock.advance(days=1)
    said(sqlite_db, work, berta, 0)
    days = pace_figures(sqlite_db, work).days
    assert (len(days), days[-1].day) == (14, TODAY)
    assert [(day.answers, day.decided, day.people) for day in days[-2:]] == [(1, 0, 1), (1, 1, 1)]


def test_who_withdrew_gave_no_answer(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    said(sqlite_db, work, ada, 0)
    withdraw(sqlite_db, ada)
    assert pace_figures(sqlite_db, work).days[-1].answers == 0


def test_what_is_left_follows_from_what_decided_items_took(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path, records=4)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    for someone in (ada, berta):
        said(sqlite_db, work, someone, 0)
    said(sqlite_db, work, ada, 1)
    found = pace_figures(sqlite_db, work)
    # two an item: one more for item 1, two for each of the other two
    assert (found.answers_an_item, found.answers_left) == (2.0, 5)


@pytest.mark.parametrize(("days", "outlook"), [(2, "too-early"), (5, "likely")])
def test_three_whole_days_are_needed_to_say_anything(
    sqlite_db: Database, tmp_path: Path, clock: MovableClock, days: int, outlook: str
) -> None:
    work = questioned(sqlite_db, tmp_path, records=60)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    for number in range(25):
        for someone in (ada, berta):
            said(sqlite_db, work, someone, number)
    clock.advance(days=days)
    assert pace_figures(sqlite_db, work).forecast.outlook == outlook


def test_few_decided_items_are_too_early(sqlite_db: Database, tmp_path: Path, clock: MovableClock) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    for back in range(8):
        did(sqlite_db, ada, work, 5, days_ago=back)
    assert pace_figures(sqlite_db, work).forecast.outlook == "too-early"


def test_a_closed_campaign_has_no_forecast(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    set_open(sqlite_db, work, False, None)
    assert pace_figures(sqlite_db, find_campaign(sqlite_db, work.slug)).forecast.outlook == "closed"


def test_when_nothing_is_open_it_is_done(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path, records=1, overlap=1)
    said(sqlite_db, work, *people(sqlite_db, "Ada"), 0)
    assert pace_figures(sqlite_db, work).forecast.outlook == "done"


def test_today_is_not_a_whole_day(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    did(sqlite_db, ada, work, 5)
    assert pace_figures(sqlite_db, work).days[-1].day == TODAY
    assert pace_figures(sqlite_db, work).days[0].day == TODAY - timedelta(days=13)
