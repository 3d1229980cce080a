from __future__ import annotations

from pathlib import Path

import numpy as np

from minga.community import Database
from minga.review.campaign_opinions import campaign_dimensions, level_of, read_opinions
from minga.review.withdrawing import withdraw
from tests.review.leading import opinions, people, questioned, said


def test_each_dimension_is_a_column_of_codes(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    rows = [(ada, 0, "accept", {"cultural": "no"}), (berta, 0, "reject", {"clarity": 5})]
    found = read_opinions(sqlite_db, opinions(sqlite_db, work, rows))
    assert [one.name for one in found.dimensions] == ["verdict", "cultural", "clarity"]
    assert found.people.tolist() == [ada.id, berta.id]
    assert found.values["verdict"].tolist() == [0, 2]
    assert found.values["cultural"].tolist() == [1, 0]
    assert found.values["clarity"].tolist() == [2, 4]


def test_the_newest_word_counts_and_cannot_judge_is_none(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    said(sqlite_db, work, ada, 0, "reject")
    said(sqlite_db, work, ada, 0, "accept")
    said(sqlite_db, work, berta, 0, "cannot-judge")
    found = read_opinions(sqlite_db, work)
    assert (found.people.tolist(), found.values["verdict"].tolist()) == ([ada.id], [0])
    assert found.responses == 3


def test_who_withdrew_is_not_in_it(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    work = opinions(sqlite_db, work, [(ada, 0, "accept", {}), (berta, 0, "accept", {})])
    withdraw(sqlite_db, ada)
    assert read_opinions(sqlite_db, work).people.tolist() == [berta.id]


def test_groups_are_of_the_person_the_item_and_the_week(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada", varieties=("es-PE", "qu"))
    found = read_opinions(sqlite_db, opinions(sqlite_db, work, [(ada, 0, "accept", {})]))
    groups = {name: values.tolist() for name, values in found.groups.items()}
    # the clock of the tests stands on Sunday, 1 November 2026
    assert groups == {"language": ["es"], "variety": ["es-PE"], "country": [""], "week": ["2026-10-26"]}


def test_marks_are_ordinal_and_labels_nominal(sqlite_db: Database, tmp_path: Path) -> None:
    levels = {one.name: level_of(one) for one in campaign_dimensions(questioned(sqlite_db, tmp_path))}
    assert levels == {"verdict": "nominal", "cultural": "nominal", "clarity": "ordinal"}


def test_without_answers_there_are_empty_columns(sqlite_db: Database, tmp_path: Path) -> None:
    found = read_opinions(sqlite_db, questioned(sqlite_db, tmp_path))
    assert len(found) == 0
    assert np.isnan(found.values["verdict"]).tolist() == []
