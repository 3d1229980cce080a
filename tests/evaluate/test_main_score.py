from __future__ import annotations

from typing import Any

import pytest

from minga.errors import InputError
from minga.evaluate.main_score import main_score


def results(**group: float) -> dict[str, Any]:
    """Two parts of 10 and 30 items, in the harness's form."""
    scores = {"a": {"acc,none": 0.5, "acc_stderr,none": 0.1, "f1,none": 0.2}, "b": {"acc,none": 0.9, "f1,none": 0.4}}
    scored = scores | ({"group": group} if group else {})
    return {
        "results": {name: {"alias": name, **values} for name, values in scored.items()},
        "higher_is_better": {name: {"acc": True, "f1": True} for name in scores},
        "n-samples": {"a": {"original": 10, "effective": 10}, "b": {"original": 90, "effective": 30}},
    }


def test_a_task_has_its_own_number() -> None:
    score = main_score(results(), ["a"], "a", "f1")
    assert (score.metric, score.filter, score.value, score.items, score.subtasks) == ("f1", "none", 0.2, 10, {})
    assert main_score(results(), ["a"], "a", None).metric == "acc"


def test_a_group_has_the_harness_own_number_where_it_defines_one() -> None:
    score = main_score(results(**{"acc,none": 0.7}), ["a", "b"], "group", "acc")
    assert (score.value, score.items) == (0.7, 40)
    assert score.subtasks == {"a": (0.5, 10), "b": (0.9, 30)}


@pytest.mark.parametrize(("weighting", "mean"), [("items", 0.8), ("equal", 0.7)])
def test_a_group_without_a_number_of_its_own_is_the_mean_of_its_parts(weighting: Any, mean: float) -> None:
    assert main_score(results(), ["a", "b"], "group", "acc", weighting).value == pytest.approx(mean)


def test_a_filter_may_be_named_with_the_metric() -> None:
    scores = results()
    scores["results"]["a"] |= {"exact_match,strict": 0.1, "exact_match,flexible": 0.6}
    assert main_score(scores, ["a"], "a", "exact_match,flexible").value == 0.6


def test_a_metric_that_was_not_computed_is_said() -> None:
    with pytest.raises(InputError, match="does not compute bleu, by which it is ranked"):
        main_score(results(), ["a"], "a", "bleu")
