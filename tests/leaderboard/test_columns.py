from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from minga.leaderboard.columns import Gap, read_column, read_model
from tests.leaderboard.boards import evaluation, right_answers, task, workspace


def test_answers_become_a_matrix_of_models_and_items(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    mmlu = task(space, "andes_mmlu_es")
    given = {name: right_answers(share) for name, share in (("b", 0.3), ("a", 0.7))}
    column = read_column(mmlu, {name: evaluation(space, name, mmlu, scores) for name, scores in given.items()}, {})
    assert list(column.values) == ["a", "b"]
    [answered] = column.answered
    assert answered.models == ("a", "b")
    assert np.allclose(answered.sample.scores, (np.array([given["a"], given["b"]]) - 0.25) / 0.75)
    assert column.normalised == {name: pytest.approx((np.mean(given[name]) - 0.25) / 0.75) for name in "ab"}
    assert column.gaps == {}


def test_a_result_on_an_older_version_of_the_task_is_a_gap(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    before = task(space, "andes_mmlu_es")
    result = evaluation(space, "a", before, right_answers(0.5))
    after = task(space, "andes_mmlu_es", licence="CC-BY-4.0")
    column = read_column(after, {"a": result}, {})
    assert column.values == {}
    assert column.gaps == {"a": Gap(reason="older-task")}


def test_a_result_on_part_of_the_items_is_a_gap(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    mmlu = task(space, "andes_mmlu_es")
    column = read_column(mmlu, {"a": evaluation(space, "a", mmlu, right_answers(0.5, items=10))}, {})
    assert column.gaps == {"a": Gap(reason="other-items", detail="10/40")}


def test_a_result_by_another_metric_is_a_gap(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    mmlu = task(space, "andes_mmlu_es")
    result = evaluation(space, "a", mmlu, right_answers(0.5), metric="acc_norm")
    assert read_column(mmlu, {"a": result}, {}).gaps["a"].reason == "other-metric"


def test_a_failure_keeps_its_words(tmp_path: Path) -> None:
    column = read_column(
        task(workspace(tmp_path), "andes_mmlu_es"), {}, {"a": Gap(reason="failed", detail="out of memory")}
    )
    assert column.gaps == {"a": Gap(reason="failed", detail="out of memory")}


def test_a_number_that_is_no_mean_over_items_is_not_resampled(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    f1 = task(space, "andes_f1_es", metric="f1")
    result = evaluation(space, "a", f1, right_answers(0.5), metric="f1", value=0.61)
    column = read_column(f1, {"a": result}, {})
    assert column.values == {"a": 0.61}
    assert column.answered == ()


def test_answers_to_different_items_are_not_paired(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    mmlu = task(space, "andes_mmlu_es")
    other = [f"other-{number}" for number in range(40)]
    results = {
        "a": evaluation(space, "a", mmlu, right_answers(0.5)),
        "b": evaluation(space, "b", mmlu, right_answers(0.5), ids=other),
    }
    assert [answered.models for answered in read_column(mmlu, results, {}).answered] == [("a",), ("b",)]


def test_without_items_the_harness_says_how_sure_it_is(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    mmlu = task(space, "andes_mmlu_es")
    result = evaluation(space, "a", mmlu, right_answers(0.5), answered=False, error=0.02)
    column = read_column(mmlu, {"a": result}, {})
    assert (column.answered, column.errors) == ((), {"a": 0.02})


@pytest.mark.parametrize("error", ["N/A", 0.0, None, True, -0.1])
def test_a_standard_error_that_is_none_is_not_known(tmp_path: Path, error: Any) -> None:
    space = workspace(tmp_path)
    mmlu = task(space, "andes_mmlu_es")
    result = evaluation(space, "a", mmlu, right_answers(0.5), answered=False, error=error)
    assert read_column(mmlu, {"a": result}, {}).errors == {}


def test_of_a_newer_run_is_said_what_became_of_it(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    result = evaluation(space, "a", task(space, "andes_mmlu_es"), right_answers(0.5))
    after = task(space, "andes_mmlu_es", licence="CC-BY-4.0")
    queued = Gap(reason="queued")
    assert read_column(after, {"a": result}, {"a": queued}).gaps == {"a": queued}
    assert read_column(after, {}, {"a": queued}).gaps == {"a": queued}


def test_what_an_evaluation_says_of_its_model(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    result = evaluation(space, "a", task(space, "t"), right_answers(0.5), name="A 1B", tuned=True, parameters=7)
    card = read_model(result)
    assert (card.slug, card.name, card.tuned, card.parameters) == ("a", "A 1B", True, 7)


def test_where_nobody_knows_how_many_items_there_are_most_results_say_it(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    mmlu = task(space, "andes_mmlu_es", items=0)
    sizes = {"a": 40, "b": 40, "c": 10}
    results = {name: evaluation(space, name, mmlu, right_answers(0.5, items=items)) for name, items in sizes.items()}
    column = read_column(mmlu, results, {})
    assert (column.card.items, sorted(column.values)) == (40, ["a", "b"])
    assert column.gaps == {"c": Gap(reason="other-items", detail="10/40")}
