from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.generate.sentences import sentences, whole_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("El mate se comparte. Ceba una sola persona. ¿Quién?", 3),
        ("Nació en EE. UU. y vive en Lima.", 1),
        ("Lo dijo la Dra. Quispe, p. ej. en la pág. 3.", 1),
        ("Mide 3.500 m. s. n. m. según J. Basadre.", 1),
        ("«¿Vienes?» Dijo que sí.", 2),
        ("Llegó el s. XVIII. Van néixer a Valls.", 2),
        ("Cuesta 12 pesos… Nadie compra.", 2),
        ("¡Vení! ¡Apurate!", 2),
        ("Sin punto final", 1),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_says(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text(alphabet='aÁ .!?¿…»«"1\n'))
def test_no_word_is_lost(text: str) -> None:
    assert " ".join(sentences(text)).split() == text.split()


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("El chuño es papa seca. Se guarda du", "El chuño es papa seca."),
        ("Dijo: «ya voy». Y no", "Dijo: «ya voy»."),
        ("Nunca termina", ""),
        ("Mide 3.5 metros", ""),
    ],
)
def test_what_was_cut_off_goes(text: str, whole: str) -> None:
    assert whole_sentences(text) == whole
