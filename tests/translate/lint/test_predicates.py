"""Adjectives in the choices, held against the subject at the end of the stem and against each other."""

from __future__ import annotations

import pytest

from minga.translate.lint import lint
from tests.translate.lint.making import item

WINDOWS = ("The windows of the house are", ["yellow", "small", "broken"])
FAULTS = [
    # language, stem, choices, the choices that do not agree
    ("es", "Las ventanas de la casa son", ["amarillas", "pequeños", "rotas"], [1]),
    ("es", "Las ventanas de la casa son:", ["amarillo", "pequeño", "roto"], [0, 1, 2]),
    ("ca", "Les finestres de la casa són", ["grogues", "petit", "trencades"], [1]),
    ("gl", "As ventás da casa son", ["amarelas", "pequenas", "roto"], [2]),
    ("eu", "Etxeko leihoak honelakoak dira:", ["horiak", "txikia", "apurtuak"], [1]),
    ("pt", "As janelas da casa são ____.", ["amarelas", "pequenas", "quebrados"], [2]),
]  # fmt: skip
GOOD = [
    ("es", "Las ventanas de la casa son", ["amarillas", "grandes", "rotas"]),
    ("ca", "Les finestres de la casa són", ["grogues", "petites", "trencades"]),
    ("gl", "As ventás da casa son", ["amarelas", "pequenas", "rotas"]),
    ("eu", "Etxeko leihoak honelakoak dira:", ["horiak", "txikiak", "apurtuak"]),
    ("pt", "As janelas da casa são", ["amarelas", "pequenas", "quebradas"]),
]  # fmt: skip


def disagreeing(stem: tuple[str, str], ours: list[str], theirs: list[str], language: str) -> list[str]:
    found = lint(item(stem[0], ours), item(stem[1], theirs, language=language))
    return [finding.field for finding in found if finding.check == "stem-disagrees"]


@pytest.mark.parametrize(("language", "stem", "choices", "wrong"), FAULTS)
def test_adjectives_that_do_not_agree_with_the_subject_are_found(
    language: str, stem: str, choices: list[str], wrong: list[int]
) -> None:
    found = disagreeing((WINDOWS[0], stem), WINDOWS[1], choices, language)
    assert sorted(found) == [f"choices[{place}]" for place in wrong]


@pytest.mark.parametrize(("language", "stem", "choices"), GOOD)
def test_adjectives_that_agree_are_left_alone(language: str, stem: str, choices: list[str]) -> None:
    assert disagreeing((WINDOWS[0], stem), WINDOWS[1], choices, language) == []


def test_without_a_subject_one_adjective_that_is_unlike_the_others_is_found() -> None:
    stem, ours = ("What is she like?", "¿Cómo es?"), ["tired", "broken", "slow", "rich"]
    assert disagreeing(stem, ours, ["cansada", "rota", "lento", "rica"], "es") == ["choices[2]"]
    assert disagreeing(stem, ours, ["cansada", "rota", "lenta", "feliz"], "es") == []


def test_nouns_need_not_agree() -> None:
    stem = ("The drink is", "La bebida es")
    assert disagreeing(stem, ["wine", "water", "juice"], ["vino", "agua", "zumo"], "es") == []
