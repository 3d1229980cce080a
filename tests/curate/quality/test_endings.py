from __future__ import annotations

import pytest

from minga.curate.quality.endings import MEASURES, unfinished_rule

from ..examples import example, verdict

[UNFINISHED] = MEASURES


@pytest.mark.parametrize(
    ("answer", "sign"),
    [
        ("La minga reúne a los vecinos, que llegan temprano,", "comma"),
        ("La minga reúne a los vecinos de toda la comu-", "hyphen"),
        ("La minga reúne a los vecinos y a las", "word"),
        ("Para la minga de mañana se necesita lo siguiente:", "colon"),
        ("La minga reúne a los vecinos (como dicen.", "bracket"),
        ("El alcalde dijo ayer: «Vengan todos a la minga.", "bracket"),
        ("La minga reúne a los vecinos que llegan temprano para levantar la casa nueva", "mark"),
        ("Así se escribe:\n```python\nprint(1)", "fence"),
    ],
)
def test_what_breaks_off_is_named_by_its_sign(answer: str, sign: str) -> None:
    assert UNFINISHED.of(example(answer)) == sign


@pytest.mark.parametrize(
    "answer",
    [
        "La minga reúne a los vecinos.",
        "Lima",
        "El invierno de Nueva York es más frío, y nieva más",
        "Se necesita:\n- pala y pico para todos los vecinos\n- pan, queso, papa y mucha chicha para la",
        "Baja el agua por la acequia,\nsuben todos al camino,\ncantan juntas las vecinas\ny se llena el molino,",
        "Así se escribe:\n```python\nprint(1)\n```",
        "Nos vemos mañana por la mañana en la minga 🎉",
        "Y todos dijeron a la vez: «¡Vamos a la minga!»",
        "",
    ],
)
def test_what_is_whole_has_no_sign(answer: str) -> None:
    assert UNFINISHED.of(example(answer)) is None


def test_words_that_end_no_sentence_are_those_of_the_language() -> None:
    assert UNFINISHED.of(example("Herritarrek etxea eraiki zuten igandean eta", language="eu")) == "word"
    assert UNFINISHED.of(example("Herritarrek etxea eraiki zuten igandean eta", language="es")) is None


@pytest.mark.parametrize(
    ("answer", "language"),
    [
        ("De todas las que me enseñaron ayer, elegí una", "es"),
        ("Hi ha cafè amb llet i cafè sense", "ca"),
        ("Només cal remenar la salsa durant trenta segons", "ca"),
        ("De todas as que me ensinaron, só quedou unha", "gl"),
        ("A luz anda trezentos mil quilômetros por segundo", "pt"),
        ("De todos os livros da lista, só comprei um", "pt"),
    ],
)
def test_pronouns_and_nouns_may_end_a_sentence(answer: str, language: str) -> None:
    assert UNFINISHED.of(example(answer, language=language)) is None


def test_only_the_signs_that_are_asked_for_let_a_record_go() -> None:
    given = example("La minga reúne a los vecinos y a las")
    assert verdict(MEASURES, [unfinished_rule(("word", "comma"))], given) == ("unfinished", "word")
    assert verdict(MEASURES, [unfinished_rule(("comma",))], given) is None
