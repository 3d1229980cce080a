from __future__ import annotations

import pytest

from minga.curate.quality.mojibake import MEASURES, MOJIBAKE

from ..examples import example, verdict


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
@pytest.mark.parametrize("word", ["canción", "niño", "¿Cuándo", "pingüino"])
def test_utf_8_that_was_read_as_something_else_leaves(word: str, encoding: str) -> None:
    answer = f"Aquí se dice {word.encode().decode(encoding)} muchas veces"
    assert verdict(MEASURES, [MOJIBAKE], example(answer)) is not None


def test_the_detail_names_the_characters_and_not_the_word() -> None:
    assert verdict(MEASURES, [MOJIBAKE], example("La canciÃ³n")) == ("mojibake", "Ã³ → ó")
    assert verdict(MEASURES, [MOJIBAKE], example("Vivo en Espa\ufffda")) == ("mojibake", "\ufffd")


def test_a_prompt_counts_too() -> None:
    assert verdict(MEASURES, [MOJIBAKE], example("Una minga.", "¿QuÃ© es una minga?")) is not None


@pytest.mark.parametrize(
    "answer",
    [
        "«¿Él?», dijo —así— «¡Ámbar!», y calló…",
        "São João, coração, português, ações",
        "Ñe'ẽ, mba'éichapa, g̃uahẽ, ỹvy, avañe'ẽ",
        "L'Àngel, col·lecció, aïllar, l'avi Ïu",
        "Si ves «Ã³» en lugar de «ó», el archivo se leyó mal.",
        "Si ves `canciÃ³n`, el archivo se leyó mal.",
        "El carácter \ufffd ocupa el lugar de uno perdido.",
        "Привет, мир: это русский текст.",
        "¡Feliz cumpleaños! 🎉🎂👩‍👩‍👧",
    ],
)
def test_letters_of_languages_and_texts_about_encodings_stay(answer: str) -> None:
    assert verdict(MEASURES, [MOJIBAKE], example(answer)) is None
