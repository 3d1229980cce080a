from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from scipy.stats import binomtest

from minga.leaderboard.columns import Column, Gap, ModelCard
from minga.leaderboard.computing import standings
from minga.leaderboard.standings import ALL, Standings
from minga.task_cards import TaskCard
from tests.leaderboard.boards import right_answers


def card(name: str, language: str = "es", **values: Any) -> TaskCard:
    known = {"benchmark": name, "metric": "acc", "random": 0.25, "items": 40, "licence": "MIT"}
    return TaskCard.model_validate({**known, "task": f"{name}_{language}", "language": language, **values})


def column(about: TaskCard, scores: Mapping[str, Sequence[float]], **gaps: Gap) -> Column:
    rows = {model: scores[model] for model in sorted(scores)}
    values = {model: float(np.mean(given)) for model, given in rows.items()}
    return Column(about, values, np.array(list(rows.values())) if rows else None, gaps)


def rank(columns: Sequence[Column], *models: str) -> Standings:
    cards = {model: ModelCard(slug=model, name=model.upper()) for model in models}
    return standings(columns, cards, draws=800, confidence=0.95, seed=1)


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


def test_of_many_models_only_neighbours_are_compared() -> None:
    models = [f"m{number:02}" for number in range(15)]
    board = rank([column(card("x"), dict.fromkeys(models, GOOD))], *models)
    assert sum(comparison.scope == "x_es" for comparison in board.comparisons) == 14


@pytest.mark.parametrize("kind", ["corpus metric", "less is better"])
def test_without_item_scores_there_is_a_score_and_no_interval(kind: str) -> None:
    about = card("x")
    broken = Column(about, {"a": 0.5, "b": 0.4}, None if kind == "corpus metric" else np.array([GOOD, BAD]), {}, False)
    board = rank([broken, column(card("y"), {"a": GOOD, "b": BAD})], "a", "b")
    assert {score.interval is None for score in board.scores if score.task == "x_es"} == {True}
    assert all(average.interval is None and average.places is None for average in board.averages)
    assert {comparison.scope for comparison in board.comparisons} == {"y_es"}


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
