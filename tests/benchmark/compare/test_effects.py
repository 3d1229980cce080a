from __future__ import annotations

import pytest

from minga.benchmark.compare.effects import differences, flip_rates, flips, joint_draws, version_scores
from minga.benchmark.compare.effort import Bootstrap, chrf_by_item
from minga.benchmark.compare.shares import Shares
from tests.benchmark.compare.making import answers, by_key, trio

DRAWING = Bootstrap(500, 0.95, 1)
TRIOS = by_key(
    trio(number, f"¿Pregunta {number}?", f"¿Pregunta {number}{' bis' * (number % 2)}?", severity="error" * (number < 5))
    for number in range(40)
)
BEFORE = [1.0] * 10 + [0.0] * 30
AFTER = [1.0] * 9 + [0.0] + [1.0] * 7 + [0.0] * 23
GIVEN = answers(TRIOS, {("m", "machine"): BEFORE, ("m", "validated"): AFTER})


def test_scores_and_their_paired_difference() -> None:
    scores = GIVEN.scores(TRIOS)
    drawn = joint_draws(scores, DRAWING)
    assert [one.score.value for one in version_scores(scores, drawn, DRAWING)] == [0.25, 0.4]
    (one,) = differences(scores, drawn, DRAWING)
    assert (one.first, one.second) == ("validated", "machine")
    assert one.difference.value == pytest.approx(0.15)
    assert one.difference.low < 0.15 < one.difference.high
    # Fagerland, Lydersen & Laake (2013), airway hyper-responsiveness: 1 and 7 discordant pairs
    assert (one.only_second, one.only_first) == (1, 7)
    assert one.exact_p == pytest.approx(0.0703, abs=5e-5)
    assert one.mid_p == pytest.approx(0.0391, abs=5e-5)


def test_a_flip_says_which_way_and_why() -> None:
    found = list(flips(GIVEN.scores(TRIOS), GIVEN, TRIOS, chrf_by_item(TRIOS.values())))
    assert len(found) == 8
    assert sum(flip.gained for flip in found) == 7
    for flip in found:
        one = TRIOS[flip.item]
        assert ("question-changed" in flip.reasons) == one.changed
        assert ("error" in flip.reasons) == (one.severity == "error")
        assert flip.machine_prediction != flip.validated_prediction


def test_flip_rates_cover_every_item_once_by_finding_and_once_by_edit() -> None:
    chrf = chrf_by_item(TRIOS.values())
    rates = list(flip_rates(GIVEN.scores(TRIOS), TRIOS, chrf, Shares(TRIOS.values(), chrf, 0.95, 0.25)))
    for by in ("severity", "edit"):
        assert sum(one.share.of for one in rates if one.by == by) == 40
        assert sum(one.share.count for one in rates if one.by == by) == 8
    assert {one.group: one.share.of for one in rates if one.by == "severity"} == {"error": 5, "none": 35}


def test_only_items_that_all_models_answered_in_all_versions_count() -> None:
    given = answers(TRIOS, {("m", "machine"): BEFORE, ("m", "validated"): AFTER, ("half", "machine"): BEFORE})
    scores = given.scores(TRIOS)
    assert (scores.models, scores.left_out) == (("m",), ("half",))
    first = next(iter(TRIOS))
    del given.lines["m", "validated"][first]
    assert first not in given.scores(TRIOS).items
