from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.translate.risk import Example, RiskModel, fit

FEATURES = st.dictionaries(
    st.sampled_from(["score", "length", "check:untranslated", "copied"]), st.floats(-6, 6).map(lambda x: round(x, 3))
)
EXAMPLES = st.lists(st.builds(Example, st.sampled_from(["es", "ca", "eu-ES"]), FEATURES, st.booleans()), max_size=40)


def odds(chance: float) -> float:
    return math.log(chance / (1 - chance))


def drawn(count: int, intercept: float, slope: float, language: str = "es", seed: int = 0) -> list[Example]:
    """Items whose chance of being changed is a logistic function of their score."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(-1, 1.5, count)
    changed = rng.random(count) < 1 / (1 + np.exp(-(intercept + slope * scores)))
    return [Example(language, {"score": float(score)}, bool(one)) for score, one in zip(scores, changed, strict=True)]


def test_without_decisions_the_probability_is_the_linters_risk() -> None:
    for risk in (0.1, 0.5, 0.9):
        assert fit([]).probability("es", {"score": odds(risk), "length": 2.0}) == pytest.approx(risk, abs=1e-4)


def test_many_decisions_bring_the_probability_to_what_people_do() -> None:
    model = fit(drawn(4000, intercept=1.0, slope=0.6))
    for score in (-3, -1, 1):
        expected = 1 / (1 + math.exp(-(1.0 + 0.6 * score)))
        assert model.probability("es", {"score": score}) == pytest.approx(expected, abs=0.04)


def test_few_decisions_move_it_less_than_many() -> None:
    few, many = (fit(drawn(count, intercept=2.0, slope=1.0)).weights["intercept"] for count in (5, 500))
    assert 0 < few < many < 2.1


def test_a_check_that_people_do_not_mind_loses_its_weight() -> None:
    harmless = [Example("es", {"score": 1.0, "check:length": 1.0}, False) for _ in range(60)]
    broken = [Example("es", {"score": 1.0}, True) for _ in range(60)]
    model = fit(harmless + broken)
    assert model.weights["check:length"] < -0.5
    assert model.probability("es", {"score": 1.0, "check:length": 1.0}) < 0.3 < model.probability("es", {"score": 1.0})


def test_a_language_with_few_decisions_stays_near_the_others() -> None:
    spanish, catalan = drawn(600, 1.5, 1.0, "es"), drawn(3, -1.5, 1.0, "ca", seed=1)
    model = fit(spanish + catalan)
    far = fit(spanish + drawn(600, -1.5, 1.0, "ca", seed=1))
    at = {"score": -1.0}
    assert far.probability("ca", at) + 0.1 < model.probability("ca", at) < model.probability("es", at)
    assert far.probability("es", at) == pytest.approx(model.probability("es", at), abs=0.02)


def test_regions_of_a_language_share_what_is_learnt() -> None:
    model = fit(drawn(200, 1.0, 1.0, "es-PE"))
    assert model.probability("es-MX", {"score": 0.5}) == model.probability("es-PE", {"score": 0.5})


def test_a_language_that_nobody_decided_on_has_the_common_weights() -> None:
    model = fit(drawn(200, 1.0, 1.0, "es"))
    common = RiskModel({name: weight for name, weight in model.weights.items() if "@" not in name})
    assert model.probability("eu", {"score": 0.3}) == common.probability("eu", {"score": 0.3})


@settings(deadline=None)
@given(examples=EXAMPLES, features=FEATURES)
def test_any_decisions_give_a_probability_and_their_order_does_not_matter(
    examples: list[Example], features: dict[str, float]
) -> None:
    chance = fit(examples).probability("es", features)
    assert 0 <= chance <= 1
    assert fit(examples[::-1]).probability("es", features) == pytest.approx(chance, abs=2e-4)


def test_the_weights_are_the_mode_of_the_posterior() -> None:
    """Held against scipy's minimiser on the same objective."""
    from scipy.optimize import minimize

    examples = drawn(80, 0.5, 0.8)
    found = fit(examples).weights
    names = ["intercept", "intercept@es", "score", "score@es"]
    mean, spread = np.array([0, 0, 1, 0]), np.array([3.0, 0.5, 0.5, 0.3])
    rows = np.array([[1, 1, one.features["score"], one.features["score"]] for one in examples])
    changed = np.array([one.changed for one in examples])

    def loss(weights: np.ndarray) -> float:
        margin = rows @ weights
        likelihood = np.sum(changed * margin - np.logaddexp(0, margin))
        return float(np.sum(((weights - mean) / spread) ** 2) / 2 - likelihood)

    assert [found[name] for name in names] == pytest.approx(minimize(loss, mean, tol=1e-12).x, abs=1e-3)
