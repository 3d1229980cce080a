from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from minga.errors import InputError
from minga.review.dawid_skene import Opinions, Reliability, Smoothing, accuracy_of, fit

Floats = NDArray[np.float64]
Crowd = tuple[NDArray[np.int64], Floats, Opinions]


def crowd(seed: int, items: int = 60, people: int = 9, labels: int = 3, each: int = 3) -> Crowd:
    """What was true, how people confuse labels (people x true x said), and what they said."""
    random = np.random.default_rng([seed, items, people, labels])
    true = random.choice(labels, items, p=random.dirichlet(np.full(labels, 3.0)))
    right = random.uniform(0.5, 0.95, people)[:, None, None]
    confusion = (1 - right) * random.dirichlet(np.ones(labels), (people, labels)) + right * np.eye(labels)
    who = np.concatenate([random.choice(people, each, replace=False) for _ in range(items)])
    which = np.repeat(np.arange(items), each)
    steps = confusion[who, true[which]].cumsum(axis=1)
    said = np.minimum((random.random(len(who))[:, None] > steps).sum(axis=1), labels - 1)
    return true, confusion, opinions(which, who, said, (items, people, labels))


def opinions(items: Any, people: Any, labels: Any, counts: tuple[int, int, int], weights: Any = None) -> Opinions:
    columns = [np.asarray(column, dtype=np.int64) for column in (items, people, labels)]
    return Opinions(
        items=columns[0],
        people=columns[1],
        labels=columns[2],
        item_count=counts[0],
        people_count=counts[1],
        label_count=counts[2],
        weights=None if weights is None else np.asarray(weights, dtype=np.float64),
    )


def shuffled(said: Opinions, order: NDArray[np.int64]) -> Opinions:
    return replace(said, items=said.items[order], people=said.people[order], labels=said.labels[order])


def crowd_kit(said: Opinions, iterations: int) -> tuple[Floats, Floats, Floats]:
    """Posterior, prior and confusion after exactly so many iterations of crowd-kit's implementation."""
    import pandas
    from crowdkit.aggregation import DawidSkene

    with warnings.catch_warnings():
        # crowd-kit 1.4.2 gives pandas keywords that pandas 3 warns of; they do not touch the results.
        warnings.filterwarnings("ignore", "The (inplace|copy) keyword")
        table = pandas.DataFrame({"task": said.items, "worker": said.people, "label": said.labels})
        fitted = DawidSkene(n_iter=iterations, tol=-np.inf).fit(table)
    posterior = np.zeros((said.item_count, said.label_count))
    prior = np.zeros(said.label_count)
    confusion = np.zeros((said.people_count, said.label_count, said.label_count))
    labels = fitted.probas_.columns.to_numpy()
    posterior[fitted.probas_.index.to_numpy()[:, None], labels] = fitted.probas_
    prior[labels] = fitted.priors_[labels]
    for (person, label), row in fitted.errors_.iterrows():
        confusion[person, labels, label] = row[labels]
    return posterior, prior, confusion


@pytest.mark.parametrize("labels", [2, 3, 5, 8])
@pytest.mark.parametrize("seed", range(3))
def test_it_finds_what_crowd_kit_finds_on_the_same_answers(seed: int, labels: int) -> None:
    _, _, said = crowd(seed, labels=labels)
    found = fit(said, iterations=40, tolerance=0.0)
    posterior, prior, confusion = crowd_kit(said, found.iterations)
    answered = np.unique(said.labels)  # crowd-kit knows no label that nobody gave
    np.testing.assert_allclose(found.posterior, posterior, atol=1e-8)
    np.testing.assert_allclose(found.reliability.prior, prior, atol=1e-8)
    np.testing.assert_allclose(found.reliability.confusion[:, answered], confusion[:, answered], atol=1e-8)


def test_it_finds_what_crowd_kit_finds_in_a_larger_crowd() -> None:
    _, _, said = crowd(7, items=1_500, people=40, labels=4, each=5)
    found = fit(said, iterations=50)
    posterior, prior, confusion = crowd_kit(said, found.iterations)
    np.testing.assert_allclose(found.posterior, posterior, atol=1e-8)
    np.testing.assert_allclose(found.reliability.prior, prior, atol=1e-8)
    np.testing.assert_allclose(found.reliability.confusion, confusion, atol=1e-8)


@pytest.mark.parametrize("smoothing", [None, Smoothing()])
def test_a_planted_confusion_is_recovered_from_many_answers(smoothing: Smoothing | None) -> None:
    true, planted, said = crowd(1, items=6_000, people=12, labels=3, each=6)
    found = fit(said, smoothing=smoothing)
    np.testing.assert_allclose(found.reliability.confusion, planted, atol=0.06)
    np.testing.assert_allclose(found.reliability.prior, np.bincount(true) / len(true), atol=0.02)
    assert (found.posterior.argmax(axis=1) == true).mean() > 0.93


