from __future__ import annotations

import pytest

from minga.curate.quality import length, thresholds, translationese
from minga.curate.quality.thresholds import Threshold
from minga.curate.quality.translationese import MEASURES, calque_rule

from ..examples import example, verdict

LOST, ENGLISH, CALQUES = MEASURES


@pytest.mark.parametrize(
    ("answer", "share"),
    [
        ("¿Vienes? ¡Sí!", 0.0),
        ("Vienes? ¡Sí!", 0.5),
        ("Pero ¿qué dices?! Vamos!!", 0.5),
        ("Sabes algo? Nada!", 1.0),
        ("Cinco factorial es 5! y `a != b?` también.", None),
        ("No sé.", None),
    ],
)
def test_questions_and_exclamations_open_in_spanish(answer: str, share: float | None) -> None:
    assert LOST.of(example(answer)) == share
    assert LOST.of(example(answer, language="ca")) is None


def test_english_grammar_is_counted_in_other_languages() -> None:
    mixed = "La casa which was built by the neighbours es de todos"
    assert ENGLISH.of(example(mixed)) == pytest.approx(3 / 11)
    assert ENGLISH.of(example(mixed, language="en")) is None
    assert ENGLISH.of(example(mixed, task="translation")) is None
    assert ENGLISH.of(example("Los Beatles y The Who")) is None
    assert ENGLISH.of(example("Escribe `while the and of this` en la consola de tu ordenador y ya está")) == 0


@pytest.mark.parametrize(
    ("language", "calque", "native"),
    [
        ("es", "eso no hace sentido", "eso no tiene sentido"),
        ("es-MX", "siéntete libre de preguntar", "no dudes en preguntar"),
        ("ca", "tinc que marxar", "he de marxar"),
        ("gl", "sin embargo, chove", "non obstante, chove"),
        ("es", "tomó ventaja de la lluvia", "sacó ventaja con la lluvia"),
        ("es", "no hay tal cosa como un almuerzo gratis", "no hay tal cosa"),
        ("es", "tomó lugar en 1810", "tomó lugar en la mesa"),
        ("ca", "es va donar compte de tot", "se'n va adonar i en va donar compte al jutge"),
        ("ca", "en quant a la pluja", "quant a la pluja, en cau quant pot"),
        ("ca", "per lo general, plou", "en general, plou"),
        ("gl", "agardou hasta o luns", "agardou ata o luns"),
        ("pt", "é preciso endereçar a questão", "endereçar a carta"),
        ("eu", "erabaki bat egin zuen", "erabaki bat hartu zuen"),
        ("pt", "ele realizou que chovia", "isso faz sentido"),
        ("eu", "horrek zentzua egiten du", "horrek badu zentzua"),
    ],
)
def test_calques_are_those_of_the_language(language: str, calque: str, native: str) -> None:
    assert CALQUES.of(example(calque, language=language))
    assert CALQUES.of(example(native, language=language)) == []


def test_calques_let_a_record_go_by_how_many_they_are_in_so_many_words() -> None:
    measures = (*thresholds.MEASURES, *length.MEASURES, *translationese.MEASURES)
    given = example("Eso hace sentido para todos los que estamos aquí.")
    assert verdict(measures, [calque_rule(Threshold(0.2))], given) is None
    assert verdict(measures, [calque_rule(Threshold(0.2, {"es": 0.1}))], given) == ("calques", "hace sentido")
