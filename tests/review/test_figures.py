from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from minga.community import Database
from minga.review import change_campaign, find_campaign
from minga.review.control_items import pause
from minga.review.figures import concentration, due, item_counts, varieties
from minga.review.withdrawing import withdraw
from tests.review.leading import opinions, people, questioned, said
from tests.review.making import campaign, person, record, table, workspace
from tests.review.taking_part import did


def test_concentration_is_read_from_what_people_did(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    someone = people(sqlite_db, *(f"P{number}" for number in range(10)))
    for number, one in enumerate(someone):
        did(sqlite_db, one, work, 91 if number == 0 else 1)
    found = concentration(sqlite_db, work)
    assert (found.people, found.answers, found.top_share) == (10, 100, 0.91)
    assert sum(found.busiest) == pytest.approx(1)
    assert found.busiest[0] == 0.91
    assert found.effective < 1.3
    withdraw(sqlite_db, someone[0])
    assert concentration(sqlite_db, work).gini == 0


def test_nobody_is_no_concentration(sqlite_db: Database, tmp_path: Path) -> None:
    found = concentration(sqlite_db, questioned(sqlite_db, tmp_path))
    assert (found.people, found.gini, found.busiest, found.cap) == (0, 0.0, (), None)


def test_items_are_counted_by_state(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    opinions(sqlite_db, work, [(ada, 0, "accept", {}), (berta, 0, "accept", {}), (ada, 1, "accept", {}),
                               (berta, 1, "reject", {})])  # fmt: skip
    found = item_counts(sqlite_db, work)
    assert (found.open, found.decided, found.disputed, found.items) == (4, 1, 1, 6)


def test_a_variety_without_people_stands_first(sqlite_db: Database, tmp_path: Path) -> None:
    rows = table(workspace(tmp_path), [record(number, language="es-HN" if number < 2 else "es") for number in range(5)])
    work = campaign(sqlite_db, rows)
    people(sqlite_db, "Ada", "Berta", varieties=("es-PE",))
    first, second = varieties(sqlite_db, work)
    assert (first.language, first.short, first.counts.open) == ("es-HN", True, 2)
    assert (second.language, second.short) == ("es", False)
    assert [row.language for row in due(sqlite_db, work).short] == ["es-HN"]


def test_what_wants_a_decision(sqlite_db: Database, tmp_path: Path) -> None:
    work, lead = questioned(sqlite_db, tmp_path), person(sqlite_db, "Lea", "lead")
    ada, berta = people(sqlite_db, "Ada", "Berta")
    assert not due(sqlite_db, work).anything
    said(sqlite_db, work, ada, 0, "accept", note="")
    said(sqlite_db, work, berta, 0, "reject", note="No es cierto")
    pause(sqlite_db, work, ada, lead, "hablemos")
    ends = sqlite_db.now().date() + timedelta(days=3)
    change_campaign(sqlite_db, work, {"closes": ends.isoformat()}, lead)
    found = due(sqlite_db, find_campaign(sqlite_db, work.slug))
    assert (found.disputed, found.paused, found.ends, found.notes) == (1, 1, ends, 1)


def test_an_end_that_is_far_is_no_news(sqlite_db: Database, tmp_path: Path) -> None:
    far = sqlite_db.now().date() + timedelta(days=30)
    assert due(sqlite_db, questioned(sqlite_db, tmp_path, closes=far)).ends is None