def test_one_who_always_says_the_opposite_is_understood() -> None:
    true = np.tile([0, 1], 40)
    items = np.repeat(np.arange(80), 4)
    people = np.tile(np.arange(4), 80)
    said = np.where(people == 3, 1 - true[items], true[items])
    found = fit(opinions(items, people, said, (80, 4, 2)), smoothing=Smoothing())
    assert (found.posterior.argmax(axis=1) == true).all()
    assert accuracy_of(found.reliability)[:3].min() > 0.9
    assert accuracy_of(found.reliability)[3] < 0.35


@pytest.mark.parametrize("smoothing", [None, Smoothing(), Smoothing(shared=False)])
@given(seed=st.integers(0, 10_000), labels=st.integers(2, 5))
@settings(max_examples=15, deadline=None)
def test_no_iteration_makes_it_less_likely(smoothing: Smoothing | None, seed: int, labels: int) -> None:
    _, _, said = crowd(seed, items=25, people=6, labels=labels)
    weights = np.random.default_rng(seed).random(len(said))
    said = replace(said, weights=weights)
    start = fit(said, smoothing=smoothing, iterations=1).reliability
    plain = replace(smoothing, shared=False) if smoothing else None  # the crowd's own fit comes before
    raised = [fit(said, smoothing=plain, start=start, iterations=n, tolerance=0.0).objective for n in range(1, 12)]
    assert np.diff(raised).min() > -1e-7


@given(seed=st.integers(0, 10_000), smooth=st.booleans())
@settings(max_examples=25, deadline=None)
def test_the_order_of_the_answers_does_not_matter(seed: int, smooth: bool) -> None:
    _, _, said = crowd(seed, items=20, people=5)
    order = np.random.default_rng(seed).permutation(len(said))
    smoothing = Smoothing() if smooth else None
    first, second = fit(said, smoothing=smoothing), fit(shuffled(said, order), smoothing=smoothing)
    assert first.posterior.tobytes() == second.posterior.tobytes()
    assert first.reliability.confusion.tobytes() == second.reliability.confusion.tobytes()


@given(seed=st.integers(0, 10_000), smooth=st.booleans())
@settings(max_examples=25, deadline=None)
def test_an_answer_of_weight_zero_is_no_answer(seed: int, smooth: bool) -> None:
    _, _, said = crowd(seed, items=20, people=5)
    kept = np.random.default_rng(seed).random(len(said)) < 0.7
    smoothing = Smoothing() if smooth else None
    weighed = fit(replace(said, weights=kept.astype(float)), smoothing=smoothing)
    removed = fit(shuffled(said, np.flatnonzero(kept)), smoothing=smoothing)
    assert weighed.posterior.tobytes() == removed.posterior.tobytes()
    assert weighed.log_likelihood == removed.log_likelihood


def test_a_lighter_answer_moves_the_item_less() -> None:
    where = ([0, 0], [0, 1], [0, 1], (1, 2, 2))
    even = fit(opinions(*where), smoothing=Smoothing()).posterior[0]
    tilted = fit(opinions(*where, weights=[1.0, 0.2]), smoothing=Smoothing()).posterior[0]
    assert even[0] == pytest.approx(0.5)
    assert tilted[0] > 0.7


@pytest.mark.parametrize("smoothing", [None, Smoothing()])
def test_at_convergence_the_reliabilities_give_the_posterior_back(smoothing: Smoothing | None) -> None:
    _, _, said = crowd(5, items=200)
    found = fit(said, smoothing=smoothing, iterations=2_000, tolerance=1e-10)
    assert found.converged
    np.testing.assert_allclose(found.reliability.posterior(said), found.posterior, atol=1e-8)


def test_new_answers_are_judged_by_an_old_fit() -> None:
    true, _, said = crowd(3, items=2_000, people=10, each=3)
    known = fit(shuffled(said, np.arange(4_500)), smoothing=Smoothing()).reliability
    posterior = known.posterior(said)
    assert (posterior[1_500:].argmax(axis=1) == true[1_500:]).mean() > 0.8
    np.testing.assert_allclose(posterior, fit(said, smoothing=Smoothing()).posterior, atol=0.3)


def test_a_person_who_was_not_in_the_fit_is_taken_for_one_of_the_crowd() -> None:
    _, _, said = crowd(3, items=300)
    known = fit(said, smoothing=Smoothing()).reliability
    newcomer = known.posterior(opinions([0], [said.people_count], [1], (1, said.people_count + 1, 3)))[0]
    by_hand = known.prior * known.of_unknown_person[:, 1]
    np.testing.assert_allclose(newcomer, by_hand / by_hand.sum())


