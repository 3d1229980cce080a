"""Coverage and error rates are held against the truth that the samples were drawn from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import binomtest
from sklearn.metrics import f1_score, matthews_corrcoef

from minga.statistics import (
    Draws,
    Sample,
    bootstrap,
    from_error,
    groups,
    holm,
    mcnemar,
    mean_of,
    normalise,
    pseudo_values,
    rank_intervals,
    resample,
    wilson,
)


def _answers(models: int, items: int, share: float, seed: int) -> NDArray[np.float64]:
    return (np.random.default_rng(seed).random((models, items)) < share).astype(np.float64)


def _draws(scores: NDArray[np.float64], draws: int = 2000, maximum: float = 1.0) -> Draws:
    return bootstrap(scores, draws=draws, seed=1, name="task", maximum=maximum)


@pytest.mark.parametrize(("items", "share"), [(20, 0.5), (50, 0.3), (200, 0.8), (1000, 0.5)])
def test_intervals_cover_the_truth_about_as_often_as_they_say(items: int, share: float) -> None:
    intervals = _draws(_answers(2000, items, share, seed=items)).intervals(0.95)
    covered = ((intervals[:, 0] <= share) & (share <= intervals[:, 1])).mean()
    # right and wrong answers to 20 items have 21 possible means, so no method hits 0.95 there
    assert 0.93 <= covered <= (0.98 if items < 50 else 0.97)


@pytest.mark.parametrize("right", [0, 1, 10, 20])
def test_intervals_of_few_items_are_near_wilsons(right: int) -> None:
    scores = np.array([[1.0] * right + [0.0] * (20 - right)])
    [(low, high)] = _draws(scores, draws=20_000).intervals(0.95)
    expected_low, expected_high = wilson(right, 20)
    assert abs(low - expected_low) < 0.06
    assert abs(high - expected_high) < 0.06


@pytest.mark.parametrize(("right", "items"), [(0, 10), (7, 20), (500, 1000), (20, 20)])
def test_wilson_is_scipys(right: int, items: int) -> None:
    expected = binomtest(right, items).proportion_ci(method="wilson")
    assert wilson(right, items) == pytest.approx((expected.low, expected.high))


def test_all_answers_right_is_no_certainty() -> None:
    [(low, high)] = _draws(np.ones((1, 20))).intervals(0.95)
    assert low < 0.9
    assert high == 1.0


@pytest.mark.parametrize("models", [2, 5])
def test_equal_models_are_seldom_told_apart(models: int) -> None:
    random = np.random.default_rng(7)
    wrong = 0
    for _ in range(300):
        difficulty = random.normal(size=60)
        scores = (random.normal(size=(models, 60)) + difficulty > 0).astype(np.float64)
        wrong += bool(_draws(scores, draws=500).differences(0.95).distinct.any())
    assert wrong / 300 <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 300)


def test_clearly_different_models_are_told_apart() -> None:
    scores = np.vstack([_answers(1, 400, 0.9, 1), _answers(1, 400, 0.4, 2), _answers(1, 400, 0.88, 3)])
    distinct = _draws(scores).differences(0.95).distinct
    assert distinct.tolist() == [[False, True, False], [True, False, True], [False, True, False]]


def test_pairing_makes_small_but_steady_differences_visible() -> None:
    """One model is right wherever the other is, and on 30 of 500 items more: unpaired intervals would overlap."""
    scores = np.zeros((2, 500))
    scores[0, :250] = scores[1, :280] = 1
    draws = _draws(scores)
    assert draws.intervals(0.95)[0, 1] > draws.intervals(0.95)[1, 0]
    assert draws.differences(0.95).distinct[0, 1]


def test_a_model_cannot_be_told_from_itself() -> None:
    scores = _answers(1, 100, 0.5, 1).repeat(2, axis=0)
    differences = _draws(scores).differences(0.95)
    assert differences.low[0, 1] < 0 < differences.high[0, 1]


def test_differences_are_antisymmetric() -> None:
    differences = _draws(_answers(4, 50, 0.5, 3)).differences(0.95)
    assert np.allclose(differences.low, -differences.high.T)


def test_the_same_seed_draws_the_same_and_another_task_differently() -> None:
    scores = _answers(3, 40, 0.5, 9)
    once, again = _draws(scores), _draws(scores)
    assert np.array_equal(once.scores, again.scores)
    other = bootstrap(scores, draws=2000, seed=1, name="other")
    assert not np.array_equal(once.scores, other.scores)


def test_draws_in_blocks_have_the_mean_of_the_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("minga.statistics.resampling._BLOCK", 1000)
    scores = np.random.default_rng(4).random((2, 300))
    expected = (scores.sum(axis=1) + 2) / 304
    assert np.allclose(_draws(scores, draws=4000).scores.mean(axis=1), expected, atol=0.002)


def test_scores_up_to_a_hundred_are_as_good_as_those_up_to_one() -> None:
    scores = np.random.default_rng(5).random((2, 80))
    small, large = _draws(scores), _draws(100 * scores, maximum=100.0)
    assert np.allclose(small.scores, large.scaled(0, 100).scores)
    assert np.allclose(small.pair, large.scaled(0, 100).pair)


def test_a_mean_over_tasks_is_surer_than_each_of_them() -> None:
    scores = _answers(1, 100, 0.5, 1)
    parts = [bootstrap(scores, draws=4000, seed=1, name=name) for name in "abcd"]
    widths = [float(np.diff(part.intervals(0.95))[0, 0]) for part in (*parts, mean_of(parts))]
    assert widths[-1] == pytest.approx(widths[0] / 2, rel=0.1)


@pytest.mark.parametrize("share", [0.25, 0.6, 0.9])
def test_the_interval_of_a_mean_over_many_small_tasks_covers_the_truth(share: float) -> None:
    parts = [
        bootstrap(_answers(1000, 20, share, seed=task), draws=1000, seed=1, name=f"{task}", share=1 / 25).scaled(
            0.25, 1
        )
        for task in range(25)
    ]
    intervals = mean_of(parts).intervals(0.95)
    truth = normalise(share, 0.25, 1)
    assert 0.93 <= ((intervals[:, 0] <= truth) & (truth <= intervals[:, 1])).mean() <= 0.97


@given(st.lists(st.sampled_from([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]), min_size=1, max_size=80))
@settings(max_examples=80, deadline=None)
def test_mcnemar_is_the_exact_binomial_test_on_discordant_items(pairs: list[tuple[float, float]]) -> None:
    first, second = np.array(pairs).T
    only_first, only_second = pairs.count((1.0, 0.0)), pairs.count((0.0, 1.0))
    discordant = only_first + only_second
    expected = binomtest(only_first, discordant).pvalue if discordant else 1.0
    assert mcnemar(first, second) == pytest.approx(expected, abs=1e-12)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_holm_is_the_step_down_of_bonferroni(p_values: list[float]) -> None:
    corrected = holm(p_values)
    by_hand = sorted(p_values)
    steps = np.maximum.accumulate([min(1.0, (len(by_hand) - place) * p) for place, p in enumerate(by_hand)])
    assert sorted(corrected) == pytest.approx(list(steps))
    assert all(p <= after <= len(p_values) * p + 1e-12 for p, after in zip(p_values, corrected, strict=True))


def test_mcnemar_on_many_items_does_not_overflow() -> None:
    first = np.array([1.0] * 9000 + [0.0] * 8000)
    assert mcnemar(first, 1 - first) == pytest.approx(binomtest(9000, 17000).pvalue, rel=1e-6)


@pytest.mark.parametrize(
    ("score", "random", "maximum", "expected"),
    [
        (0.25, 0.25, 1.0, 0.0),
        (1.0, 0.25, 1.0, 1.0),
        (0.4, 0.25, 1.0, 0.2),
        (0.2, 0.25, 1.0, -1 / 15),
        (30, 0, 100, 0.3),
    ],
)
def test_normalised_scores(score: float, random: float, maximum: float, expected: float) -> None:
    assert normalise(score, random, maximum) == pytest.approx(expected)


def test_groups_may_overlap_and_leave_nobody_out() -> None:
    distinct = np.zeros((4, 4), dtype=bool)
    for first, second in [(0, 2), (0, 3), (1, 3)]:
        distinct[first, second] = distinct[second, first] = True
    assert groups(distinct) == [[0, 1], [1, 2], [2, 3]]
    assert groups(~np.eye(3, dtype=bool)) == [[0], [1], [2]]
    assert groups(np.zeros((3, 3), dtype=bool)) == [[0, 1, 2]]


@given(st.integers(1, 7), st.integers(0, 2**21 - 1))
def test_two_models_are_in_a_group_together_where_they_cannot_be_told_apart(models: int, bits: int) -> None:
    distinct = np.zeros((models, models), dtype=bool)
    for number, (row, column) in enumerate(zip(*np.triu_indices(models, 1), strict=True)):
        distinct[row, column] = distinct[column, row] = bits >> number & 1
    found = groups(distinct)
    together = np.zeros((models, models), dtype=bool)
    for group in found:
        together[np.ix_(group, group)] = True
    assert (together == ~distinct).all()
    assert not any(set(one) < set(other) for one in found for other in found)


def test_rank_intervals_hold_the_true_places() -> None:
    shares = np.array([0.8, 0.6, 0.58, 0.3])
    random = np.random.default_rng(11)
    held = 0
    for _ in range(100):
        scores = (random.random((4, 150)) < shares[:, None]).astype(np.float64)
        places = rank_intervals(_draws(scores, draws=400).differences(0.95))
        held += all(low <= place <= high for place, (low, high) in enumerate(places, 1))
    assert held >= 93
    assert places[0] == (1, 1)
    assert places[3] == (4, 4)


def test_items_of_a_passage_are_drawn_together() -> None:
    """Passages whose items are all right or all wrong: as many independent answers as there are passages."""
    passages = np.repeat(np.arange(100), 10)
    scores = (np.random.default_rng(3).random((50, 100)) < 0.6).astype(np.float64)[:, passages]
    drawn = resample(Sample(scores, clusters=passages), draws=2000, seed=1, name="t")
    assert drawn.size == pytest.approx(100, rel=0.05)
    width = np.diff(drawn.smoothed().intervals(0.95))[:, 0].mean()
    assert width == pytest.approx(2 * 1.984 * np.sqrt(0.24 / 100), rel=0.05)


@pytest.mark.parametrize("correlated", [0.0, 0.2])
def test_intervals_over_passages_cover_the_truth(correlated: float) -> None:
    covered = []
    random = np.random.default_rng(8)
    passages = np.repeat(np.arange(40), 5)
    for _ in range(100):
        share = random.uniform(0.5, 0.9)
        levels = share + np.zeros((10, 40))
        if correlated:
            heavy = 1 / correlated - 1
            levels = random.beta(share * heavy, (1 - share) * heavy, (10, 40))
        scores = (random.random((10, 200)) < levels[:, passages]).astype(np.float64)
        bounds = resample(Sample(scores, clusters=passages), draws=400, seed=1, name="t").smoothed().intervals(0.95)
        covered.append((bounds[:, 0] <= share) & (share <= bounds[:, 1]))
    assert 0.93 <= np.mean(covered) <= 0.97


def test_subtasks_are_drawn_each_on_its_own() -> None:
    """Two subtasks of equal weight, one all right and one all wrong: their mean is known but for the smoothing."""
    scores = np.array([[1.0] * 900 + [0.0] * 100])
    strata = np.repeat([0, 1], [900, 100])
    drawn = resample(Sample(scores, strata=strata, weights=np.array([0.5, 0.5])), draws=500, seed=1, name="t")
    assert np.allclose(drawn.means, 0.5)


def test_the_spread_of_differences_is_that_of_their_draws() -> None:
    drawn = _draws(np.random.default_rng(6).random((4, 60)))
    found = drawn.differences(0.95)
    for first, second in [(0, 1), (1, 3)]:
        off = drawn.scores[first] - drawn.scores[second] + drawn.pair
        assert found.spread[first, second] == pytest.approx(off.std())
        assert found.middle[first, second] == pytest.approx(off.mean())


def test_few_graded_answers_need_no_pull_to_the_middle() -> None:
    scores = np.random.default_rng(2).beta(6, 4, (500, 20))
    covered = []
    for block in np.split(scores, 100):
        bounds = resample(Sample(block), draws=400, seed=1, name="t").smoothed().intervals(0.95)
        covered.append((bounds[:, 0] <= 0.6) & (bounds[:, 1] >= 0.6))
    assert 0.92 <= np.mean(covered) <= 0.98


@pytest.mark.parametrize(("metric", "average"), [("mcc", None), ("f1", "binary"), ("f1", "macro"), ("f1", "weighted")])
def test_metrics_of_labels_become_means_over_items(metric: str, average: str | None) -> None:
    random = np.random.default_rng(1)
    labels = 3 if average in {"macro", "weighted"} else 2
    targets = random.integers(0, labels, 300)
    predictions = np.where(random.random(300) < 0.7, targets, random.integers(0, labels, 300))
    if average is None:
        expected = float(matthews_corrcoef(targets, predictions))
    else:
        expected = float(f1_score(targets, predictions, average=average))
    values = pseudo_values(metric, expected, [str(one) for one in predictions], [str(one) for one in targets])
    assert values is not None
    assert values.mean() == pytest.approx(expected)
    # their standard error is that of the metric, drawn anew without any approximation
    drawn = []
    for _ in range(300):
        rows = random.integers(0, 300, 300)
        drawn.append(
            matthews_corrcoef(targets[rows], predictions[rows])
            if average is None
            else f1_score(targets[rows], predictions[rows], average=average)
        )
    assert values.std() / np.sqrt(300) == pytest.approx(np.std(drawn), rel=0.15)


def test_a_number_that_comes_from_nowhere_is_not_explained() -> None:
    assert pseudo_values("f1", 0.123, ["1", "0"], ["1", "1"]) is None
    assert pseudo_values("bleu", 0.5, ["a", "b"], ["a", "b"]) is None


@pytest.mark.parametrize("share", [0.5, 0.8, 0.95])
def test_a_score_and_its_standard_error_cover_the_truth(share: float) -> None:
    random = np.random.default_rng(12)
    covered = []
    for number in range(600):
        truth = random.uniform(share - 0.03, share + 0.03)
        value = (random.random(200) < truth).mean()
        error = float(np.sqrt(value * (1 - value) / 199))
        known = from_error(float(value), error, 200, low=0, high=1, draws=400, seed=1, name=f"{number}").smoothed()
        [(low, high)] = known.intervals(0.95)
        covered.append(low <= truth <= high)
    assert 0.92 <= np.mean(covered) <= 0.98


def test_a_standard_error_of_nothing_is_no_certainty() -> None:
    [(low, high)] = from_error(1.0, 0.0, 20, low=0, high=1, draws=2000, seed=1, name="t").smoothed().intervals(0.95)
    assert low < 0.9
    assert high == 1.0


def test_two_scores_with_standard_errors_are_independent() -> None:
    first, second = (
        from_error(0.5, 0.02, 600, low=0, high=1, draws=2000, seed=1, name=name).smoothed().scores[0]
        for name in ("t/m", "t/n")
    )
    assert abs(np.corrcoef(first, second)[0, 1]) < 0.1
