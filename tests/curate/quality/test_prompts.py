from __future__ import annotations

import pytest

from minga.curate.quality.prompts import MEASURES, PROMPT_WITHOUT_TASK

from ..examples import example, verdict


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("Explica la fotosíntesis", "es"),
        ("¿Una minga?", "es"),
        ("cuándo es la minga", "es-PE"),
        ("Fes un resum del text", "ca"),
        ("Escribe un poema", "gl"),
        ("Decime una receta con choclo", "es-AR"),
        ("Cuéntame un chiste", "es"),
        ("Ensenya'm a fer allioli", "ca"),
        ("Me fale da minga", "pt-BR"),
        ("Faça uma lista", "pt-BR"),
        ("Idatzi olerki bat", "eu"),
        ("Write a poem", "en"),
        ("La casa", "gn"),
    ],
)
def test_a_question_or_a_task_stays(prompt: str, language: str) -> None:
    assert verdict(MEASURES, [PROMPT_WITHOUT_TASK], example("Bueno.", prompt, language)) is None


@pytest.mark.parametrize("prompt", ["La casa blanca", "Una tarde lluviosa en el mercado", "…"])
def test_a_prompt_that_asks_for_nothing_leaves_where_it_is_wanted(prompt: str) -> None:
    assert verdict(MEASURES, [PROMPT_WITHOUT_TASK], example("Bueno.", prompt)) == ("prompt-without-task", "")
