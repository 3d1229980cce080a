from __future__ import annotations

import pytest

from minga.curate.quality.placeholders import MEASURES, PLACEHOLDER

from ..examples import example, verdict


@pytest.mark.parametrize(
    "answer",
    [
        "TODO",
        "TODO: escribir la respuesta",
        "[insertar aquí]",
        "[Insertar respuesta aquí]",
        "N/A",
        "Respuesta:",
        "**Resposta**",
        "[Escriu aquí la teva resposta]",
        "Escreva aqui a sua resposta.",
        "Idatzi hemen zure erantzuna",
        "<insert your answer here>",
        "Estimado [tu nombre]:",
        "Escribí acá tu respuesta",
        "[Insertá tu respuesta acá]",
        "No escau.",
        "Digite sua resposta aqui",
        "Bete gabe",
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore.",
    ],
)
def test_what_holds_the_place_of_an_answer_leaves(answer: str) -> None:
    found = verdict(MEASURES, [PLACEHOLDER], example(answer))
    assert found is not None
    assert found[0] == "placeholder"


@pytest.mark.parametrize(
    "answer",
    [
        "Todo",
        "Todo lo que sé de la minga lo aprendí de mi abuela.",
        "La respuesta es 42.",
        "Estimado [tu nombre]: te invito a la minga del domingo, desde las ocho.",
        "[1] García, Historia de la minga.",
        "SELECT [Nombre] FROM Clientes",
        "[Fecha: 12 de mayo de 2021]",
        "[Empresa: Telefónica] [Cargo: director]",
        "[nombre, apellido, edad]",
        "[Ciudad de México, 2 de mayo de 2020]",
        "[City of God]",
        "Véase [Nombre](https://example.org/nombre)",
        "Pendiente",
    ],
)
def test_answers_that_resemble_it_stay(answer: str) -> None:
    assert verdict(MEASURES, [PLACEHOLDER], example(answer)) is None


def test_who_asks_for_lorem_ipsum_gets_it() -> None:
    given = example("Lorem ipsum dolor sit amet, consectetur.", "Escribe un lorem ipsum.")
    assert verdict(MEASURES, [PLACEHOLDER], given) is None


def test_a_slot_in_a_letter_is_a_column() -> None:
    [_, slot] = MEASURES
    assert slot.of(example("Estimado [tu nombre]: te invito a la minga del domingo.")) == "[tu …"
    assert slot.of(example("Estimada [Nombre de la destinataria]:")) == "[Nombre …"
    assert slot.of(example("Benvolguda [Nom],")) == "[Nom] …"
    for text in ("Lista `[tu_indice]` y ya", "En línea [fecha de consulta: 12 de junio de 2021]"):
        assert slot.of(example(text)) is None
