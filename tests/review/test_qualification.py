from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from minga.community import Database
from minga.community.models import Attempt, Campaign, Person
from minga.errors import CommunityError
from minga.review.gold_file import sync_gold
from minga.review.qualification import (
    answer_question,
    finish,
    my_attempt,
    next_question,
    progress,
    questions_of,
    start_attempt,
)
from tests.review.making import newcomer as person
from tests.review.taking_part import EXPLANATION, gold_file, gold_line, items_of, records_campaign


def with_test(db: Database, folder: Path, *, pool: int = 6, **values: Any) -> Campaign:
    work = records_campaign(db, folder, **{"test_items": 3, "test_pass": 0.6, "test_attempts": 2, **values})
    sync_gold(db, work, gold_file(folder, [gold_line(number, purpose="test") for number in range(pool)]))
    return work


def answer_all(db: Database, who: Person, attempt: Attempt, verdicts: str) -> Attempt:
    """`r` rejects, which is right everywhere; `a` accepts."""
    for letter in verdicts:
        question = next_question(db, attempt)
        assert question is not None
        given = {"verdict": "reject" if letter == "r" else "accept"}
        attempt, _ = answer_question(db, who, attempt.id, question.id, given)
    return attempt


def test_enough_right_answers_pass(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path), person(db, "Ada")
    attempt = answer_all(db, ada, start_attempt(db, ada, work, "es"), "rar")
    assert attempt.score == pytest.approx(2 / 3)
    assert attempt.passed
    [state] = progress(db, ada, work)
    assert (state.passed, state.used, state.left, state.failed) == (True, 1, 1, False)
    with pytest.raises(CommunityError, match="passed this test already"):
        start_attempt(db, ada, work, "es")


def test_no_answer_is_told_before_one_was_given(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path), person(db, "Ada")
    attempt = start_attempt(db, ada, work, "es")
    assert questions_of(db, attempt) == []
    question = next_question(db, attempt)
    assert question is not None
    attempt, told = answer_question(db, ada, attempt.id, question.id, {"verdict": "accept"})
    assert (told.right, told.given, told.answers) == (False, {"verdict": "accept"}, {"verdict": "reject"})
    assert told.explanation == EXPLANATION
    assert [one.item.id for one in questions_of(db, attempt)] == [question.id]


def test_an_answer_stays_as_it_was_first_given(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path), person(db, "Ada")
    attempt = start_attempt(db, ada, work, "es")
    question = next_question(db, attempt)
    assert question is not None
    answer_question(db, ada, attempt.id, question.id, {"verdict": "accept"})
    _, told = answer_question(db, ada, attempt.id, question.id, {"verdict": "reject"})
    assert (told.given, told.right) == ({"verdict": "accept"}, False)


def test_questions_come_one_by_one(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path), person(db, "Ada")
    attempt = start_attempt(db, ada, work, "es")
    with pytest.raises(CommunityError, match="not the next one"):
        answer_question(db, ada, attempt.id, attempt.items[1], {"verdict": "reject"})
    with pytest.raises(CommunityError, match="not put to you"):
        answer_question(db, ada, attempt.id, 99_999, {"verdict": "reject"})
    with pytest.raises(CommunityError, match="not put to you"):
        answer_question(db, person(db, "Berta"), attempt.id, attempt.items[0], {"verdict": "reject"})


def test_an_attempt_is_taken_up_where_it_was_left(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path), person(db, "Ada")
    attempt = answer_all(db, ada, start_attempt(db, ada, work, "es"), "r")
    again = start_attempt(db, ada, work, "es-PE")
    assert (again.id, len(again.answers)) == (attempt.id, 1)
    found = my_attempt(db, ada, work, "es")
    assert found is not None
    assert found.id == attempt.id


def test_attempts_are_counted_on_the_server(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path), person(db, "Ada")
    for _ in range(2):
        assert not answer_all(db, ada, start_attempt(db, ada, work, "es"), "aaa").passed
    with pytest.raises(CommunityError, match="no attempt is left"):
        start_attempt(db, ada, work, "es")
    [state] = progress(db, ada, work)
    assert (state.failed, state.best) == (True, 0.0)


def test_a_second_attempt_asks_other_questions_where_there_are_some(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path, pool=5), person(db, "Ada")
    first = answer_all(db, ada, start_attempt(db, ada, work, "es"), "aaa")
    second = start_attempt(db, ada, work, "es")
    assert len(set(second.items)) == 3
    assert len(set(first.items) & set(second.items)) == 1


def test_people_are_not_all_asked_the_same(db: Database, tmp_path: Path) -> None:
    work = with_test(db, tmp_path)
    drawn = {tuple(start_attempt(db, one, work, "es").items) for one in (person(db, f"P{n}") for n in range(6))}
    assert len(drawn) > 1


def test_giving_up_counts_the_rest_as_missed(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path), person(db, "Ada")
    attempt = answer_all(db, ada, start_attempt(db, ada, work, "es"), "r")
    ended = finish(db, ada, attempt.id)
    assert ended.score == pytest.approx(1 / 3)
    assert not ended.passed
    with pytest.raises(CommunityError, match="not the next one"):
        answer_question(db, ada, attempt.id, attempt.items[1], {"verdict": "reject"})
    with pytest.raises(CommunityError, match="not yours"):
        finish(db, person(db, "Berta"), attempt.id)


def test_each_language_has_its_own_test(db: Database, tmp_path: Path) -> None:
    work = records_campaign(db, tmp_path, test_items=1)
    lines = [gold_line(0), gold_line(1, language="ca"), gold_line(2, language="es-PE")]
    sync_gold(db, work, gold_file(tmp_path, lines))
    ada = person(db, "Ada", varieties=["es-MX", "ca"])
    assert [state.language for state in progress(db, ada, work)] == ["ca", "es"]
    assert answer_all(db, ada, start_attempt(db, ada, work, "ca"), "r").passed
    assert [state.passed for state in progress(db, ada, work)] == [True, False]
    # A question in Peruvian Spanish is not for her.
    assert start_attempt(db, ada, work, "es").items == [number_of_spanish(db, work)]
    with pytest.raises(CommunityError, match="no entry test in gl"):
        start_attempt(db, ada, work, "gl")


def test_two_tabs_begin_one_attempt_and_keep_one_answer(db: Database, tmp_path: Path) -> None:
    work, ada = with_test(db, tmp_path), person(db, "Ada")
    begun: set[int] = set()
    told: list[bool] = []
    faults: list[Exception] = []

    def tab(verdict: str) -> None:
        try:
            attempt = start_attempt(db, ada, work, "es")
            begun.add(attempt.id)
            told.append(answer_question(db, ada, attempt.id, attempt.items[0], {"verdict": verdict})[1].right)
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=tab, args=(verdict,)) for verdict in ("accept", "reject") * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(begun) == 1
    assert len(set(told)) == 1
    with db.reading() as session:
        [attempt] = session.scalars(sa.select(Attempt))
    assert len(attempt.answers) == 1


def test_a_campaign_without_a_test_asks_for_none(db: Database, tmp_path: Path) -> None:
    work, ada = records_campaign(db, tmp_path), person(db, "Ada")
    assert progress(db, ada, work) == []
    with pytest.raises(CommunityError, match="no entry test"):
        start_attempt(db, ada, work, "es")


def number_of_spanish(db: Database, work: Campaign) -> int:
    [number] = [item.id for item in items_of(db, work, "test") if item.language == "es"]
    return number
