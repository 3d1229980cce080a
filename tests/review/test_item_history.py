from __future__ import annotations

from pathlib import Path

import pytest

from minga.community import Database
from minga.errors import CommunityError
from minga.review.item_history import find_items, item_history, items_by_number
from minga.review.pseudonyms import Pseudonyms
from minga.review.withdrawing import withdraw
from tests.review.leading import people, questioned, said
from tests.review.taking_part import items_of

SECRET = Pseudonyms("secret")


def test_from_a_decision_one_can_walk_to_its_answers(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    ada, berta = people(sqlite_db, "Ada", "Berta")
    first = said(sqlite_db, work, ada, 0, "reject")
    second = said(sqlite_db, work, ada, 0, "accept")
    third = said(sqlite_db, work, berta, 0, "accept", note="")
    item = items_of(sqlite_db, work)[0]
    history = item_history(sqlite_db, work, item.record_id, SECRET)
    assert [(one.id, one.version, one.newest, one.verdict) for one in history.heard] == [
        (first.id, 1, False, "reject"), (second.id, 2, True, "accept"), (third.id, 1, True, "accept"),
    ]  # fmt: skip
    [decision] = history.decisions
    assert (decision.outcome, decision.inputs, decision.holds) == ("accepted", (second.id, third.id), True)
    assert decision.rule == "majority-1(overlap=2)"


def test_people_stand_under_the_pseudonym_of_the_exports(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    said(sqlite_db, work, ada, 0)
    history = item_history(sqlite_db, work, items_of(sqlite_db, work)[0].record_id, SECRET)
    assert SECRET.of(ada.id).startswith(history.heard[0].who)
    assert "Ada" not in repr(history.heard)


def test_a_decision_that_was_taken_back_does_not_hold(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path, overlap=1)
    [ada] = people(sqlite_db, "Ada")
    said(sqlite_db, work, ada, 0)
    said(sqlite_db, work, ada, 0, "cannot-judge")
    history = item_history(sqlite_db, work, items_of(sqlite_db, work)[0].record_id, SECRET)
    assert [(one.outcome, one.holds) for one in history.decisions] == [("reopened", False), ("accepted", False)]


def test_what_was_taken_back_is_counted_and_not_shown(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    [ada] = people(sqlite_db, "Ada")
    said(sqlite_db, work, ada, 0)
    withdraw(sqlite_db, ada)
    history = item_history(sqlite_db, work, items_of(sqlite_db, work)[0].record_id, SECRET)
    assert (history.heard, history.withdrawn) == ((), 1)


def test_an_item_of_another_campaign_is_not_there(sqlite_db: Database, tmp_path: Path) -> None:
    with pytest.raises(CommunityError, match="no such item"):
        item_history(sqlite_db, questioned(sqlite_db, tmp_path), "0" * 32, SECRET)


def test_items_are_found_by_id_words_state_and_language(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path, overlap=1)
    said(sqlite_db, work, *people(sqlite_db, "Ada"), 0)
    item = items_of(sqlite_db, work)[0]
    assert [one.record_id for one in find_items(sqlite_db, work, words=item.record_id[:10])[0]] == [item.record_id]
    assert find_items(sqlite_db, work, words="¿qué ES la receta número 3")[1] == 1
    assert find_items(sqlite_db, work, words="región 3, con")[1] == 1
    assert [one.state for one in find_items(sqlite_db, work, state="decided")[0]] == ["decided"]
    assert find_items(sqlite_db, work, language="ca") == ([], 0)
    assert find_items(sqlite_db, work, limit=2)[1] == 6


@pytest.mark.parametrize("words", ["%", "u_a", "100%", "'; drop table item; --", '"', "\\", "/"])
def test_signs_of_the_database_are_only_words(sqlite_db: Database, tmp_path: Path, words: str) -> None:
    assert find_items(sqlite_db, questioned(sqlite_db, tmp_path), words=words) == ([], 0)


def test_items_by_number_come_with_their_first_words(sqlite_db: Database, tmp_path: Path) -> None:
    work = questioned(sqlite_db, tmp_path)
    item = items_of(sqlite_db, work)[0]
    [(record, language, line)] = items_by_number(sqlite_db, [item.id]).values()
    assert (record, language) == (item.record_id, "es")
    assert line.startswith("¿Qué es la receta número")
