from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.curate.variety.spanish_signals import may_signal, signals
from minga.words import normalised, words


def _found(text: str) -> list[str]:
    return [f"{name}:{words}" for name, _, words in signals(normalised(text))]


@pytest.mark.parametrize(("text", "expected"), [
    ("¿Vos querés que vaya?", ["voseo:vos querés"]),
    ("Si tenés tiempo, decime cuándo.", ["voseo:tenés", "voseo:decime"]),
    ("Sos de acá.", ["voseo:sos de"]),
    ("¿Tenéis ya vuestras entradas?", ["vosotros:tenéis", "vosotros:vuestras"]),
    ("Vosotras cantabais mientras ustedes bailaban.", ["vosotros:vosotras", "ustedes:ustedes"]),
    ("Ayer le vi en la plaza.", ["leísmo:le vi"]),
    ("Seleccioná un archivo y guardá los cambios.", ["voseo:seleccioná", "voseo:guardá"]),
    ("Apaga el ordenador y pela las patatas.", ["es-ES:ordenador", "es-ES:patatas"]),
    ("Un computador con paltas.", ["es-CL/es-CO/es-EC:computador", "es-AR/es-BO/es-CL/es-PE/es-PY/es-UY:paltas"]),
    ("El jitomate va en la heladera.", ["es-MX:jitomate", "es-AR/es-PY/es-UY:heladera"]),
])  # fmt: skip
def test_a_sign_is_found_with_its_words(text: str, expected: list[str]) -> None:
    assert _found(text) == expected


@pytest.mark.parametrize("text", [
    "Jamás cumplió dieciséis ni veintiséis años en un país sin mes de más.",
    "Después de dos meses, a través de las redes, el interés del inglés creció.",
    "Le vino bien; les dio las gracias y le pidió que volviera con los demás.",
    "El compás y el anís están detrás del sofá, además del ciprés.",
    "Estás cansada y estarás mejor; verás que vas a dormir.",
    "Vivís y decís lo mismo allá y acá; mamá quizá usará el sofá de Panamá.",
    "Comprará pan, preparará café y mirará la computadora.",
    "Le encontró trabajo a su hermano.",
])  # fmt: skip
def test_common_words_are_no_signs(text: str) -> None:
    assert _found(text) == []


def test_a_very_long_text_is_read_in_a_moment() -> None:
    assert _found("a" * 1_000_000) == []
    assert len(_found("vos " * 50_000)) == 0


PIECES = ["vos", "sos", "un", "muy", "ustedes", "d'ustedes", "vosotros", "vuestra", "tenés", "hacé", "hacéme", "ponéis",
          "jamáis", "le", "les", "vi", "l’vio", "decí", "dieciséis", ",", "."]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES)).map(" ".join).map(normalised))
def test_no_sign_is_passed_over_for_its_words(text: str) -> None:
    assert may_signal(text, words(text)) or not list(signals(text))
