from __future__ import annotations

from pathlib import Path

from minga.community import Database
from minga.community.audit import recent
from minga.review.notes import mark_notes_read, notes_beside, unread_notes
from minga.review.withdrawing import withdraw
from tests.review.leading import people, questioned, said
from tests.review.making import person


def test_notes_stay_unread_until_a_lead_says_so(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    said(sqlite_db, work, ada, 0, note="Aquí se dice elote")
    said(sqlite_db, work, berta, 0, note="")
    [note] = notes_beside(sqlite_db, work)
    assert (note.text, note.unread, unread_notes(sqlite_db, work)) == ("Aquí se dice elote", True, 1)
    mark_notes_read(sqlite_db, work, note.response_id, person(sqlite_db, "Lea", "lead"))
    assert unread_notes(sqlite_db, work) == 0
    assert [one.unread for one in notes_beside(sqlite_db, work)] == [False]
    later = said(sqlite_db, work, ada, 1, note="Otra")
    assert unread_notes(sqlite_db, work) == 1
    assert [one.response_id for one in notes_beside(sqlite_db, work, before=later.id)] == [note.response_id]


def test_reading_is_in_the_log_and_never_goes_back(sqlite_db: Database, tmp_path: Path) -> None:
    work, lead = questioned(sqlite_db, tmp_path), person(sqlite_db, "Lea", "lead")
    mark_notes_read(sqlite_db, work, 5, lead)
    mark_notes_read(sqlite_db, work, 3, lead)
    assert [act.detail for act in recent(sqlite_db, actions=["read-notes"])] == [{"until": 5}]


def test_who_withdrew_wrote_no_note(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    said(sqlite_db, work, ada, 0, note="mío")
    withdraw(sqlite_db, ada)
    assert (notes_beside(sqlite_db, work), unread_notes(sqlite_db, work)) == ([], 0)
