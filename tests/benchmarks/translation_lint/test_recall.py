"""What counts as found."""

from __future__ import annotations

import random

from _translation_lint.alarms import Rate, alarms_in
from _translation_lint.kinds import KINDS, Kind
from _translation_lint.mutations.places import break_text
from _translation_lint.pairs import Material, Pair, Planted
from _translation_lint.recall import plant, recall_of, table

from tests.benchmarks.translation_lint.making import item, material


def lose_1985(pair: Pair, draw: random.Random, known: Material) -> Planted | None:
    return break_text(pair, "question", pair.texts["question"][1].replace("1985", "aquel año"))


def test_a_defect_counts_when_a_named_check_points_at_it() -> None:
    (tally,) = recall_of(material(), 9, 1, [Kind("x", lose_1985, ("lost-number",))])
    assert (tally.planted, tally.found, tally.recall) == (1, 1, 1.0)


def test_another_check_only_notices_it() -> None:
    (tally,) = recall_of(material(), 9, 1, [Kind("x", lose_1985, ("broken-reference",))])
    assert (tally.found, tally.noticed) == (0, 1)
    assert tally.missed


def test_what_the_clean_item_had_already_is_not_found() -> None:
    def plant_nothing_new(pair: Pair, draw: random.Random, known: Material) -> Planted | None:
        lost = lose_1985(pair, draw, known)
        return lost and Planted(lost.broken, lost.broken, lost.fields)

    (tally,) = recall_of(material(), 9, 1, [Kind("x", plant_nothing_new, ("lost-number",))])
    assert (tally.planted, tally.found, tally.noticed) == (1, 0, 0)


def test_a_kind_without_a_check_is_missed_and_said_to_be_without() -> None:
    (tally,) = recall_of(material(), 9, 1, [Kind("x", lose_1985, ("no-such-check",))])
    assert (tally.recall, tally.checks) == (0.0, ())
    assert "no check" in table([tally])


def test_a_kind_is_planted_at_most_once_an_item() -> None:
    numbers = [planted.broken.number for planted in plant(KINDS[0], material(), 100, 1)]
    assert len(numbers) == len(set(numbers))


def test_alarms_count_items_once_however_much_was_found() -> None:
    pair = Pair(0, item("12 and 13?", ["1", "2", "3"], language="en"), item("¿?", ["1", "2", "3"], language="es"))
    found = alarms_in([pair])
    assert (found.errors.count, found.warnings.count) == (1, 1)


def test_wilson_interval_of_none_in_ten() -> None:
    # Newcombe (1998), Statistics in Medicine 17: 0 of 20 has 0 to 0.1611
    assert Rate(0, 20).interval == (0.0, 0.1611)
