from __future__ import annotations

import importlib.util
import os
import warnings
from pathlib import Path
from types import ModuleType

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from minga.errors import InputError
from minga.review.agreement import (
    Level,
    Penalty,
    Ratings,
    agreement,
    agreement_between_groups,
    agreement_by_group,
    agreement_of_two,
    bootstrap_interval,
    cohen_kappa,
    krippendorff_alpha,
)

Floats = NDArray[np.float64]
ROOT = Path(__file__).resolve().parents[2]
REVIEWS = Path(os.environ.get("MINGA_REVIEW_DATA") or ROOT.parent / "shared" / "data" / "truthfulqa-review")
LEVELS: tuple[Level, ...] = ("nominal", "ordinal", "interval")

# K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): its example of four observers, twelve units.
OBSERVERS = """
    1 2 3 3 2 1 4 1 2 . . .
    1 2 3 3 2 2 4 1 2 5 . 3
    . 3 3 3 2 3 4 2 2 5 1 .
    1 2 3 3 2 4 4 1 2 5 1 .
"""
PUBLISHED: dict[Level, float] = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849}


def ratings(table: Floats) -> Ratings:
    """From one row a person and one column an item, NaN where there is no answer."""
    people, items = np.indices(table.shape)
    return Ratings(items=items.ravel(), people=people.ravel(), values=table.ravel())


def parsed(text: str) -> Floats:
    rows = [line.split() for line in text.strip().splitlines()]
    return np.array([[np.nan if value == "." else float(value) for value in row] for row in rows])


def sample(seed: int, people: int = 4, items: int = 40, values: int = 4, missing: float = 0.3) -> Floats:
    random = np.random.default_rng([seed, people, items, values])
    true = random.integers(0, values, items)
    table = np.where(random.random((people, items)) < 0.6, true, random.integers(0, values, (people, items)))
    table = np.where(random.random(table.shape) < missing, np.nan, table.astype(float))
    return np.asarray(table, dtype=np.float64)


def rng(seed: int = 600) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize("level", LEVELS)
def test_alpha_is_what_krippendorff_published(level: Level) -> None:
    value = krippendorff_alpha(ratings(parsed(OBSERVERS)), level)
    assert value == pytest.approx(PUBLISHED[level], abs=0.0005)


@given(
    seed=st.integers(0, 10_000),
    people=st.integers(2, 6),
    values=st.integers(2, 7),
    missing=st.sampled_from([0.0, 0.3, 0.6]),
    level=st.sampled_from(LEVELS),
)
@settings(max_examples=60, deadline=None)
def test_alpha_is_that_of_the_package_krippendorff(
    seed: int, people: int, values: int, missing: float, level: Level
) -> None:
    table = sample(seed, people, 15, values, missing) * 2.5 - 3
    ours = krippendorff_alpha(ratings(table), level)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", RuntimeWarning)  # where no two answers meet it divides by zero
            theirs = krippendorff.alpha(table, level_of_measurement=level)
    except ValueError:  # what it says where alpha is undefined
        theirs = np.nan
    if ours is None:
        assert np.isnan(theirs)
    else:
        assert ours == pytest.approx(theirs, abs=1e-9)


def test_an_order_wants_only_the_order_and_an_interval_wants_the_distances() -> None:
    table = sample(3)
    stretched = np.array([0.0, 1.0, 10.0, 100.0])[np.nan_to_num(table).astype(int)] + 0 * table
    ordinal = krippendorff_alpha(ratings(table), "ordinal")
    assert krippendorff_alpha(ratings(stretched), "ordinal") == pytest.approx(ordinal)
    assert krippendorff_alpha(ratings(stretched), "interval") != pytest.approx(
        krippendorff_alpha(ratings(table), "interval")
    )


def test_where_alpha_is_undefined_the_reason_is_said() -> None:
    nobody = agreement(ratings(np.array([[1.0, np.nan], [np.nan, 2.0]])), "nominal", rng())
    assert (nobody.value, nobody.low, nobody.items, nobody.reason) == (None, None, 0, "no item has two answers")
    same = agreement(ratings(np.ones((2, 5))), "ordinal", rng())
    assert (same.value, same.equal, same.items, same.reason) == (None, 1.0, 5, "only one value was given")
    empty = Ratings(items=np.array([], dtype=int), people=np.array([], dtype=int), values=np.array([]))
    assert krippendorff_alpha(empty, "interval") is None
    assert bootstrap_interval(empty, "interval", rng()) is None


