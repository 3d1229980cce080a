from __future__ import annotations

import pytest

from minga.curate.quality.refusals import MEASURES, REFUSAL

from ..examples import example, verdict


@pytest.mark.parametrize(
    "answer",
    [
        "Lo siento, pero no puedo ayudarte con eso.",
        "Como modelo de lenguaje, no tengo opiniones propias.",
        "Soy una inteligencia artificial y no puedo probar la comida.",
        "¡Hola! Soy un modelo de lenguaje entrenado con muchos textos.",
        "Ho sento, però no puc ajudar-te amb aquesta petició.",
        "Com a model de llenguatge, no tinc sentiments.",
        "Síntoo, pero non podo axudarche con iso.",
        "Como intelixencia artificial, non teño corpo.",
        "Desculpe, mas não posso fornecer essa informação.",
        "Sou apenas um modelo de linguagem.",
        "Barkatu, baina ezin dizut horretan lagundu.",
        "Hizkuntza-eredua naiz, eta ez dut iritzirik.",
        "As an AI language model, I don't have personal opinions.",
        "I'm sorry, but I can't assist with that request.",
    ],
)
def test_refusals_and_boilerplate_leave(answer: str) -> None:
    found = verdict(MEASURES, [REFUSAL], example(answer))
    assert found is not None
    assert found[0] == "refusal"


@pytest.mark.parametrize(
    "answer",
    [
        "No puedo ayudar más que con lo que sé: la carapulcra se hace con papa seca.",
        "Lo siento, no puedo ir a la fiesta: así puede empezar la carta, y luego se dan las gracias.",
        "Un modelo de lenguaje predice la palabra que sigue.",
        "La inteligencia artificial se estudia en muchas universidades.",
        "El poema dice: «" + "palabra " * 40 + "» y al final: como modelo de lenguaje, no sé llorar.",
        "Ho sento molt, va dir la padrina, i va tornar a la cuina.",
        "Sou de casa, doncs passeu.",
    ],
)
def test_what_only_sounds_like_it_stays(answer: str) -> None:
    assert verdict(MEASURES, [REFUSAL], example(answer)) is None
