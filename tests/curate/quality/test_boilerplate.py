from __future__ import annotations

import pytest

from minga.curate.quality.boilerplate import BOILERPLATE, MEASURES

from ..examples import example, verdict


@pytest.mark.parametrize(
    "phrase",
    [
        "¡Espero que esto te ayude!",
        "Si tienes más preguntas, no dudes en decírmelo.",
        "Según mi última actualización, hay ocho.",
        "Como IA, carezco de cuerpo.",
        "¡Claro! Aquí tienes una lista.",
        "Espero que això t'ajudi.",
        "Si tens més preguntes, no dubtis a dir-m'ho.",
        "Segundo a miña última actualización, hai oito.",
        "Espero que isto che axude.",
        "Se tiver mais dúvidas, não hesite em perguntar.",
        "De acordo com a minha última atualização, há oito.",
        "Espero dut hau lagungarri izatea.",
        "I hope this helps!",
    ],
)
def test_an_assistants_phrases_are_found_at_both_ends(phrase: str) -> None:
    long = "La minga reúne a los vecinos de la comunidad. " * 20
    for answer in (f"{phrase} {long}", f"{long}{phrase}"):
        found = verdict(MEASURES, [BOILERPLATE], example(answer))
        assert found is not None
        assert found[0] == "boilerplate"
    assert verdict(MEASURES, [BOILERPLATE], example(f"{long}{phrase} {long}")) is None


@pytest.mark.parametrize(
    "answer",
    ["Espero a mi hermana.", "Si tienes tiempo, ven.", "Mi última actualización fue en enero.", "Hay más ayuda."],
)
def test_other_sentences_are_not(answer: str) -> None:
    assert verdict(MEASURES, [BOILERPLATE], example(answer)) is None
