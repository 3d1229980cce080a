from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest

from minga.leaderboard.columns import Column, Gap, ModelCard
from minga.leaderboard.computing import findings, standings
from minga.leaderboard.standings import ALL, Standings
from minga.results import Cost
from tests.leaderboard.boards import card, column, only_score, result, right_answers


def rank(columns: Sequence[Column], *models: str, **known: Any) -> Standings:
    cards = {model: ModelCard(slug=model, name=model.upper()) for model in models}
    return standings(findings(columns, draws=800, confidence=0.95, seed=1), cards, **known)


def averages(board: Standings, scope: str) -> dict[str, float]:
    return {average.model: average.value for average in board.averages if average.scope == scope}


GOOD, BAD = right_answers(0.9), right_answers(0.3)


def test_the_score_is_the_harness_number_and_the_normalised_one_starts_at_chance() -> None:
    board = rank([column(card("mmlu"), {"a": GOOD})], "a")
    [score] = board.scores
    assert score.value == np.mean(GOOD)
    assert score.normalised == pytest.approx((score.value - 0.25) / 0.75)
    assert score.interval is not None
    assert score.interval.low < score.value < score.interval.high


def test_a_language_is_the_mean_of_its_tasks_and_all_the_mean_of_the_languages() -> None:
    board = rank(
        [
            column(card("x", "es", random=0), {"a": [1.0, 0.0]}),
            column(card("y", "es", random=0), {"a": [1.0, 1.0]}),
            column(card("x", "ca", random=0), {"a": [0.0, 0.0, 1.0, 0.0]}),
        ],
        "a",
    )
    assert averages(board, "es") == {"a": 0.75}
    assert averages(board, "ca") == {"a": 0.25}
    assert averages(board, ALL) == {"a": 0.5}
    assert board.languages == ["ca", "es"]


def test_an_average_over_missing_tasks_is_never_computed() -> None:
    gap = Gap(reason="failed", detail="out of memory")
    board = rank(
        [
            column(card("x", "es"), {"a": GOOD, "b": BAD}),
            column(card("y", "es"), {"b": BAD}, a=gap),
            column(card("x", "ca"), {"a": GOOD}),
        ],
        "a",
        "b",
    )
    assert averages(board, ALL) == {}
    assert list(averages(board, "es")) == ["b"]
    assert list(averages(board, "ca")) == ["a"]
    holes = {(hole.model, hole.task): hole.gap.reason for hole in board.holes}
    assert holes == {("a", "y_es"): "failed", ("b", "x_ca"): "not-run"}


def test_complete_models_stand_before_those_with_holes_however_well_they_did() -> None:
    board = rank(
        [
            column(card("x"), {"worst": BAD, "best": GOOD, "most": GOOD}),
            column(card("y"), {"worst": BAD, "most": GOOD, "also": GOOD}),
            column(card("z"), {"worst": BAD}),
        ],
        "also",
        "best",
        "most",
        "nothing",
        "worst",
    )
    assert [model.slug for model in board.models] == ["worst", "most", "also", "best", "nothing"]


def test_equal_models_stand_in_the_order_of_their_names() -> None:
    board = rank([column(card("x"), {"b": GOOD, "a": GOOD})], "b", "a")
    assert [model.slug for model in board.models] == ["a", "b"]


def test_models_that_cannot_be_told_apart_share_a_letter_and_their_places() -> None:
    same = [*GOOD[1:], 1 - GOOD[0]]
    board = rank([column(card("x"), {"a": GOOD, "b": same, "c": BAD})], "a", "b", "c")
    found = {average.model: average for average in board.averages if average.scope == ALL}
    assert found["a"].group == found["b"].group == "a"
    assert found["c"].group == "b"
    assert found["a"].places == found["b"].places == (1, 2)
    assert found["c"].places == (3, 3)


def test_one_task_gives_the_same_interval_as_score_and_as_average() -> None:
    board = rank([column(card("x"), {"a": GOOD, "b": BAD})], "a", "b")
    for score, average in zip(board.scores, (each for each in board.averages if each.scope == ALL), strict=True):
        assert score.interval is not None
        assert average.interval is not None
        assert (score.interval.low - 0.25) / 0.75 == pytest.approx(average.interval.low, abs=2e-6)


