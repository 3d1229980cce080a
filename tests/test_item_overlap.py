from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.item_overlap import ItemOverlap

QUESTION = (
    "En los Andes, ¿qué nombre recibe el trabajo colectivo que una comunidad hace para provecho de todos sus miembros?"
)
SHORT = "¿Qué lengua se habla en el Paraguay junto al castellano?"


def overlap() -> ItemOverlap:
    return ItemOverlap([("long", QUESTION), ("short", SHORT), ("tiny", "¿Qué es el mate?")])


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        QUESTION.upper(),
        QUESTION.replace(",", " —").replace("¿", "").replace("?", "..."),
        f"Pregunta 7. {QUESTION} Respuesta: la minga.",
        " ".join(QUESTION.split()[:15]) + ", y no sé más.",
    ],
)
def test_an_item_is_found_however_it_is_written(text: str) -> None:
    assert overlap().found_in(text) == {"long"}


def test_a_short_item_is_found_when_all_of_it_is_there() -> None:
    assert overlap().found_in(f"Dime: {SHORT.lower()}") == {"short"}
    assert overlap().found_in("¿Qué lengua se habla en el Paraguay junto al guaraní?") == set()


def test_what_is_too_short_to_say_anything_is_counted_and_not_looked_for() -> None:
    assert (overlap().items, overlap().too_short) == (2, 1)
    assert overlap().found_in("¿Qué es el mate?") == set()


def test_a_paraphrase_is_not_a_copy() -> None:
    assert overlap().found_in("¿Cómo se llama en los Andes el trabajo que hace una comunidad para todos?") == set()


def test_a_formula_that_items_share_says_nothing_of_any_of_them() -> None:
    formula = "Indique cuál de las siguientes afirmaciones es verdadera en relación con la historia"
    items = ItemOverlap([(name, f"{formula} {name} de la ciudad") for name in ("antigua", "moderna", "reciente")])
    assert items.found_in(f"{formula} del arte en general") == set()
    assert items.found_in(f"{formula} moderna de la ciudad") == {"moderna"}


@given(st.lists(st.sampled_from(["uno", "dos", "tres", "cuatro", "cinco"]), min_size=6, max_size=40), st.data())
def test_every_text_that_holds_an_item_is_found(said: list[str], data: st.DataObject) -> None:
    before = data.draw(st.lists(st.sampled_from(["seis", "uno"]), max_size=5))
    assert ItemOverlap([("item", " ".join(said))]).found_in(" ".join([*before, *said])) == {"item"}