def test_an_earlier_fit_is_a_shorter_way_to_the_same_end() -> None:
    _, _, said = crowd(11, items=400, people=10)
    earlier = fit(shuffled(said, np.arange(1_000)), smoothing=Smoothing(), tolerance=1e-9, iterations=1_000)
    fresh = fit(said, smoothing=Smoothing(), tolerance=1e-9, iterations=1_000)
    warm = fit(said, smoothing=Smoothing(), tolerance=1e-9, iterations=1_000, start=earlier.reliability)
    np.testing.assert_allclose(warm.posterior, fresh.posterior, atol=1e-6)


def test_an_item_without_answers_has_the_prior_and_does_not_move_it() -> None:
    _, _, said = crowd(2)
    more = replace(said, item_count=said.item_count + 5)
    for smoothing in (None, Smoothing()):
        without, with_them = fit(said, smoothing=smoothing), fit(more, smoothing=smoothing)
        np.testing.assert_array_equal(with_them.posterior[: said.item_count], without.posterior)
        np.testing.assert_allclose(with_them.posterior[said.item_count :], np.tile(without.reliability.prior, (5, 1)))


def test_a_person_without_answers_is_like_an_unknown_one() -> None:
    _, _, said = crowd(2)
    for smoothing in (None, Smoothing()):
        found = fit(replace(said, people_count=said.people_count + 1), smoothing=smoothing).reliability
        np.testing.assert_allclose(found.confusion[-1], found.of_unknown_person)


def test_a_label_that_nobody_gave_is_impossible_without_smoothing_and_unlikely_with_it() -> None:
    _, _, said = crowd(2)
    more = replace(said, label_count=said.label_count + 1)
    np.testing.assert_array_equal(fit(more).posterior[:, :-1], fit(said).posterior)
    assert (fit(more).posterior[:, -1] == 0).all()
    assert fit(more, smoothing=Smoothing()).posterior[:, -1].max() < 0.05


def test_no_answers_at_all_leave_everything_open() -> None:
    nobody = opinions([], [], [], (3, 0, 4))
    for smoothing in (None, Smoothing()):
        found = fit(nobody, smoothing=smoothing)
        np.testing.assert_allclose(found.posterior, 0.25)
        assert found.reliability.confusion.shape == (0, 4, 4)


def test_three_people_who_agree_are_believed_but_not_blindly() -> None:
    three = opinions([0, 0, 0], [0, 1, 2], [1, 1, 1], (1, 3, 2))
    assert fit(three).posterior[0, 1] == pytest.approx(1.0)
    assert 0.95 < fit(three, smoothing=Smoothing()).posterior[0, 1] < 0.995
    one = opinions([0], [0], [1], (1, 1, 2))
    assert 0.75 < fit(one, smoothing=Smoothing()).posterior[0, 1] < 0.95


def test_with_few_answers_a_person_smoothing_is_right_when_it_is_sure() -> None:
    right = {None: 0, Smoothing(): 0}
    sure = dict.fromkeys(right, 0)
    hits = dict.fromkeys(right, 0)
    for seed in range(12):
        true, _, said = crowd(seed, items=100, people=25, labels=3)
        for smoothing in right:
            posterior = fit(said, smoothing=smoothing).posterior
            guess, certain = posterior.argmax(axis=1), posterior.max(axis=1) >= 0.95
            hits[smoothing] += int((guess == true).sum())
            sure[smoothing] += int(certain.sum())
            right[smoothing] += int((certain & (guess == true)).sum())
    assert right[Smoothing()] / sure[Smoothing()] > 0.95
    assert right[None] / sure[None] < 0.92
    assert hits[Smoothing()] > hits[None]


def test_accuracy_is_the_chance_of_a_right_answer_under_the_prior() -> None:
    confusion = np.array([[[0.9, 0.1], [0.5, 0.5]], [[0.6, 0.4], [0.2, 0.8]]])
    reliability = Reliability(np.array([0.75, 0.25]), confusion, np.full((2, 2), 0.5))
    np.testing.assert_allclose(accuracy_of(reliability), [0.8, 0.65])


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"items": np.array([0, 1])}, "different lengths"),
        ({"people": np.array([2, 0, 1])}, "column people"),
        ({"labels": np.array([0, 0, -1])}, "column labels"),
        ({"weights": np.array([1.0, 1.5, 0.0])}, "between 0 and 1"),
        ({"weights": np.array([1.0, np.nan, 0.0])}, "between 0 and 1"),
    ],
)
def test_columns_that_do_not_fit_are_refused_by_name(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError, match=said):
        replace(opinions([0, 0, 1], [0, 1, 0], [0, 1, 1], (2, 2, 2)), **wrong)


def test_answers_with_other_labels_than_the_fit_are_refused() -> None:
    known = fit(crowd(1)[2]).reliability
    with pytest.raises(InputError, match="2 labels, the fit has 3"):
        known.posterior(opinions([0], [0], [1], (1, 1, 2)))
