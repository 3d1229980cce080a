from __future__ import annotations

from pathlib import Path

import pytest

from minga.community import Database
from minga.community.people import change_roles
from minga.errors import CommunityError
from minga.review.control_items import pause
from minga.review.participants import participant, participants
from minga.review.withdrawing import withdraw
from tests.review.leading import people, questioned
from tests.review.making import person
from tests.review.taking_part import did


def test_people_stand_by_name_with_what_they_did(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    zoe, ada = people(sqlite_db, "zoe", "Ada")
    did(sqlite_db, zoe, work, 7)
    did(sqlite_db, zoe, work, 2, days_ago=1)
    found, total = participants(sqlite_db, work)
    assert [(one.person.name, one.answers, one.last) for one in found] == [
        ("Ada", 0, None), ("zoe", 9, sqlite_db.now().date()),
    ]  # fmt: skip
    assert total == 2
    assert [one.person.id for one in participants(sqlite_db, work, name="AD")[0]] == [ada.id]


def test_paused_people_can_be_found(sqlite_db: Database, tmp_path: Path) -> None:
    work, lead = questioned(sqlite_db, tmp_path), person(sqlite_db, "Lea", "lead")
    ada, _ = people(sqlite_db, "Ada", "Berta")
    pause(sqlite_db, work, ada, lead, "hablemos")
    [found] = participants(sqlite_db, work, paused=True)[0]
    assert (found.person.name, found.reason) == ("Ada", "hablemos")


def test_roles_are_those_that_hold_here(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    change_roles(sqlite_db, ada.id, "adjudicator", give=True, campaign_id=work.id, language="es")
    roles = [(role.name, role.campaign_id, role.language) for role in participant(sqlite_db, work, ada.id).roles]
    assert roles == [("reviewer", None, None), ("adjudicator", work.id, "es")]


def test_who_has_left_or_is_not_here_is_not_found(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    withdraw(sqlite_db, ada)
    assert participants(sqlite_db, work) == ([], 0)
    for number in (ada.id, 999):
        with pytest.raises(CommunityError, match="nobody like that"):
            participant(sqlite_db, work, number)
