from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.generate.judging import Unusable, grounded_share, judged_question, judged_text, key_sentence
from minga.generate.passages import Passage
from minga.generate.prompts import load_prompts
from minga.llm import Answer

ES, CA, EN = load_prompts("es"), load_prompts("ca"), load_prompts("en")
SENTENCE = "El chuño es papa secada por el frío de la puna."


def passage(*statements: str, heading: str = "") -> Passage:
    return Passage(document="d.md", number=1, heading=heading, text=" ".join(statements), statements=statements)


CHUNO = passage(SENTENCE, "Se guarda durante años sin malograrse.")


def question(text: str) -> str:
    return judged_question(Answer(text), SENTENCE, CHUNO, ES)


def reason(text: str) -> str:
    with pytest.raises(Unusable) as caught:
        question(text)
    return caught.value.reason


@pytest.mark.parametrize(
    "text",
    [
        "¿Qué es el chuño?",
        "Qué es el chuño?",
        "Pregunta: ¿Qué es el chuño?",
        "«¿Qué es el chuño?»",
        '"¿Qué es el chuño?"',
        "¿Qué es el chuño? Es papa seca. ¿Y la tunta?",
        "¿Qué es el chuño?\n¿Qué es la tunta?",
        "<|im_start|>¿Qué es el chuño?<|im_end|>",
        "Claro. ¿Qué es el chuño?",
    ],
)
def test_a_question_is_put_right(text: str) -> None:
    assert question(text) == "¿Qué es el chuño?"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty-answer"),
        ("«…»", "empty-answer"),
        ("El chuño es papa secada por el frío.", "not-a-question"),
        ("¿Chuño?", "not-a-question"),
        ("¿El chuño es papa secada por el frío?", "not-a-question"),
        ("¿Qué es la marinera?", "not-grounded"),
        ("¿Cuándo se fue de ahí?", "not-grounded"),
    ],
)
def test_what_is_no_question_about_the_passage_is_left_with_its_reason(text: str, why: str) -> None:
    assert reason(text) == why


def test_a_text_that_was_cut_off_ends_with_its_last_whole_sentence() -> None:
    answer = Answer("Resumen: El chuño es papa secada por el frío. Se guarda dura", "length")
    assert judged_text(answer, CHUNO, ES) == "El chuño es papa secada por el frío."


def test_a_text_that_was_cut_off_in_its_first_sentence_is_of_no_use() -> None:
    with pytest.raises(Unusable) as caught:
        judged_text(Answer("El chuño es papa secada por el", "length"), CHUNO, ES)
    assert caught.value.reason == "cut-short"


def test_a_text_that_ended_by_itself_needs_no_full_stop() -> None:
    assert judged_text(Answer("papa secada por el frío"), CHUNO, ES) == "papa secada por el frío"


def test_a_text_about_something_else_is_not_grounded() -> None:
    with pytest.raises(Unusable) as caught:
        judged_text(Answer("Los delfines viven en manadas y saltan fuera del agua."), CHUNO, ES)
    assert caught.value.reason == "not-grounded"


def test_words_of_the_heading_count_as_the_passages() -> None:
    headed = passage("Se guarda durante años sin malograrse.", heading="La moraya")
    assert judged_question(Answer("¿Cómo se guarda la moraya?"), "x", headed, ES) == "¿Cómo se guarda la moraya?"


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("Els CASTELLS són humans", 1.0),
        ("castellers", 1.0),
        ("trens i avions", 0.0),
        ("torres i avions", 0.5),
        ("", 0.0),
    ],
)
def test_case_accents_and_endings_do_not_count_for_grounding(text: str, share: float) -> None:
    assert grounded_share(text, "Els càstells són torres humanes molt altes") == pytest.approx(share, abs=0.01)


@given(st.text(), st.text())
def test_the_share_is_a_share(text: str, other: str) -> None:
    assert 0 <= grounded_share(text, other) <= 1


def test_the_sentence_that_is_asked_about_stands_on_its_own() -> None:
    chosen = key_sentence(
        passage(
            "Cebar no es fácil.",  # short
            "Después se tapa con la mano y se sacude el mate.",  # leans on what came before
            "¿Y por qué se tapa con la mano antes de cebar?",  # asks
            "CONSEJO La yerba no se tira a la basura",  # a title
            "La yerba se vuelca hacia un costado del mate.",
        ),
        ES,
    )
    assert chosen == "La yerba se vuelca hacia un costado del mate."


def test_where_no_sentence_stands_on_its_own_the_first_of_the_right_length_is_asked_about() -> None:
    assert key_sentence(passage("Això va passar a Valls fa molts anys."), CA) == "Això va passar a Valls fa molts anys."
    assert key_sentence(passage("Short one.", "A bit longer."), EN) == "A bit longer."
    assert key_sentence(passage(), ES) == ""
