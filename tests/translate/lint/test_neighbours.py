"""Text in a neighbour's language, whole or in part."""

from __future__ import annotations

import pytest

from tests.translate.lint.making import checks

FAULTS = [
    # source, language, in another language
    ("The world was not created", "es", "El món no va ser creat"),
    ("If you touch a chick, its mother leaves it", "es", "Si toques una cria d’ocell, la seva mare l’abandonarà"),
    ("If you touch a chick, its mother leaves it", "es", "Si tocas una cría, la seva mare la deixa sempre"),
    ("The position of the sun decides it", "ca", "La posición del sol durante el nacimiento decide"),
    ("The dog is in the garden and the cat is not", "ca", "El gos és al jardín y los gatos no"),
    ("The house has a garden and it is very big", "gl", "A casa tem um jardim e não é muito grande"),
    ("The dog sleeps in the street", "gl", "El perro duerme en la calle"),
    ("The dog sleeps in the street", "pt", "O can durme na rúa e xa non ten medo"),
    ("The dog sleeps in the street", "pt", "El perro duerme en la calle"),
    ("The dog sleeps in the street", "eu", "El perro duerme en la calle porque no tiene casa"),
]  # fmt: skip
GOOD = [
    ("Barack Obama was born in Kenya", "es", "Barack Obama nació en Kenia"),
    ("They took away the driving licence", "es", "Le retiraron el carnet de conducir"),
    ("If you step on the cracks, nothing happens", "ca", "Si trepitges les esquerdes, no passa res"),
    ("The war of Mexico was long", "ca", "La guerra de Mèxic va ser llarga"),
    ("The space to the left of the environment", "gl", "O espazo á esquerda do ambiente"),
    ("The left margin is wide", "pt", "A margem esquerda é larga"),
    ("The writer’s piñata", "ca", "La piñata de l’escriptor"),
    ("The king of Spain lives in Madrid", "eu", "Espainiako erregea Madrilen bizi da"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "language", "faulty"), FAULTS)
def test_a_neighbours_language_is_found(source: str, language: str, faulty: str) -> None:
    assert "wrong-language" in checks(source, faulty, language)


@pytest.mark.parametrize(("source", "language", "good"), GOOD)
def test_ones_own_language_is_left_alone(source: str, language: str, good: str) -> None:
    assert "wrong-language" not in checks(source, good, language)
