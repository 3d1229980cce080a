from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from minga.leaderboard.columns import Column
from minga.leaderboard.pairs import Pair, compare_models
from minga.statistics import mcnemar_mid_p
from tests.leaderboard.boards import card, column, only_score, result, right_answers

GOOD, BAD = right_answers(0.9), right_answers(0.3)


def compare(columns: Sequence[Column]) -> Pair:
    return compare_models(columns, "a", "b", draws=800, confidence=0.95, seed=1)


def test_only_tasks_that_both_have_count_and_the_others_are_named() -> None:
    pair = compare(
        [
            column(card("x"), {"a": GOOD, "b": BAD, "c": GOOD}),
            column(card("y"), {"a": BAD, "c": BAD}),
            column(card("z"), {"b": BAD}),
            column(card("w", "ca"), {"c": BAD}),
        ]
    )
    assert [task.task for task in pair.tasks] == ["x_es"]
    assert (pair.only_first, pair.only_second, pair.neither) == (["y_es"], ["z_es"], ["w_ca"])
    assert [(scope.scope, scope.done, scope.of) for scope in pair.scopes] == [("all", 1, 4), ("es", 1, 3)]
    assert pair.scopes[0].difference == pair.tasks[0].difference


def test_models_without_a_common_task_cannot_be_compared() -> None:
    pair = compare([column(card("x"), {"a": GOOD}), column(card("y"), {"b": GOOD})])
    assert (pair.tasks, pair.scopes) == ([], [])


def test_the_items_where_they_differ_are_named() -> None:
    [task] = compare([column(card("x"), {"a": [1.0, 1, 0, 0, 1], "b": [1.0, 0, 1, 0, 0]})]).tasks
    assert (task.only_first, task.only_second) == (("item-1", "item-4"), ("item-2",))


def test_right_and_wrong_answers_are_tested_by_mcnemar_and_corrected_for_the_tasks() -> None:
    near = [1 - GOOD[0], *GOOD[1:]]
    pair = compare([column(card("x"), {"a": GOOD, "b": BAD}), column(card("y"), {"a": GOOD, "b": near})])
    expected = [mcnemar_mid_p(np.array(GOOD), np.array(other)) for other in (BAD, near)]
    assert [task.test for task in pair.tasks] == ["mcnemar", "mcnemar"]
    assert [task.p for task in pair.tasks] == pytest.approx(expected)
    assert [task.corrected for task in pair.tasks] == pytest.approx([2 * expected[0], expected[1]])


def test_items_that_share_a_passage_are_not_tested_as_if_they_were_independent() -> None:
    passages = [f"passage-{row // 8}" for row in range(40)]
    alone, shared = (
        compare([column(card("x"), {"a": result(GOOD, clusters=which), "b": result(BAD, clusters=which)})]).tasks[0]
        for which in ((), passages)
    )
    assert (alone.test, shared.test) == ("mcnemar", "normal")
    assert shared.p is not None
    assert shared.only_first == alone.only_first


def test_scores_without_items_are_compared_unpaired() -> None:
    pair = compare([column(card("x"), {"a": only_score(0.6, 0.03), "b": only_score(0.5, 0.04)})])
    [task] = pair.tasks
    assert (task.paired, task.test) == (False, "normal")
    assert [scope.paired for scope in pair.scopes] == [False, False]
    assert task.interval is not None
    assert task.interval.kind == "standard-error"
    assert task.interval.high - task.interval.low == pytest.approx(2 * 1.96 * 0.05 / 0.75, rel=0.1)


def test_of_two_bare_numbers_the_difference_is_all_that_is_known() -> None:
    [task] = compare([column(card("x"), {"a": only_score(0.6), "b": only_score(0.5)})]).tasks
    assert task.difference == pytest.approx(0.1 / 0.75)
    assert (task.interval, task.p, task.corrected, task.test) == (None, None, None, "")


def test_other_models_change_nothing() -> None:
    few = [column(card("x"), {"a": GOOD, "b": BAD})]
    many = [column(card("x"), {"a": GOOD, "b": BAD, "c": right_answers(0.5)})]
    assert compare(few) == compare(many)
