from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.review.agreement import Level, Ratings, krippendorff_alpha
from minga.review.coincidences import within
from minga.review.disagreement import confused_values, disagreement_of_items
from tests.review.test_agreement import LEVELS, OBSERVERS, parsed, ratings, sample


def test_the_items_that_divide_people_most_stand_first() -> None:
    table = np.array([[0.0, 0.0, 0.0, 1.0], [0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 2.0, np.nan], [0.0, 0.0, 3.0, np.nan]])
    found = disagreement_of_items(ratings(table), "nominal")
    assert found.items.tolist() == [2, 1, 0, 3]
    assert found.answers.tolist() == [4, 4, 4, 2]
    np.testing.assert_allclose(found.disagreement, [1.0, 0.5, 0.0, 0.0])
    np.testing.assert_allclose(found.share, [2 / 3, 1 / 3, 0.0, 0.0])


def test_on_a_scale_a_wider_gap_is_more_disagreement() -> None:
    found = disagreement_of_items(ratings(np.array([[1.0, 1.0, 3.0], [2.0, 5.0, 3.0]])), "interval")
    assert found.items.tolist() == [1, 0, 2]
    np.testing.assert_allclose(found.disagreement, [16.0, 1.0, 0.0])


def test_the_coincidences_are_those_that_krippendorff_published() -> None:
    # "Computing Krippendorff's Alpha-Reliability" (2011), the coincidence matrix of the same example.
    np.testing.assert_allclose(
        within(ratings(parsed(OBSERVERS))).table(),
        np.array(
            [
                [7, 4 / 3, 1 / 3, 1 / 3, 0],
                [4 / 3, 10, 4 / 3, 1 / 3, 0],
                [1 / 3, 4 / 3, 8, 1 / 3, 0],
                [1 / 3, 1 / 3, 1 / 3, 4, 0],
                [0, 0, 0, 0, 3],
            ]
        ),
        atol=1e-9,
    )


def test_two_labels_that_are_taken_for_each_other_are_named_first() -> None:
    usual = np.tile([0.0, 1.0, 2.0, 3.0], 25)
    other = usual.copy()
    other[usual == 2] = np.tile([2.0, 3.0, 3.0, 2.0, 3.0], 5)  # of 25 items with 2, the second person says 3 to 15
    other[0] = 1.0
    first, second = confused_values(ratings(np.array([usual, other])))
    assert (first.first, first.second, first.meetings) == (2.0, 3.0, 30.0)
    assert (second.first, second.second, second.meetings) == (0.0, 1.0, 2.0)
    assert first.share == pytest.approx(15 / 16)
    assert first.rate == pytest.approx(0.3)  # of the 100 answers that are 2 or 3
    assert first.expected == pytest.approx(2 * 35 * 65 / 199 / 100)
    assert first.rate > first.expected
    assert second.rate < second.expected


def test_where_all_agree_nothing_is_confused() -> None:
    table = ratings(np.tile([1.0, 2.0], (3, 4)))
    assert confused_values(table) == []
    assert disagreement_of_items(table, "ordinal").share.tolist() == [0.0] * 8


def test_without_answers_there_is_nothing_to_say() -> None:
    empty = Ratings(items=np.array([], dtype=int), people=np.array([], dtype=int), values=np.array([]))
    assert confused_values(empty) == []
    assert disagreement_of_items(empty, "nominal").items.size == 0


@given(seed=st.integers(0, 10_000), level=st.sampled_from(LEVELS))
@settings(max_examples=40, deadline=None)
def test_the_disagreement_of_the_items_makes_up_alpha(seed: int, level: Level) -> None:
    given_answers = ratings(sample(seed, items=25))
    found = disagreement_of_items(given_answers, level)
    table = within(given_answers)
    assert found.share.sum() == pytest.approx(1.0)
    alpha = krippendorff_alpha(given_answers, level)
    assert alpha is not None
    counts = table.table()
    if level == "nominal":
        observed = (found.disagreement * found.answers).sum()
        assert observed == pytest.approx(counts.sum() - np.trace(counts))
    given_to, places = counts.sum(axis=0), table.values
    if level == "interval":
        distances = np.subtract.outer(places, places) ** 2
        expected = (np.outer(given_to, given_to) * distances).sum() / (given_to.sum() - 1)
        assert alpha == pytest.approx(1 - (found.disagreement * found.answers).sum() / expected)
