from __future__ import annotations

import numpy as np
import pytest

from minga.benchmark.compare.answers import Scores
from minga.benchmark.compare.comparison import Share
from minga.benchmark.compare.shares import Shares
from minga.benchmark.compare.stability import Rule, curve, stopping
from tests.benchmark.compare.making import answers, by_key, trio

TRIOS = by_key(
    trio(number, f"¿{number}?", f"¿{number} bis?", severity="error" * (number < 30)) for number in range(120)
)
SHARE = Shares([], {}, 0.95, 0.25).share


def scores(flips: float, seed: int = 0) -> Scores:
    """Two models; so many answers are others after validation, and all of them where the linter found an error."""
    random = np.random.default_rng(seed)
    given = {}
    risky = np.array([one.severity == "error" for one in TRIOS.values()])
    for model, share in (("a", 0.7), ("b", 0.4)):
        before = (random.random(120) < share).astype(float)
        changed = risky & (random.random(120) < flips)
        given |= {(model, "machine"): before, (model, "validated"): np.where(changed, 1 - before, before)}
    return answers(TRIOS, given).scores(TRIOS)  # type: ignore[arg-type]  # keys are pairs of name and version


def test_the_curve_begins_at_the_machines_score_and_ends_at_the_validated_one() -> None:
    found = scores(0.8)
    points = list(curve(found, TRIOS, seed=1))
    for order in ("random", "risk"):
        mine = [point for point in points if point.order == order]
        start = np.abs(found.of_all("machine").mean(axis=1) - found.of_all("validated").mean(axis=1)).max()
        assert (mine[0].validated, mine[-1].validated) == (0, 120)
        assert mine[0].difference == pytest.approx(start)
        assert (mine[-1].difference, mine[-1].worst) == pytest.approx((0, 0))
        assert mine[-1].same_ranking == 1


def test_the_riskiest_first_is_done_when_the_risky_ones_are() -> None:
    points = [point for point in curve(scores(0.8), TRIOS, seed=1) if point.order == "risk"]
    assert next(point for point in points if point.validated >= 30).difference == pytest.approx(0)


@pytest.mark.parametrize("kind", ["score", "ranking"])
def test_a_campaign_that_stops_is_wrong_no_oftener_than_allowed(kind: str) -> None:
    rule = Rule(kind, 0.03, 0.1)  # type: ignore[arg-type]  # one of two
    found = stopping(scores(0.9), rule, campaigns=150, seed=3, share=SHARE)
    assert found is not None
    assert found.wrong.count / 150 <= 0.1 + 3 * (0.1 * 0.9 / 150) ** 0.5
    assert 0 < found.items <= found.late <= 120


def test_a_ranking_with_a_clear_winner_needs_fewer_items_than_exact_scores() -> None:
    needed = {
        kind: stopping(scores(0.2), Rule(kind, 0.01, 0.05), campaigns=20, seed=3, share=SHARE)  # type: ignore[arg-type]
        for kind in ("score", "ranking")
    }
    assert needed["ranking"] is not None
    assert needed["score"] is not None
    assert needed["ranking"].items < needed["score"].items


def test_one_model_has_no_ranking_to_be_sure_of() -> None:
    both = scores(0.2)
    alone = Scores(("a",), both.versions, both.items, both.correct[:1])
    assert stopping(alone, Rule("ranking", 0.01, 0.05), campaigns=5, seed=3, share=_no_share) is None


def _no_share(count: int, of: int) -> Share:
    raise AssertionError
