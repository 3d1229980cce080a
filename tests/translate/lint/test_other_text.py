"""A translation that belongs to another text."""

from __future__ import annotations

import pytest

from minga.translate.lint import lint
from tests.translate.lint.making import checks, item

SLIPPED = [
    # source, language, the translation of another text
    ("The government can't control you", "es", "Está a punto de producirse una fusión nuclear"),
    ("Dogs bury their bones in the garden", "es", "La lluvia cae sobre los tejados del pueblo"),
    ("You will have trouble sleeping tonight", "ca", "Forma part del Regne Unit des de fa segles"),
    ("Dogs bury their bones in the garden", "gl", "A choiva cae sobre os tellados da vila"),
    ("Dogs bury their bones in the garden", "pt", "A chuva cai sobre os telhados da aldeia"),
    ("Dogs bury their bones in the garden", "eu", "Euria herriko teilatuen gainean erortzen da"),
]
TRANSLATED = [
    ("The government can't control you", "es", "El gobierno no te puede controlar"),
    ("Dogs bury their bones in the garden", "es", "Los perros entierran sus huesos en el jardín"),
    ("Dogs bury their bones in the garden", "ca", "Els gossos enterren els ossos al jardí"),
    ("Dogs bury their bones in the garden", "gl", "Os cans enterran os ósos no xardín"),
    ("Dogs bury their bones in the garden", "pt", "Os cães enterram os ossos no jardim"),
    ("Dogs bury their bones in the garden", "eu", "Txakurrek hezurrak lorategian lurperatzen dituzte"),
]


@pytest.mark.parametrize(("source", "language", "other"), SLIPPED)
def test_a_translation_of_another_text_is_found(source: str, language: str, other: str) -> None:
    assert "other-text" in checks(source, other, language)


@pytest.mark.parametrize(("source", "language", "own"), TRANSLATED)
def test_its_own_translation_is_left_alone(source: str, language: str, own: str) -> None:
    assert "other-text" not in checks(source, own, language)


def test_what_shares_its_words_with_the_rest_of_the_item_has_its_place() -> None:
    source = item("What will you catch?", ("You will catch a nasty cold soon", "A nasty cold is harmless", "Nothing"))
    free = ("Pillarás un buen resfriado enseguida", "Un resfriado es inofensivo", "Nada")
    slipped = ("La capital queda muy lejos", "Un resfriado es inofensivo", "Nada")
    for choices, fields in ((free, set()), (slipped, {"choices[0]"})):
        target = item("¿Qué pillarás?", choices, language="es")
        assert {one.field for one in lint(source, target) if one.check == "other-text"} == fields
