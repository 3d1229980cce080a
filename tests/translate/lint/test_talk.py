"""What a language model says to its user, and questions about the source's language."""

from __future__ import annotations

import pytest

from tests.translate.lint.making import checks

SOURCE = "What is the capital of Peru?"
TALK = [
    ("es", "**Español:** ¿Cuál es la capital de Perú?"),
    ("es", "El texto traducido es el siguiente: ¿Cuál es la capital de Perú?"),
    ("es", "Por supuesto, estaré encantado de ayudarte. ¿Cuál es la capital de Perú?"),
    ("es", "Pido disculpas, pero no me es posible traducir esto."),
    ("es", "No tengo suficiente contexto para traducir esto. ¿Podrías darme más información?"),
    ("es", "```\n¿Cuál es la capital de Perú?\n```"),
    ("es", "I don't have enough context to translate this. Could you provide more information?"),
    ("es", "Could you please provide the text?"),
    ("es", "¿Cuál es la capital de Perú? [traducción literal]"),
    ("es", "¿Cuál es la capital de Perú? [literally translated]"),
    ("ca", "**Català:** Quina és la capital del Perú?"),
    ("ca", "Demano disculpes, però no em és possible."),
    ("ca", "No tinc prou context per traduir això."),
    ("ca", "Quina és la capital del Perú? [traduït literalment]"),
    ("gl", "**Galego:** Cal é a capital do Perú?"),
    ("gl", "Desculpa, pero non podo traducir iso."),
    ("gl", "O texto traducido é: Cal é a capital do Perú?"),
    ("eu", "Euskara: Zein da Peruko hiriburua?"),
    ("eu", "Barkatu, baina ezin dut hori itzuli."),
    ("eu", "Itzulitako testua: Zein da Peruko hiriburua?"),
    ("pt", "**Português:** Qual é a capital do Peru?"),
    ("pt", "Peço desculpas, mas não consigo traduzir."),
    ("pt", "Não tenho contexto suficiente para traduzir."),
    ("pt", "Claro, ficarei feliz em ajudar. Qual é a capital do Peru?"),
]  # fmt: skip
PLAIN = [
    # source, language, translation
    (SOURCE, "es", "¿Cuál es la capital de Perú?"),
    ("I'm sorry, but I can't", "es", "Lo siento, pero no puedo"),
    ("I am not sure", "es", "No estoy seguro"),
    ("It is impossible", "ca", "No és possible"),
    ("The text is in Spanish", "es", "El texto está en español"),
    ("The question is hard", "pt", "A pergunta é difícil"),
    ("He is not able to fly", "gl", "Non é capaz de voar"),
    ("Could you give me some water?", "es", "¿Podrías traerme agua?"),
    ("It is not possible to fly", "eu", "Ezin da hegan egin"),
    ("The bird flew [up]", "es", "El pájaro voló [hacia arriba]"),
]  # fmt: skip
BOUND = [
    'In the sentence "He ran fast", which word is the adverb?',
    'What does the suffix "-less" mean?',
    "Which of these begins with a silent letter?",
    "Which word is an anagram of listen?",
    "How many vowels are there in banana?",
    'Where does the phrase "the whole nine yards" come from?',
]  # fmt: skip


@pytest.mark.parametrize(("language", "target"), TALK)
def test_a_model_that_speaks_to_its_user_is_found(language: str, target: str) -> None:
    assert "model-talk" in checks(SOURCE, target, language)


@pytest.mark.parametrize(("source", "language", "target"), PLAIN)
def test_a_plain_translation_is_no_talk(source: str, language: str, target: str) -> None:
    assert "model-talk" not in checks(source, target, language)


@pytest.mark.parametrize("source", BOUND)
def test_questions_about_the_language_itself_are_found(source: str) -> None:
    assert "language-bound" in checks(source, "…", "gl")


def test_an_idiom_that_is_mentioned_is_no_idiom_that_is_used() -> None:
    assert "idiom" not in checks('What does "the last straw" mean?', "¿Qué significa «the last straw»?")
    assert "idiom" in checks("It was the last straw for her", "Fue la última pajita para ella")


def test_whether_and_a_reflexive_verb_are_no_doubled_word() -> None:
    assert "doubled-word" not in checks("Whether they are shown", "Indica se se mostran", "gl")
    assert "doubled-word" not in checks("Whether they are shown", "Indica se se mostram", "pt")
