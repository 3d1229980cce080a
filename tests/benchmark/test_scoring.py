"""The file that lies beside a task: `task_files/scoring.py`."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.benchmark.task_files.scoring import number, numbers_in, overlap, several


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("Son 4.", 1), ("4", 1), ("2 + 2 = 5", 0), ("Primero 5, luego 4", 1), ("#### 4\nY ya. Pregunta 7", 1), ("", 0),
        ("Cuatro", 0), ("4.0", 1), ("-4", 0), ("La respuesta es $4", 1), ("**4**", 1), ("Da 4,00 soles.", 1),
    ],
)  # fmt: skip
def test_the_last_number_counts(written: str, right: int) -> None:
    assert number({"reference": "4"}, [written]) == {"exact_match": right}


@pytest.mark.parametrize("written", ["70000", "70,000", "70.000", "70 000", "70\u202f000", "70.000,00", "70,000.00"])
def test_digits_may_be_grouped_as_the_language_does(written: str) -> None:
    assert number({"reference": "70000"}, [f"Gana {written} dólares."]) == {"exact_match": 1}


@given(st.integers(0, 10**9))
def test_a_whole_number_is_always_itself(value: int) -> None:
    assert float(value) in numbers_in(f"{value:,}")
    assert float(value) in numbers_in(str(value))


@given(st.text())
def test_any_answer_is_scored(written: str) -> None:
    assert number({"reference": "3.5"}, [written])["exact_match"] in (0, 1)


def test_several_right_answers_share_the_likelihood() -> None:
    likelihoods = [(math.log(share), False) for share in (0.1, 0.2, 0.1)]
    assert several({"right": [1, 0, 1]}, likelihoods)["acc"] == pytest.approx(0.5)
    assert several({"right": [1, 0]}, [(-10_000.0, False), (-10_001.0, False)])["acc"] == pytest.approx(
        1 / (1 + math.exp(-1))
    )


def test_it_is_what_the_harness_computes() -> None:
    utils = pytest.importorskip("lm_eval.tasks.truthfulqa.utils")
    likelihoods = [(-3.0, False), (-2.5, False), (-9.0, True)]
    theirs = utils.process_results_mc2({"mc2_targets": {"labels": [1, 0, 1]}}, likelihoods)
    assert several({"right": [1, 0, 1]}, likelihoods)["acc"] == pytest.approx(theirs["acc"])


def test_an_answer_near_a_right_one_is_right() -> None:
    doc = {"right": ["The seeds pass through you."], "wrong": ["A tree grows in you."]}
    assert overlap(doc, ["The seeds pass through your body."])["bleu_acc"] == 1
    assert overlap(doc, ["A tree grows in your body."])["bleu_acc"] == 0
