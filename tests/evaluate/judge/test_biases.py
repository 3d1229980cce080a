"""What is measured of a judge is what the judge was made to do."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from minga.evaluate.judge.biases import Biases, measure
from minga.evaluate.judge.verdicts import Choice, Judged, Reading


def simulated(
    prompts: int,
    strength: dict[str, float],
    *,
    length: float = 0.0,
    first: float = 0.0,
    drift: float = 0.0,
    seed: int = 1,
) -> list[Judged]:
    """Verdicts of a judge who gives `length` log-odds to longer answers, `first` of all verdicts to the first place.

    `drift` are the characters that answers of stronger models are longer.
    """
    random = np.random.default_rng(seed)
    found = []
    for name, power in strength.items():
        longer = random.normal(drift * power, 300, prompts).round()
        scaled = np.tanh(longer / 300)
        for item in range(prompts):
            wins = random.random() < 1 / (1 + np.exp(-(power + length * scaled[item])))
            forward: Choice = "first" if wins or random.random() < first else "second"
            backward: Choice = "second" if wins and random.random() >= first else "first"
            found.append(Judged(f"q{item}", name, Reading(forward), Reading(backward), int(longer[item])))
    return found


def test_a_fair_judge_has_no_bias() -> None:
    found = measure(simulated(400, {"a": 0.0, "b": 1.0}), draws=200)
    assert found.win_rate["b"].value == pytest.approx(1 / (1 + np.exp(-1)), abs=0.06)
    assert found.length_controlled["b"].value == pytest.approx(found.win_rate["b"].value, abs=0.02)
    for estimate, none in (
        (found.length_weight, 0.0), (found.length_correlation, 0.0), (found.first_place, 0.5), (found.flipped, 0.0),
    ):  # fmt: skip
        assert estimate is not None
        assert estimate.low is not None
        assert estimate.high is not None
        assert estimate.low <= none <= estimate.high


def test_a_judge_who_likes_length_is_found_and_corrected() -> None:
    """The stronger model writes more: a third of its lead is length."""
    truth = 1 / (1 + np.exp(-0.5))
    found = measure(simulated(1500, {"a": 0.5}, length=1.5, drift=400), draws=200)
    assert found.length_weight is not None
    assert found.length_weight.low is not None
    assert found.length_weight.low > 0.5
    assert found.length_correlation is not None
    assert found.length_correlation.value > 0.2
    assert found.win_rate["a"].value > truth + 0.05
    controlled = found.length_controlled["a"]
    assert controlled.low is not None
    assert controlled.high is not None
    assert controlled.low <= truth <= controlled.high


def test_a_judge_who_likes_the_first_place_is_found() -> None:
    found = measure(simulated(500, {"a": 0.0}, first=0.4), draws=200)
    assert found.flipped is not None
    assert found.first_place is not None
    assert found.flipped.value == pytest.approx(0.4, abs=0.06)
    assert found.first_place.value == pytest.approx(0.7, abs=0.04)
    assert found.first_place.low is not None
    assert found.first_place.low > 0.6


def test_intervals_of_a_win_rate_cover_the_truth() -> None:
    truth = 1 / (1 + np.exp(-0.5))
    covered = 0
    for seed in range(40):
        estimate = measure(simulated(120, {"a": 0.5}, seed=seed), draws=100, seed=seed).win_rate["a"]
        assert estimate.low is not None
        assert estimate.high is not None
        covered += estimate.low <= truth <= estimate.high
    assert covered >= 33  # of a binomial with 0.95, one in a thousand is below


def test_the_fit_is_the_maximum_of_the_penalised_likelihood() -> None:
    """Held against scipy's general optimiser."""
    judged = simulated(200, {"a": 0.2, "b": 1.0}, length=0.8)
    found = measure(judged, draws=100)
    longer = np.array([each.longer for each in judged], dtype=float)
    scaled, value = np.tanh(longer / longer.std()), np.array([each.value for each in judged])
    second = np.array([each.candidate == "b" for each in judged], dtype=float)

    def loss(weights: np.ndarray) -> float:
        odds = weights[0] * (1 - second) + weights[1] * second + weights[2] * scaled
        return float((np.logaddexp(0, odds) - value * odds).sum() + 0.005 * (weights**2).sum())

    best = minimize(loss, np.zeros(3), tol=1e-12).x
    assert found.length_weight is not None
    assert found.length_weight.value == pytest.approx(best[2], abs=1e-4)
    assert found.length_controlled["b"].value == pytest.approx(1 / (1 + np.exp(-best[1])), abs=1e-4)


def test_who_always_wins_has_a_finite_weight_and_answers_of_one_length_have_none() -> None:
    judged = [Judged(f"q{item}", "a", Reading("first"), Reading("second")) for item in range(20)]
    found = measure(judged, draws=100)
    assert found.win_rate["a"].value == 1.0
    assert 0.9 < found.length_controlled["a"].value < 1.0
    assert found.length_weight is None
    assert found.length_correlation is None


def test_verdicts_that_cannot_be_read_are_no_position() -> None:
    lost = Reading(None, "empty")
    judged = [
        Judged("q1", "a", Reading("first"), lost, 10),
        Judged("q2", "a", lost, lost, -10),
        Judged("q3", "a", Reading("tie"), Reading("tie"), 5),
        Judged("q4", "a", Reading("first"), Reading("first"), 0),
    ]
    found = measure(judged, draws=100)
    assert found.win_rate["a"].value == 0.5
    assert found.flipped is not None
    assert found.first_place is not None
    assert found.flipped.value == 0.5
    assert found.first_place.value == 1.0


def test_two_runs_are_equal() -> None:
    judged = simulated(50, {"a": 0.3, "b": 0.1}, length=0.5)
    runs: list[Biases] = [measure(judged, draws=100, seed=7) for _ in range(2)]
    assert runs[0] == runs[1]
