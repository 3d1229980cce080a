"""Parts of a whole, thousands and Roman figures."""

from __future__ import annotations

import pytest

from tests.translate.lint.making import checks

FAULTS = [
    # check, source, language, faulty
    ("lost-number-word", "Half of the people slept", "es", "Un tercio de la gente durmió"),
    ("lost-number-word", "Half of the people slept", "ca", "La gent va dormir"),
    ("lost-number-word", "A third of the people slept", "gl", "A metade da xente durmiu"),
    ("lost-number-word", "A third of the people slept", "eu", "Jendearen erdia lo egin zuen"),
    ("lost-number-word", "Three quarters of the people slept", "pt", "Dois terços das pessoas dormiram"),
    ("lost-number-word", "Louis XV was a king", "es", "Luis XIV fue rey"),
    ("lost-number-word", "Louis XV was a king", "eu", "Luis XIV erregea zen"),
    ("lost-number-word", "Three Germans live here", "es", "Cuatro alemanes viven aquí"),
    ("lost-number-word", "It rains. Three Germans live here", "es", "Llueve. Cuatro alemanes viven aquí"),
    ("lost-number-word", "Twenty-five girls slept", "es", "Durmieron veintisiete niñas"),
    ("lost-number-word", "Thirty-five girls slept", "ca", "Van dormir trenta-set nenes"),
    ("lost-number", "There are 12,000 people", "es", "Hay 12 personas"),
    ("lost-number", "There are 12,000 people", "ca", "Hi ha 12 persones"),
]  # fmt: skip
GOOD = [
    ("Half of the people slept", "es", "La mitad de la gente durmió"),
    ("The attacks of 9/11", "es", "Los ataques del 11-S"),
    ("It has a half-life of days", "ca", "Té una vida mitjana de dies"),
    ("At half past six", "pt", "Às seis e meia"),
    ("A third of the people slept", "gl", "Un terzo da xente durmiu"),
    ("A third of the people slept", "eu", "Jendearen herena lo egin zuen"),
    ("Louis XV was a king", "es", "Luis XV fue rey"),
    ("The third quarter", "es", "El tercer trimestre"),
    ("There are 12,000 people", "es", "Hay 12.000 personas"),
    ("There are 12,000 people", "es", "Hay 12 mil personas"),
    ("It is 12.50 long", "es", "Mide 12,5"),
    ("Five Guys sells burgers", "es", "Five Guys vende hamburguesas"),
    ("Twenty-one girls slept", "es", "Durmieron veintiuna niñas"),
    ("Twenty-five girls slept", "gl", "Durmiron vintecinco nenas"),
    ("Twenty-five girls slept", "pt", "Vinte e cinco meninas dormiram"),
    ("Twenty-five girls slept", "eu", "Hogeita bost neskak lo egin zuten"),
    ("They eat at Five Guys", "es", "Comen en una hamburguesería"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "source", "language", "faulty"), FAULTS)
def test_a_figure_that_became_another_is_found(check: str, source: str, language: str, faulty: str) -> None:
    assert check in checks(source, faulty, language)


@pytest.mark.parametrize(("source", "language", "good"), GOOD)
def test_the_same_figure_in_other_words_is_left_alone(source: str, language: str, good: str) -> None:
    assert {"lost-number", "lost-number-word", "added-number"}.isdisjoint(checks(source, good, language))
