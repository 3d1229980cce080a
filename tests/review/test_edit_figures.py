from __future__ import annotations

from pathlib import Path

import pytest

from minga.community import Database
from minga.edit_distance import chrf, edit_distance
from minga.review import find_campaign
from minga.review.edit_figures import edit_figures
from tests.review.leading import people, questioned, said

ONE = "¿Qué lleva la receta?"
OTHER = "¿Qué tiene la receta?"


def test_edits_of_the_same_item_are_compared(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    said(sqlite_db, work, ada, 0, "edit", edits={"messages[0]": ONE})
    said(sqlite_db, work, berta, 0, "edit", edits={"messages[0]": OTHER})
    found = edit_figures(sqlite_db, find_campaign(sqlite_db, work.slug))
    assert (found.items, found.chrf_to_final) == (1, None), "people edited differently: it is disputed"
    assert found.chrf == pytest.approx((chrf(ONE, OTHER) + chrf(OTHER, ONE)) / 2)
    assert found.characters == pytest.approx(edit_distance(ONE, OTHER))


def test_what_was_adopted_is_compared_with_each(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    for someone in people(sqlite_db, "Ada", "Berta"):
        said(sqlite_db, work, someone, 0, "edit", edits={"messages[0]": ONE})
    found = edit_figures(sqlite_db, find_campaign(sqlite_db, work.slug))
    assert (found.chrf, found.chrf_to_final, found.words_to_final) == (100.0, 100.0, 0.0)


def test_an_edit_that_was_corrected_to_an_acceptance_is_none(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    said(sqlite_db, work, ada, 0, "edit", edits={"messages[0]": ONE})
    said(sqlite_db, work, berta, 0, "edit", edits={"messages[0]": OTHER})
    said(sqlite_db, work, berta, 0, "accept")
    assert edit_figures(sqlite_db, find_campaign(sqlite_db, work.slug)).items == 0