def test_comparisons_say_by_how_much_and_whether_they_hold() -> None:
    board = rank([column(card("x"), {"a": GOOD, "b": BAD})], "a", "b")
    overall, language, single = board.comparisons
    assert [overall.scope, language.scope, single.scope] == [ALL, "es", "x_es"]
    assert single.difference == pytest.approx((np.mean(GOOD) - np.mean(BAD)) / 0.75)
    assert single.interval.low > 0
    assert single.distinct
    only_good = sum(good > bad for good, bad in zip(GOOD, BAD, strict=True))
    assert single.mcnemar == pytest.approx(binomtest(only_good, only_good).pvalue, abs=1e-6)
    assert overall.mcnemar is None


def test_graded_answers_have_no_mcnemar() -> None:
    board = rank([column(card("x"), {"a": [0.5, 0.2, 1.0], "b": [0.1, 0.0, 0.4]})], "a", "b")
    assert {comparison.mcnemar for comparison in board.comparisons} == {None}


def test_of_many_models_the_first_are_compared_with_each_other_and_all_with_their_neighbours() -> None:
    models = [f"m{number:02}" for number in range(15)]
    board = rank([column(card("x"), dict.fromkeys(models, GOOD))], *models)
    assert sum(comparison.scope == "x_es" for comparison in board.comparisons) == 12 * 11 / 2 + 3


def test_of_a_score_alone_nothing_is_concluded() -> None:
    board = rank([column(card("x"), {"a": only_score(0.5), "b": GOOD, "c": BAD})], "a", "b", "c")
    scores = {score.model: score for score in board.scores}
    assert scores["a"].interval is None
    assert (scores["a"].places, scores["a"].group) == (None, "")
    averages = {average.model: average for average in board.averages if average.scope == ALL}
    assert averages["a"].interval is None
    # in truth it may stand above or below the others
    assert (averages["b"].places, averages["c"].places) == ((1, 2), (2, 3))
    assert {(pair.first, pair.second) for pair in board.comparisons} == {("b", "c")}


def test_a_standard_error_gives_an_interval_of_its_kind_and_an_unpaired_difference() -> None:
    board = rank([column(card("x"), {"a": only_score(0.9, 0.02), "b": only_score(0.4, 0.03), "c": BAD})], *"abc")
    scores = {score.model: score for score in board.scores}
    interval = scores["b"].interval
    assert interval is not None
    assert (interval.kind, interval.low, interval.high) == (
        "standard-error",
        pytest.approx(0.4 - 1.96 * 0.03, abs=5e-3),
        pytest.approx(0.4 + 1.96 * 0.03, abs=5e-3),
    )
    assert [scores["c"].interval and scores["c"].interval.kind] == ["bootstrap"]
    single = {(pair.first, pair.second): pair for pair in board.comparisons if pair.scope == "x_es"}
    assert not single["a", "b"].paired
    assert single["a", "b"].distinct
    # wider than the interval of one difference, which no other has to hold with
    assert single["a", "b"].interval.high - single["a", "b"].interval.low > 2 * 1.96 * math.hypot(0.02, 0.03) / 0.75


def test_an_average_is_as_sure_as_the_least_known_of_its_tasks() -> None:
    board = rank([column(card("x"), {"a": GOOD}), column(card("y"), {"a": only_score(0.5, 0.02)})], "a")
    [average] = [average for average in board.averages if average.scope == ALL]
    assert average.interval is not None
    assert average.interval.kind == "standard-error"
    board = rank([column(card("x"), {"a": GOOD}), column(card("y"), {"a": only_score(0.5)})], "a")
    assert {average.interval for average in board.averages} == {None}


def test_models_that_answered_other_items_are_not_paired() -> None:
    other = result(BAD, prefix="other")
    board = rank([column(card("x"), {"a": GOOD, "b": BAD, "c": other})], *"abc")
    paired = {(pair.first, pair.second): pair.paired for pair in board.comparisons if pair.scope == ALL}
    assert paired == {("a", "b"): True, ("a", "c"): False, ("b", "c"): False}
    assert all(score.interval for score in board.scores)