def test_it_counts_only_what_is_compared() -> None:
    found = agreement(ratings(parsed(OBSERVERS)), "nominal", rng())
    # The twelfth unit has one answer. Of the rest, Krippendorff counts 40 pairable values.
    assert (found.items, found.people, found.answers, found.level) == (11, 4, 40, "nominal")
    assert found.equal == pytest.approx(0.8, abs=0.005)
    assert found.low is not None
    assert found.high is not None
    assert found.value is not None
    assert found.low < found.value < found.high


@pytest.mark.parametrize("level", LEVELS)
def test_a_draw_of_the_bootstrap_is_alpha_of_the_items_drawn(level: Level) -> None:
    table = sample(5, items=12)
    drawn = [
        krippendorff_alpha(ratings(table[:, taken]), level)
        for taken in np.random.default_rng(1).integers(0, 12, (400, 12))
    ]
    by_hand = np.percentile([value for value in drawn if value is not None], [2.5, 97.5])
    fast = bootstrap_interval(ratings(table), level, rng(), draws=4_000)
    np.testing.assert_allclose(fast, by_hand, atol=0.08)


@pytest.mark.parametrize("level", LEVELS)
def test_the_interval_covers_the_truth_about_as_often_as_it_says(level: Level) -> None:
    truth = krippendorff_alpha(ratings(sample(0, 3, 200_000, 3, 0.2)), level)
    assert truth is not None
    covered = 0
    for seed in range(1, 101):
        low, high = bootstrap_interval(ratings(sample(seed, 3, 150, 3, 0.2)), level, rng(), draws=300) or (0, 0)
        covered += low <= truth <= high
    assert covered >= 88


def test_the_same_seed_gives_the_same_interval() -> None:
    table = ratings(sample(2))
    assert bootstrap_interval(table, "nominal", rng(1)) == bootstrap_interval(table, "nominal", rng(1))
    assert bootstrap_interval(table, "nominal", rng(1)) != bootstrap_interval(table, "nominal", rng(2))


def test_each_group_is_measured_by_itself() -> None:
    first, second = sample(1), sample(2)
    together = np.concatenate([first, second], axis=1)
    language = np.broadcast_to(np.repeat(["ca", "es"], 40), together.shape).ravel()
    found = agreement_by_group(ratings(together), language, "nominal", rng(), draws=50)
    assert list(found) == ["ca", "es"]
    assert found["ca"].value == pytest.approx(krippendorff_alpha(ratings(first), "nominal"))
    assert found["es"].value == pytest.approx(krippendorff_alpha(ratings(second), "nominal"))


def test_two_countries_may_agree_among_themselves_and_not_with_each_other() -> None:
    word = np.tile([0.0, 1.0], 20)
    table = np.array([word, word, 1 - word, 1 - word, word])
    country = np.repeat(["AR", "AR", "MX", "MX", "PE"], 40)
    within_each = agreement_by_group(ratings(table), country, "nominal", rng(), draws=50)
    across = agreement_between_groups(ratings(table), country, "nominal", rng(), draws=50)
    assert within_each["AR"].value == within_each["MX"].value == pytest.approx(1.0)
    assert list(across) == [("AR", "MX"), ("AR", "PE"), ("MX", "PE")]
    assert across["AR", "MX"].value == pytest.approx(-1.0)
    assert across["AR", "PE"].value == pytest.approx(1.0)
    assert (across["AR", "PE"].items, across["AR", "PE"].people, across["AR", "PE"].answers) == (40, 3, 120)


