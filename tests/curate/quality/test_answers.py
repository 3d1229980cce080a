from __future__ import annotations

import pytest

from minga.curate.example import Example
from minga.curate.quality.answers import EMPTY_ANSWER, MEASURES, REPEATED_PROMPT

from ..examples import example, verdict


def empty_answer(given: Example) -> tuple[str, str] | None:
    return verdict(MEASURES, [EMPTY_ANSWER], given)


def answer_repeats_prompt(given: Example) -> tuple[str, str] | None:
    return verdict(MEASURES, [REPEATED_PROMPT], given)


@pytest.mark.parametrize("answer", ["…", "---", "¿?", "**  **"])
def test_an_answer_without_a_word_is_empty(answer: str) -> None:
    assert empty_answer(example(answer)) == ("empty-answer", answer)


@pytest.mark.parametrize("answer", ["42", "Sí.", "ñ"])
def test_one_word_is_an_answer(answer: str) -> None:
    assert empty_answer(example(answer)) is None


@pytest.mark.parametrize("added", ["", ".", "!!", ": claro, vamos allá"])
def test_an_answer_that_is_the_prompt_again_leaves(added: str) -> None:
    answer = f"EXPLICA la fotosíntesis{added}"
    assert answer_repeats_prompt(example(answer, "Explica la fotosíntesis")) == ("answer-repeats-prompt", "")


def test_an_answer_may_take_the_question_up() -> None:
    answer = "Explica la fotosíntesis quien sabe que las plantas hacen azúcar con luz."
    assert answer_repeats_prompt(example(answer, "Explica la fotosíntesis")) is None
    assert answer_repeats_prompt(example("El sol sale por el este.", "Traduce: el sol sale por el este.")) is None
    assert answer_repeats_prompt(example("Cualquier cosa", "¿?")) is None


def test_only_the_last_prompt_counts() -> None:
    turns = [("user", "Di hola"), ("assistant", "Hola"), ("user", "Otra vez"), ("assistant", "Di hola")]
    messages = [{"role": role, "content": content} for role, content in turns]
    assert answer_repeats_prompt(Example(messages, "es")) is None