def test_items_that_share_a_passage_are_known_less_well() -> None:
    answers = [float(row % 40 < 25) for row in range(200)]
    passages = [f"passage-{row // 10}" for row in range(200)]
    widths = []
    for clusters in ((), passages):
        board = rank([column(card("x", items=200), {"a": result(answers, clusters=clusters)})], "a")
        assert board.scores[0].interval is not None
        widths.append(board.scores[0].interval.high - board.scores[0].interval.low)
    assert widths[1] > 2 * widths[0]


PARTS = [{"task": "two", "random": 0.5, "items": 30}, {"task": "four", "random": 0.25, "items": 10}]


@pytest.mark.parametrize(("weighting", "shares"), [("items", (0.75, 0.25)), ("equal", (0.5, 0.5))])
def test_subtasks_are_normalised_each_by_its_baseline(weighting: str, shares: tuple[float, float]) -> None:
    about = card("x", subtasks=PARTS, weighting=weighting)
    answers = [1.0] * 24 + [0.0] * 6 + [1.0] * 4 + [0.0] * 6
    given = result(answers, subtasks=["two"] * 30 + ["four"] * 10)
    value = shares[0] * 0.8 + shares[1] * 0.4
    given = replace(given, score=replace(given.score, value=value))
    [score] = rank([column(about, {"a": given})], "a").scores
    assert score.normalised == pytest.approx(shares[0] * (0.8 - 0.5) / 0.5 + shares[1] * (0.4 - 0.25) / 0.75)
    assert score.interval is not None
    assert score.interval.low < value < score.interval.high


def test_costs_give_energy_per_point_only_of_a_complete_suite() -> None:
    columns = [column(card("x"), {"a": GOOD, "b": GOOD}), column(card("y"), {"a": GOOD})]
    costs = {(model, task): Cost(10, 0.5, 0.1) for model in "ab" for task in ("x_es", "y_es")}
    board = rank(columns, "a", "b", costs=costs)
    spent = {one.model: one for one in board.spending}
    assert (spent["a"].energy_kwh, spent["a"].seconds, spent["a"].tasks) == (1.0, 20, 2)
    assert spent["a"].kwh_per_point == pytest.approx(1 / (100 * averages(board, ALL)["a"]))
    assert (spent["b"].energy_kwh, spent["b"].kwh_per_point) == (0.5, None)


def test_what_was_not_measured_is_not_added_up_to_nothing() -> None:
    board = rank([column(card("x"), {"a": GOOD})], "a", costs={("a", "x_es"): Cost(10)})
    [spent] = board.spending
    assert (spent.seconds, spent.energy_kwh, spent.co2_kg, spent.kwh_per_point) == (10, None, None, None)


def test_coverage_counts_what_no_average_is_taken_of() -> None:
    board = rank([column(card("x"), {"a": GOOD, "b": GOOD}), column(card("y"), {"a": GOOD})], "a", "b")
    done = {model.slug: board.coverage(model.slug, board.scopes[0]) for model in board.models}
    assert {model: (one.done, one.of, one.complete) for model, one in done.items()} == {
        "a": (2, 2, True),
        "b": (1, 2, False),
    }


def test_a_further_model_changes_no_interval_of_the_others() -> None:
    few = rank([column(card("x"), {"a": GOOD, "b": BAD})], "a", "b")
    more = rank([column(card("x"), {"a": GOOD, "b": BAD, "c": right_answers(0.5)})], "a", "b", "c")
    before = {score.model: score.interval for score in few.scores}
    after = {score.model: score.interval for score in more.scores}
    assert before == {model: after[model] for model in before}


def test_a_task_that_nobody_finished_leaves_holes_only() -> None:
    board = rank([column(card("x"), {})], "a")
    assert board.scores == board.averages == board.comparisons == []
    assert [hole.model for hole in board.holes] == ["a"]
