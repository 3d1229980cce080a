"""The worst quarter, and how many of the riskiest are in it."""

from __future__ import annotations

from _translation_lint.machine import Item, precision, visible_errors, worst


def items(risks: list[float], chrfs: list[float]) -> list[Item]:
    both = zip(risks, chrfs, strict=True)
    return [Item(number, risk, chrf, visible=0.0) for number, (risk, chrf) in enumerate(both)]


def test_the_worst_quarter_has_the_lowest_chrf() -> None:
    assert worst(items([0.0] * 8, [9, 8, 7, 6, 5, 4, 3, 2]), "chrf") == {6, 7}


def test_of_equally_many_visible_errors_the_lower_chrf_is_worse() -> None:
    assert worst([Item(0, 0, 50, 0.5), Item(1, 0, 40, 0.5), Item(2, 0, 10, 0), Item(3, 0, 20, 0)], "visible") == {1}


def test_a_perfect_order_has_precision_one_and_the_contrary_zero() -> None:
    chrfs = [10.0, 20, 30, 40, 50, 60, 70, 80]
    good, bad = items([0.9, 0.8, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], chrfs), items([0.1] * 6 + [0.9, 0.8], chrfs)
    assert precision(good, worst(good, "chrf"), 0.25) == 1
    assert precision(bad, worst(bad, "chrf"), 0.25) == 0


def test_where_all_risks_are_equal_precision_is_the_base_rate() -> None:
    same = items([0.5] * 20, [float(number) for number in range(20)])
    assert precision(same, worst(same, "chrf"), 0.1) == 0.25


def test_a_word_left_in_english_shows_and_one_that_people_use_too_does_not() -> None:
    found = visible_errors("the shepherd of Madrid", "el shepherd de Madrid", "el pastor de Madrid", "es", {"pastor"})
    assert found == {"left": 1, "number": 0, "negation": 0}
    assert not visible_errors("the final", "la final", "la final", "es", {"final"}).total()


def test_numbers_and_negations_are_held_against_the_human_translation() -> None:
    found = visible_errors("In 1985 it never rained", "En 1958 llovió", "En 1985 nunca llovió", "es", set())
    assert found == {"left": 0, "number": 2, "negation": 1}
