from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import UsageError
from minga.review.overlap import (
    Outlook,
    OverlapPolicy,
    Step,
    last_checkpoint,
    next_step,
    next_steps,
    typical_confusion,
)

GOOD = np.array([[0.9, 0.05, 0.05], [0.05, 0.9, 0.05], [0.05, 0.05, 0.9]])
POOR = np.array([[0.4, 0.3, 0.3], [0.3, 0.4, 0.3], [0.3, 0.3, 0.4]])
DEAF = np.full((3, 3), 1 / 3)


def distribution(labels: int) -> st.SearchStrategy[np.ndarray]:
    weights = st.lists(st.floats(0.01, 1.0), min_size=labels, max_size=labels)
    return weights.map(lambda values: np.array(values) / sum(values))


def test_checkpoints_never_go_back_and_are_not_passed_over() -> None:
    marks = [last_checkpoint(n) for n in range(3000)]
    assert marks == sorted(marks)
    assert all(last_checkpoint(mark) == mark for mark in set(marks))
    steps = np.diff(sorted(set(marks)))
    assert steps.min() == 50
    assert (steps[1:] >= steps[:-1]).all()


def test_all_refits_together_cost_little_more_than_the_last_ones() -> None:
    points = sorted({last_checkpoint(n) for n in range(0, 100_000, 10)})
    assert sum(points) < 12 * points[-1]


def test_the_minimum_is_asked_however_sure_the_first_opinion_makes_us() -> None:
    policy = OverlapPolicy(minimum=2)
    assert next_step(np.array([0.99, 0.005, 0.005]), 1, policy, Outlook.of(GOOD)) is Step.MORE


def test_an_item_at_the_target_is_decided_also_beyond_the_maximum() -> None:
    sure = np.array([0.95, 0.03, 0.02])
    assert next_step(sure, 7, OverlapPolicy(maximum=4), Outlook.of(GOOD)) is Step.ENOUGH


def test_at_the_maximum_whoever_is_apart_is_left_to_an_adjudicator() -> None:
    assert next_step(np.array([0.5, 0.5, 0.0]), 5, OverlapPolicy(), Outlook.of(GOOD)) is Step.ADJUDICATE


def test_opinions_that_tell_nothing_are_not_asked_for() -> None:
    split = np.array([0.5, 0.45, 0.05])
    assert next_step(split, 2, OverlapPolicy(), Outlook.of(GOOD)) is Step.MORE
    assert next_step(split, 2, OverlapPolicy(), Outlook.of(DEAF)) is Step.ADJUDICATE


def test_without_a_price_opinions_are_asked_until_the_target_or_the_maximum() -> None:
    split = np.array([0.5, 0.45, 0.05])
    assert next_step(split, 2, OverlapPolicy(worth=0), Outlook.of(DEAF)) is Step.MORE


def test_a_pair_of_opinions_may_be_worth_it_where_one_changes_nothing() -> None:
    confusion = np.array([[0.7, 0.3], [0.3, 0.7]])
    posterior = np.array([[0.8, 0.2]])
    alone = Outlook((Outlook.of(confusion).outcomes[0],))
    assert alone.worth(posterior, np.array([5])) == 0
    assert Outlook.of(confusion).worth(posterior, np.array([2])) > 0


def test_the_worth_is_what_enumerating_every_sequence_of_answers_gives() -> None:
    p = np.array([0.5, 0.3, 0.2])
    gains = []
    for ahead in (1, 2, 3):
        right = sum(
            (p * np.prod([POOR[:, said] for said in sequence], axis=0)).max()
            for sequence in itertools.product(range(3), repeat=ahead)
        )
        gains.append((right - p.max()) / ahead)
    found = Outlook.of(POOR).worth(p[None, :], np.array([3]))[0]
    assert found == pytest.approx(max(0.0, *gains))


@given(distribution(3), distribution(3), distribution(3), distribution(3), st.integers(0, 5))
def test_an_opinion_never_does_harm_on_average(
    p: np.ndarray, a: np.ndarray, b: np.ndarray, c: np.ndarray, left: int
) -> None:
    worth = Outlook.of(np.array([a, b, c])).worth(p[None, :], np.array([left]))[0]
    assert 0 <= worth <= 1 - p.max() + 1e-9


@given(st.lists(st.tuples(distribution(3), st.integers(0, 7)), min_size=1, max_size=8))
def test_many_items_at_once_go_as_one_at_a_time(states: list[tuple[np.ndarray, int]]) -> None:
    policy, outlook = OverlapPolicy(minimum=2, maximum=5), Outlook.of(GOOD)
    together = next_steps(np.array([p for p, _ in states]), np.array([n for _, n in states]), policy, outlook)
    assert list(together) == [next_step(p, n, policy, outlook).value for p, n in states]


def test_a_typical_person_is_nearer_to_those_who_answer_much() -> None:
    typical = typical_confusion(np.array([GOOD, POOR]), np.array([98, 0]))
    assert np.allclose(typical, 0.99 * GOOD + 0.01 * POOR)
    assert np.allclose(typical.sum(axis=1), 1)


@pytest.mark.parametrize(
    "settings", [{"minimum": 0}, {"minimum": 4, "maximum": 3}, {"target": 1.0}, {"target": 0.0}, {"worth": -0.1}]
)
def test_a_policy_that_contradicts_itself_is_refused(settings: dict[str, float]) -> None:
    with pytest.raises(UsageError):
        OverlapPolicy(**settings)  # type: ignore[arg-type]  # the point of the test