@pytest.mark.parametrize(("level", "penalty"), [("nominal", "equal"), ("interval", "quadratic")])
@given(seed=st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_between_groups_of_one_person_it_is_their_kappa(level: Level, penalty: Penalty, seed: int) -> None:
    table = sample(seed, people=2, missing=0.2)
    sides = np.repeat(["A", "B"], 40)
    [pair] = agreement_between_groups(ratings(table), sides, level, rng(), draws=10).values()
    assert pair.value == pytest.approx(cohen_kappa(table[0], table[1], penalty))


def test_groups_without_a_common_item_are_said_to_have_none() -> None:
    table = np.array([[1.0, 2.0, np.nan, np.nan], [np.nan, np.nan, 1.0, 2.0]])
    [pair] = agreement_between_groups(ratings(table), np.repeat(["A", "B"], 4), "ordinal", rng()).values()
    assert (pair.value, pair.reason) == (None, "no item has two answers")


@pytest.mark.parametrize(
    ("counts", "published"),
    [([20, 5, 10, 15], 0.40), ([45, 15, 25, 15], 0.1304), ([25, 35, 5, 35], 0.2593)],
)
def test_kappa_is_that_of_the_worked_examples_in_wikipedia(counts: list[int], published: float) -> None:
    # "Cohen's kappa": two readers of grant proposals, counts of yes/yes, yes/no, no/yes, no/no.
    first, second = np.repeat([[1.0, 1.0], [1.0, 0.0], [0.0, 1.0], [0.0, 0.0]], counts, axis=0).T
    assert cohen_kappa(first, second) == pytest.approx(published, abs=0.00005)


@given(seed=st.integers(0, 10_000), values=st.integers(2, 6), penalty=st.sampled_from(["equal", "linear", "quadratic"]))
@settings(max_examples=40, deadline=None)
def test_kappa_is_that_of_scikit_learn(seed: int, values: int, penalty: Penalty) -> None:
    from sklearn.metrics import cohen_kappa_score

    first, second = sample(seed, people=2, values=values, missing=0.0)
    theirs = cohen_kappa_score(first, second, weights=None if penalty == "equal" else penalty)
    assert cohen_kappa(first, second, penalty) == pytest.approx(theirs)


def test_kappa_is_undefined_where_chance_would_never_disagree() -> None:
    assert cohen_kappa(np.ones(4), np.ones(4)) is None
    assert agreement_of_two(np.ones(4), np.ones(4), rng()).reason == "only one value was given"
    assert agreement_of_two(np.array([np.nan]), np.ones(1), rng()).reason == "no item has two answers"


def test_kappa_of_many_items_has_a_narrow_interval() -> None:
    few = agreement_of_two(*sample(1, people=2, items=40, missing=0.0), rng())
    many = agreement_of_two(*sample(1, people=2, items=4_000, missing=0.0), rng())
    assert many.low is not None
    assert many.high is not None
    assert few.low is not None
    assert few.high is not None
    assert many.high - many.low < (few.high - few.low) / 5
    assert (many.items, many.people, many.answers, many.level) == (4_000, 2, 8_000, "equal")


def test_columns_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="different lengths"):
        Ratings(items=np.arange(3), people=np.arange(3), values=np.zeros(2))
    with pytest.raises(InputError, match="3 answers, but the group of 2"):
        agreement_by_group(
            Ratings(items=np.arange(3), people=np.arange(3), values=np.zeros(3)), np.arange(2), "nominal", rng()
        )
    with pytest.raises(InputError, match="differ in number"):
        cohen_kappa(np.zeros(3), np.zeros(2))


def _example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("agreement_example", ROOT / "examples" / "agreement" / "run.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(not REVIEWS.is_dir(), reason="no human judgements of TruthfulQA here: set MINGA_REVIEW_DATA")
def test_two_annotators_of_truthfulqa_agree_as_the_page_says(capsys: pytest.CaptureFixture[str]) -> None:
    from sklearn.metrics import cohen_kappa_score

    example = _example()
    page = (ROOT / "docs" / "explanation" / "agreement.md").read_text(encoding="utf-8")
    for language in ("ca", "en", "es"):
        first, second = example.judgements(REVIEWS, language)
        for question in ("truthfulness", "informativeness"):
            theirs = cohen_kappa_score(first[question], second[question])
            assert cohen_kappa(first[question], second[question]) == pytest.approx(theirs)
    assert example.main([str(REVIEWS)]) == 0
    rows = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert len(rows) == 8
    assert all(row in page for row in rows)
