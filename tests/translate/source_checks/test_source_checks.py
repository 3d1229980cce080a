"""Each check on items that have its flaw, and on sound ones that only look as if they had."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.records import BenchmarkItem
from minga.translate.lint import explain
from minga.translate.source_checks import SOURCE_CHECKS, disputed_keys, opinions_from, source_findings
from minga.translate.source_checks.checks.sums import evaluated
from minga.translate.source_checks.quantities import quantity
from minga.translate.source_checks.word_lists import KEYS, pattern

PLANTS = ("Moss", "Fern", "Pine", "Rose")


def item(
    question: str, choices: Sequence[str] = PLANTS, answer: int = 0, language: str = "en", **more: str
) -> BenchmarkItem:
    values = {"reference": more.pop("reference", "")} if not choices else {"choices": tuple(choices), "answer": answer}
    return BenchmarkItem.model_validate(
        {"benchmark": "b", "question": question, "language": language, "origin": "exam", "licence": "MIT"}
        | values
        | more
    )


def names(*arguments: object, **more: object) -> set[str]:
    found = source_findings(item(*arguments, **more))  # type: ignore[arg-type]  # handed on as they come
    return {finding.check.removeprefix("source-") for finding in found}


FLAWED = [
    ("wrong-key", ("What is 3 + 4 × 2?", ["11", "14", "9", "10"], 1), {}),
    ("wrong-key", ("What is 15% of 80?", ["12", "15", "8", "10"], 2), {}),
    ("wrong-key", ("¿Cuánto es 7 × 8?", ["54", "56", "63"], 0, "es"), {}),
    ("no-right-choice", ("Calculate 12/5.", ["2.3", "2.5", "2.6"], 0), {}),
    ("wrong-solution", ("She has 48 and sells half.", [], 0), {"reference": "That is <<48/2=26>>26.\n#### 26"}),
    ("missing-statements", ("Insider trading undermines trust.", ["1,2,3", "1,2,4", "2,3,4", "1,2,3,4"]), {}),
    ("missing-statements", ("Which of these hold?", ["I only", "II only", "I and II", "I, II and III"]), {}),
    ("missing-statements", ("Statement 1| Moss is a plant.", ["True, True", "False, False", "True, False"]), {}),
    ("missing-statements", ("Las plantas respiran.", ["1 y 2", "1 y 3", "2 y 3", "1, 2 y 3"], 0, "es"), {}),
    ("missing-reference", ("What is the slope of the model given in question 21?",), {}),
    ("missing-reference", ("Consider again the model of equation 16. What holds?",), {}),
    ("missing-reference", ("¿Qué dice la pregunta 12 sobre las plantas?", PLANTS, 0, "es"), {}),
    ("missing-material", ("Which plant is shown in the figure?",), {}),
    ("missing-material", ("According to the passage, which plant is the oldest?",), {}),
    ("missing-material", ("Qual das plantas aparece na imagem? Observe a seguinte imagem.", PLANTS, 0, "pt"), {}),
    ("duplicate-choices", ("Which is a tree?", ["Pine", "Rose", "pine.", "Fern"]), {}),
    ("equal-choices", ("How likely is it?", ["1/2", "0.5", "0.3"]), {}),
    ("equal-choices", ("Which are plants?", ["moss and fern", "fern and moss", "pine"]), {}),
    ("stray-choice", ("Why is that?", ["0", "because they grow", "they have many roots", "nobody has asked"]), {}),
    ("stray-choice", ("How long is it?", ["[The length is l(t) = l(0) + vt.]", "72 m", "56 m"]), {}),
    ("stray-choice", ("Which is a tree?", ["nan", "Rose", "Pine", "Fern"]), {}),
    ("choice-repeats-question", ("A student puts a bag of salt into a beaker now. What next?",
                                 ["A student puts a bag of salt into a beaker now. It grows.", "It ends.", "No"]), {}),
    ("merged-choices", ("Which is a tree?", ["Pine B) Rose", "Fern", "Moss"]), {}),
    ("lost-choice", ("Which are trees?", ["Pine", "Oak", "A and B", "A and F"]), {}),
    ("blanks", ("The ____ of a plant and its ____ and its ____.", ["root, leaf", "leaf, stem", "stem, root"]), {}),
    ("cut-text", ("Which of these plants, (",), {}),
    ("cut-text", ("Which is right?", ["It grows in the", "It has leaves now", "It is very old"]), {}),
    ("markup", ("Which is a tree &amp; a bush?",), {}),
    ("markup", ("Which tree grows in A CoruÃ±a?",), {}),
    ("time-dependent", ("Who is the current president of Peru?",), {}),
    ("time-dependent", ("¿Quién es actualmente la reina?", PLANTS, 0, "es"), {}),
]  # fmt: skip

SOUND = [
    ("What is 3 + 4 × 2?", ["11", "14", "9", "10"], 0),
    ("What is 2/3 of it, to two places? 2/3 = ?", ["0.67", "0.66", "0.6"], 0),
    ("Which of the following is a tree?", PLANTS, 2),
    ("What are the roots of x^2 - 3x + 2?", ["1 and 2", "2 and 5", "0 and 3"], 0),
    ("1. Moss is a plant. 2. Fern is a tree. Which hold?", ["1 only", "2 only", "1 and 2"], 0),
    ("Statement 1| Moss is a plant. Statement 2| Pine is a tree.", ["True, True", "False, False", "True, False"], 0),
    ("Consider the equation (16) y = ax. What is a in equation 16?", ["the slope", "the height"], 0),
    ("As of 2017, who is the current president of Peru?", PLANTS, 0),
    ("Which symbol stands for mega?", ["M", "m", "k", "K"], 0),
    ("How much is it?", ["3 m", "3 km", "3 g"], 0),
    ("Where is the interval?", ["[0, 1)", "(0, 1]", "(2, 3)"], 0),
    ("Which are right?", ["Pine", "Oak", "Both A and B", "None of the above"], 0),
    ("The ____ and the ____ of a plant", ["root, leaf", "leaf, stem", "stem, root"], 0),
    ("An electric current flows today as it did then. Why?", ["voltage", "heat"], 0),
    ("How many are there?", ["12", "15", "20", "25"], 0),
]


@pytest.mark.parametrize(("check", "arguments", "more"), FLAWED)
def test_a_flawed_item_is_found(check: str, arguments: tuple[object, ...], more: dict[str, object]) -> None:
    assert check in names(*arguments, **more)


@pytest.mark.parametrize("arguments", SOUND)
def test_a_sound_item_is_left_alone(arguments: tuple[object, ...]) -> None:
    assert not names(*arguments)


def test_places_are_in_the_source() -> None:
    (finding,) = source_findings(item("See question 21 for it."))
    assert (finding.field, finding.source_text, finding.source_start) == ("question", "question 21", 4)
    assert (finding.text, finding.start) == ("", -1)


@pytest.mark.parametrize(
    ("label", "field"),
    [("Wrong Groundtruth", "choices[0]"), ("bad_options_clarity", "choices[0]"), ("Bad Question Clarity", "question")],
)
def test_what_experts_wrote_beside_an_item_is_found(label: str, field: str) -> None:
    (finding,) = source_findings(item("Which is a tree?", error_type=label))
    assert (finding.check, finding.field, finding.source_text) == ("source-expert-flagged", field, label)
    assert not names("Which is a tree?", error_type="OK ")


def test_a_solution_that_ends_with_another_number_is_found() -> None:
    assert "wrong-solution" in names("How many?", [], reference="26", solution="Half of 48.\n#### 24")
    assert not names("How many?", [], reference="24", solution="48/2=<<48/2=24>>24\n#### 24")


def test_every_check_is_explained_in_every_language_and_nothing_else_is() -> None:
    wanted = {check.name for check in SOURCE_CHECKS} | {"source-disputed-key"}
    for language in ("es", "ca", "eu", "gl", "pt", "en"):
        path = files("minga.translate.source_checks").joinpath("messages", f"{language}.toml")
        assert set(tomllib.loads(path.read_text(encoding="utf-8"))) == wanted, language


def test_a_finding_is_explained_to_its_reader() -> None:
    (finding,) = source_findings(item("See question 21 for it."))
    assert explain(finding, "es").startswith("«question 21» no forma parte")


@pytest.mark.parametrize("language", ["en", "es", "ca", "gl", "pt", "eu"])
def test_word_lists_hold_what_the_checks_ask_for(language: str) -> None:
    path = files("minga.translate.source_checks").joinpath("words", f"{language}.toml")
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(values) <= KEYS
    for key in values:
        assert not pattern(language, key).fullmatch("qwertyuiop")


@given(
    question=st.text(min_size=1, max_size=200),
    choices=st.lists(st.text(min_size=1, max_size=40), min_size=2, max_size=5),
)
def test_any_text_can_be_checked(question: str, choices: list[str]) -> None:
    for language in ("en", "es", "nah"):
        for finding in source_findings(item(f"q{question}", [f"c{choice}" for choice in choices], language=language)):
            assert explain(finding, "eu")


@given(st.text(alphabet="0123456789+-*/^().,% ", max_size=80))
def test_any_sum_ends(text: str) -> None:
    evaluated(text)
    quantity(text)


@given(st.integers(-999, 999), st.integers(-999, 999), st.integers(1, 99))
def test_sums_are_what_they_are(first: int, second: int, third: int) -> None:
    assert evaluated(f"({first} + {second}) / {third}") == quantity(f"{first + second}/{third}").value  # type: ignore[union-attr]


def test_models_that_are_usually_right_dispute_a_key_and_guessers_do_not() -> None:
    items = [item(f"Question {number}?", answer=number % 4) for number in range(40)]
    wrong = items[7]
    right = {
        one.id: np.where(np.arange(4) == (one.answer if one is not wrong else 0), 0.0, -5.0).tolist() for one in items
    }
    guesses = {
        one.id: np.where(np.arange(4) == (number // 4) % 4, 0.0, -5.0).tolist() for number, one in enumerate(items)
    }
    found = disputed_keys(items, [opinions_from("good", right), opinions_from("guesser", guesses)])
    assert list(found.findings) == [wrong.id]
    assert (found.findings[wrong.id].field, found.findings[wrong.id].source_text) == ("choices[0]", "Moss")
    assert found.skills["good"] > 0.9
    assert found.skills["guesser"] == 0
    assert not disputed_keys(items, [opinions_from("guesser", guesses)]).findings
