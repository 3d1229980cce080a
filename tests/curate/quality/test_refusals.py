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
        "Lo siento mucho, pero no te puedo ayudar con eso.",
        "Lamento no poder ayudarle con su solicitud.",
        "Disculpá, pero no puedo brindarte esa información.",
        "Lamentablemente, no me es posible proporcionarles esos datos.",
        "Lo siento, pero no tengo acceso a información en tiempo real.",
        "No puedo cumplir con tu solicitud.",
        "Eso va en contra de mis directrices.",
        "Soy un asistente virtual creado por OpenAI.",
        "Me llamo SmolLM y he sido entrenado por Hugging Face.",
        "No tengo sentimientos como los humanos.",
        "Como inteligencia artificial, no como ni duermo.",
        "Em sap greu, però no us puc ajudar amb això.",
        "Malauradament, no puc proporcionar-te aquesta informació.",
        "Soc un assistent virtual i no tinc cos.",
        "Vaig ser entrenada per Google.",
        "No tinc opinions personals.",
        "Sinto moito, pero non che podo axudar con iso.",
        "Fun adestrado por OpenAI.",
        "Desculpa, mas não te posso ajudar com isso.",
        "Sinto muito, mas não consigo ajudar com esse pedido.",
        "Infelizmente, não posso fornecer informações pessoais.",
        "Fui treinado pela OpenAI.",
        "Como uma IA, não tenho sentimentos.",
        "Sentitzen dut, baina ezin dut eskaera hori bete.",
        "Barkatu, ezin dizut informazio hori eman.",
        "Adimen artifizial bat naiz, eta ez dut gorputzik.",
        "As an AI language model, I don't have personal opinions.",
        "I'm a helpful AI assistant named SmolLM.",
        "I'm not equipped to give legal advice.",
        "I can't answer that question.",
        "I do not have access to real-time information.",
        "As a conversational AI, I strive to be accurate.",
        "Com a model lingüístic d'IA, no tinc creences.",
        "No tinc accés a dades en temps real.",
        "No soc metgessa i no puc donar consells mèdics.",
        "Como asistente lingüística, no tengo preferencias.",
        "Não posso dar conselhos médicos.",
        "Non teño acceso a información en tempo real.",
        "I'm sorry, but I can't assist with that request.",
    ],
)
def test_refusals_and_boilerplate_leave(answer: str) -> None:
    found = verdict(MEASURES, [REFUSAL], example(answer))
    assert found is not None
    assert found[0] == "refusal"


@pytest.mark.parametrize("answer", ["Son só un modelo de linguaxe.", "Ola! Son Gemini, un modelo creado por Google."])
def test_in_galician_son_is_the_first_person(answer: str) -> None:
    assert verdict(MEASURES, [REFUSAL], example(answer, language="gl")) is not None
    assert verdict(MEASURES, [REFUSAL], example(answer.partition("creado")[0], language="es")) is None


@pytest.mark.parametrize(
    "answer",
    [
        "Los impresionistas más conocidos son Claude Monet y Edgar Degas.",
        "Los modelos más usados son GPT-4, Claude y Llama.",
        "Los camélidos de los Andes son llama, alpaca, vicuña y guanaco.",
        "Los antivirus son un programa informático que protege el equipo.",
        "Las redes neuronales son un modelo de IA.",
        "Soy Claude Monet, pintor.",
        "Sóc el mistral que baixa per la vall.",
        "Estimada Marta: Lamentablemente no podré asistir a la reunión.",
        "Lo siento mucho, pero no puedo asistir a tu boda.",
        "Por desgracia no puedo recomendar este hotel.",
        "Lamento no poder ofrecerle una habitación con vistas.",
        "Lo siento, no puedo completar el pedido hasta el lunes.",
        "Lo siento, no puedo hacerlo.",
        "Ho sento molt, no podré assistir a la reunió.",
        "Infelizmente não posso assistir à aula.",
        "Infelizmente não consigo acessar a minha conta.",
        "Infelizmente, não posso criticar uma obra que não li.",
        "Desculpa, non podo dar a clase mañá.",
        "Unfortunately, I can't give a talk that day.",
        "Barkatu, ezin dut gaur etxeko lana egin.",
        "Tecnologias como inteligência artificial não substituem os professores.",
        "Áreas como inteligencia artificial no existían entonces.",
        "No puedo ayudar más que con lo que sé: la carapulcra se hace con papa seca.",
        "Lo siento, no puedo ir a la fiesta: así puede empezar la carta, y luego se dan las gracias.",
        "Un modelo de lenguaje predice la palabra que sigue.",
        "La inteligencia artificial se estudia en muchas universidades.",
        "El poema dice: «" + "palabra " * 40 + "» y al final: como modelo de lenguaje, no sé llorar.",
        "Ho sento molt, va dir la padrina, i va tornar a la cuina.",
        "Sou de casa, doncs passeu.",
        "Los chatbots son una IA que conversa.",
        "Campos como IA, robótica y biología avanzan juntos.",
        "Trabajé como asistente virtual, y antes en una panadería.",
        "Como modelo lingüístico se estudió durante años el latín.",
        "No tengo acceso a la casa de mi vecina.",
        "Soy asistente virtual con cinco años de experiencia, y les escribo por la vacante.",
        "No puedo ayudarte con tu mudanza el sábado, pero el domingo sí.",
        "Disculpe, no puedo ir mañana a la reunión.",
        "Barkatu, ezin naiz etorri.",
        "Sentitzen dut, ezin izan dut lo egin.",
        "Não posso ajudar a minha irmã hoje.",
        "Desculpa, não posso ir contigo.",
        "Em sap greu, no puc venir demà.",
        "Sinto moito non poder ir á voda.",
        "Unfortunately, I can't come on Sunday.",
    ],
)
def test_what_only_sounds_like_it_stays(answer: str) -> None:
    assert verdict(MEASURES, [REFUSAL], example(answer)) is None
