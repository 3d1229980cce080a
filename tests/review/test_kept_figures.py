from __future__ import annotations

from pathlib import Path

from minga.community import Database
from minga.community.models import Campaign
from minga.review import change_campaign, find_campaign
from minga.review.kept_figures import kept_figures
from minga.review.withdrawing import withdraw
from tests.review.leading import people, questioned, said


class Counter:
    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> int:
        self.made += 1
        return self.made


def with_responses(work: Campaign, count: int) -> Campaign:
    work.responses = count
    return work


def test_a_figure_is_made_once(sqlite_db: Database, tmp_path: Path) -> None:
    work, make = questioned(sqlite_db, tmp_path), Counter()
    assert [kept_figures(sqlite_db, work, "x", make) for _ in range(3)] == [1, 1, 1]
    assert kept_figures(sqlite_db, work, "another", make) == 2


def test_in_a_young_campaign_any_answer_makes_it_anew(sqlite_db: Database, tmp_path: Path) -> None:
    work, make = questioned(sqlite_db, tmp_path), Counter()
    kept_figures(sqlite_db, work, "x", make)
    said(sqlite_db, work, *people(sqlite_db, "Ada"), 0)
    assert kept_figures(sqlite_db, find_campaign(sqlite_db, work.slug), "x", make) == 2


def test_later_one_in_a_hundred_is_no_news(sqlite_db: Database, tmp_path: Path) -> None:
    work, make = questioned(sqlite_db, tmp_path), Counter()
    assert kept_figures(sqlite_db, with_responses(work, 1000), "x", make) == 1
    assert kept_figures(sqlite_db, with_responses(work, 1010), "x", make) == 1
    assert kept_figures(sqlite_db, with_responses(work, 1012), "x", make) == 2


def test_other_settings_make_it_anew(sqlite_db: Database, tmp_path: Path) -> None:
    work, make = questioned(sqlite_db, tmp_path), Counter()
    kept_figures(sqlite_db, work, "x", make)
    assert kept_figures(sqlite_db, change_campaign(sqlite_db, work, {"confidence": 0.8}, None), "x", make) == 2


def test_a_withdrawal_makes_it_anew(sqlite_db: Database, tmp_path: Path) -> None:
    work, make = questioned(sqlite_db, tmp_path), Counter()
    [ada] = people(sqlite_db, "Ada")
    kept_figures(sqlite_db, work, "x", make)
    withdraw(sqlite_db, ada)
    assert kept_figures(sqlite_db, work, "x", make) == 2
