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
        "Espero haberte ayudado.",
        "Espero que le resulte útil.",
        "Si necesitás algo más, avisame.",
        "Si tiene alguna otra consulta, hágamelo saber.",
        "Si tenés cualquier duda, no dudes en preguntar.",
        "¿En qué puedo ayudarte hoy?",
        "¿Hay algo más en lo que pueda ayudarle?",
        "¡Por supuesto! Te dejo una lista.",
        "¡Dale! Acá tenés una lista.",
        "Quedo a su entera disposición.",
        "Espero haver-te ajudat.",
        "Si tens cap dubte, no dubtis a preguntar.",
        "Si us cal res més, feu-m'ho saber.",
        "I tant! Aquí tens una llista.",
        "En què et puc ajudar?",
        "Claro! Aquí tes unha lista.",
        "Se precisas algo máis, avísame.",
        "En que che podo axudar?",
        "Claro! Aqui está uma lista.",
        "Espero ter ajudado!",
        "Se tiveres mais alguma dúvida, não hesites em perguntar.",
        "Em que posso te ajudar hoje?",
        "Fico à disposição.",
        "Zertan lagun diezazuket?",
        "Noski! Hemen duzu zerrenda bat.",
        "Zalantzarik baduzu, ez izan zalantzarik galdetzeko.",
        "Lagungarria izan dela espero dut.",
        "Certainly! Here's a list.",
        "I'm here to help with whatever you need.",
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
    [
        "¡Esa es una pregunta muy interesante! La minga es trabajo común.",
        "¡Excelente pregunta! Es trabajo común.",
        "Aquesta és una pregunta difícil de respondre.",
        "Boa pregunta! É traballo en común.",
        "Ótima pergunta! É trabalho comum.",
        "Galdera ona da: auzolana da.",
        "That's a tricky question! It depends.",
        "La minga es trabajo común. ¿Te gustaría saber más?",
        "És treball en comú. Vols saber-ne més?",
    ],
)
def test_questions_are_praised_at_the_beginning_only_and_more_is_offered_at_the_end(answer: str) -> None:
    assert verdict(MEASURES, [BOILERPLATE], example(answer)) is not None
    assert (
        verdict(MEASURES, [BOILERPLATE], example(f"La maestra dijo {'que ' * 80}: {answer} {'Y así fue. ' * 40}"))
        is None
    )


@pytest.mark.parametrize(
    "answer",
    [
        "La maestra dijo que esa es una buena pregunta.",
        "Espero a mi hermana.",
        "Si tienes tiempo, ven.",
        "Mi última actualización fue en enero.",
        "Hay más ayuda.",
        "Campos como IA o robótica crecen.",
        "Si tienes más harina, añádela.",
        "Claro, aquí hace frío.",
        "Si tienes alguna duda u opinión, no dudes en escribir tus comentarios.",
        "Hemen dago etxea.",
        "Se tiver mais farinha, misture.",
    ],
)
def test_other_sentences_are_not(answer: str) -> None:
    assert verdict(MEASURES, [BOILERPLATE], example(answer)) is None
