from __future__ import annotations

import pytest

from minga.benchmark.compare.effort import Bootstrap, chrf_by_item, edit_effort
from minga.benchmark.compare.shares import Shares
from minga.benchmark.compare.versions import Trio
from tests.benchmark.compare.making import trio

TRIOS = [
    trio(1, "¿Cuántos?", "¿Cuántos?"),
    trio(2, "¿Cuando?", "¿Cuándo es?", severity="error"),
    trio(3, "¿Quién?", "¿Quién lo dijo?"),
    trio(4, "¿Nada?", None, verdict="rejected", severity="warning"),
    trio(5, "¿Dónde?", "¿Dónde?", severity="error"),
    trio(6, "¿Luego?", None),
]


def shares(trios: list[Trio] = TRIOS, worst: float = 0.4) -> Shares:
    return Shares(trios, chrf_by_item(trios), 0.95, worst)


def test_a_share_has_wilsons_interval() -> None:
    # Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, score method
    share = shares().share(81, 263)
    assert (share.value, share.low, share.high) == pytest.approx((0.3080, 0.2553, 0.3662), abs=5e-5)


def test_a_share_of_nothing_is_unknown() -> None:
    assert shares().share(0, 0).value is None


def test_every_item_has_one_verdict() -> None:
    counts = {one.verdict: one.share.count for one in shares().verdicts()}
    assert counts == {"unchanged": 2, "edited": 2, "rejected": 1, "undecided": 1}


def test_a_check_is_counted_by_item_and_by_what_people_then_did() -> None:
    rate = next(one for one in shares().rates() if (one.check, one.severity) == ("lost-number", "error"))
    assert (rate.machine.count, rate.machine.of) == (2, 6)
    assert (rate.validated.count, rate.validated.of) == (0, 4)
    assert (rate.changed.count, rate.changed.of) == (1, 2)


def test_items_that_nobody_has_decided_on_are_neither_caught_nor_missed() -> None:
    found = {(one.truth, one.marked): one for one in shares().detections()}
    error = found["edited", "error"]
    assert (error.precision.count, error.precision.of) == (1, 2)
    assert (error.recall.count, error.recall.of) == (1, 3)
    assert (error.base.count, error.base.of) == (3, 5)
    assert found["edited", "warning"].recall.count == 2


def test_the_most_edited_are_those_that_were_taken_out_and_then_the_lowest_chrf() -> None:
    found = {(one.truth, one.marked): one for one in shares().detections()}
    assert found["most-edited", "note"].recall.of == 2
    assert found["most-edited", "warning"].recall.count >= 1


def test_the_riskiest_are_a_fixed_share_of_the_items() -> None:
    found = {one.marked: one for one in shares().detections() if one.truth == "edited"}
    assert found["riskiest-10"].precision.of == 0
    assert found["riskiest-25"].precision.of == 1


def test_what_the_linter_missed_is_shown_with_its_texts() -> None:
    (spot,) = shares().missed()
    assert (spot.machine, spot.validated) == ("¿Quién?", "¿Quién lo dijo?")
    assert spot.source == "Question 3?"


def test_effort_is_over_items_that_are_in_both_versions() -> None:
    chrf = chrf_by_item(TRIOS)
    effort = edit_effort(TRIOS, chrf, shares().share, Bootstrap(200, 0.95, 1))
    assert effort is not None
    assert (effort.items, effort.texts) == (4, 12)
    assert (effort.unchanged_items.count, effort.unchanged_texts.count) == (2, 10)
    assert effort.chrf.low <= effort.chrf.value <= effort.chrf.high
    assert effort.chrf.value == pytest.approx(sum(chrf.values()) / 4)
    assert edit_effort([TRIOS[5]], {}, shares().share, Bootstrap(200, 0.95, 1)) is None
