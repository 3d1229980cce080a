from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.curate.contamination.building import build_index
from minga.curate.contamination.item_index import Found, ItemIndex
from minga.curate.contamination.item_texts import ItemText
from minga.external_sort import scratch_folder
from minga.settings import ContaminationSettings

QUESTION = (
    "En los Andes, ¿qué nombre recibe el trabajo colectivo que una comunidad hace para provecho de todos sus miembros?"
)
SHORT = "¿Qué lengua se habla en el Paraguay junto al castellano?"
TINY = "¿Qué es el mate?"


def item(name: str, question: str, answer: str = "", *, root: str = "", context: str = "") -> ItemText:
    return ItemText(name, "saberes", root or name, context, question, answer)


def index(folder: Path, items: Iterable[ItemText], *, size: int = 13, short: int = 6) -> ItemIndex:
    folder.mkdir(parents=True)
    with scratch_folder(folder) as scratch:
        build_index(items, folder, scratch, size=size, short=short)
    return ItemIndex(folder)


def found_in(items: ItemIndex, text: str) -> tuple[str, set[str]] | None:
    found = items.find([text]).get(0)
    if found is None or found.similarity < ContaminationSettings().near:
        return None
    return found.how, {items.names["id"][number].as_py() for number in found.items}


@pytest.fixture(scope="module")
def saberes(tmp_path_factory: pytest.TempPathFactory) -> ItemIndex:
    items = [
        item("long", QUESTION, "minga"),
        item("short", SHORT, "el guaraní"),
        item("tiny", TINY, "una infusión de yerba"),
    ]
    return index(tmp_path_factory.mktemp("items") / "index", items)


@pytest.mark.parametrize(
    "text",
    [
        QUESTION,
        QUESTION.upper(),
        QUESTION.replace(",", " —").replace("¿", "").replace("?", "..."),
        unicodedata.normalize("NFD", QUESTION),
        QUESTION.replace("é", "e").replace(" ", "\n"),
        QUESTION.replace("colectivo", "colec\u00adtivo"),
        f"Pregunta 7. {QUESTION} Respuesta: la minga.",
        " ".join(QUESTION.split()[:15]) + ", y no sé más.",
        "palabra " * 5000 + QUESTION + " palabra" * 5000,
    ],
)
def test_an_item_is_found_however_it_is_written(saberes: ItemIndex, text: str) -> None:
    assert found_in(saberes, text) == ("verbatim", {"long"})


def test_a_short_item_is_found_when_all_of_it_is_there(saberes: ItemIndex) -> None:
    assert found_in(saberes, f"Dime: {SHORT.lower()}") == ("short", {"short"})
    assert found_in(saberes, "¿Qué lengua se habla en el Paraguay?") is None


def test_what_is_too_short_to_say_anything_needs_its_answer(saberes: ItemIndex) -> None:
    assert found_in(saberes, f"{TINY} Una bebida.") is None
    assert found_in(saberes, f"{TINY}\nUna infusión de yerba.") == ("short", {"tiny"})


def test_what_is_too_short_with_its_answer_is_counted(tmp_path: Path) -> None:
    with scratch_folder(tmp_path) as scratch:
        counts = build_index([item("a", TINY, "té"), item("b", SHORT)], tmp_path, scratch, size=13, short=6)
    assert counts == {"items": 2, "too short": 1}


def test_marks_between_thousands_do_not_count(tmp_path: Path) -> None:
    items = index(tmp_path / "i", [item("a", "¿Cuántas personas son 1,250,000 menos 3.500 personas?")])
    assert found_in(items, "Cuántas personas son 1250000 menos 3500 personas") == ("short", {"a"})


@pytest.mark.parametrize("apostrophe", ["'", "’", "ʼ", " "])
def test_apostrophes_are_written_in_many_ways(tmp_path: Path, apostrophe: str) -> None:
    items = index(tmp_path / "i", [item("a", "Quin és l'animal més gran de l'oceà?")])
    assert found_in(items, f"quin és l{apostrophe}animal més gran de l{apostrophe}oceà") == ("short", {"a"})


def test_an_item_in_other_words_is_near_and_another_question_is_not(saberes: ItemIndex) -> None:
    reworded = "¿Qué nombre se da en los Andes al trabajo colectivo que hace una comunidad en provecho de sus miembros?"
    found = saberes.find([reworded, "¿Qué trabajo hace en los Andes quien cuida llamas y alpacas de otros dueños?"])
    assert list(found) == [0]
    assert found[0].how == "near"
    assert 0.55 < found[0].similarity < 1


def test_a_formula_that_items_share_says_nothing_of_any_of_them(tmp_path: Path) -> None:
    formula = "Indique cuál de las siguientes afirmaciones es verdadera en relación con la historia"
    names = ("antigua", "moderna", "reciente")
    items = index(tmp_path / "i", [item(name, f"{formula} {name} de la ciudad") for name in names])
    assert found_in(items, f"{formula} del arte en general") is None
    assert found_in(items, f"{formula} moderna de la ciudad") == ("verbatim", {"moderna"})


def test_versions_of_one_item_make_no_formula(tmp_path: Path) -> None:
    versions = [item(name, QUESTION, root="long") for name in ("long", "es", "es-PE", "es-MX")]
    assert found_in(index(tmp_path / "i", versions), QUESTION) == ("verbatim", {"long", "es", "es-PE", "es-MX"})


def test_a_short_question_of_many_items_says_nothing_either(tmp_path: Path) -> None:
    asked = "¿Cuál de estas afirmaciones es la correcta?"
    assert found_in(index(tmp_path / "i", [item(str(number), asked) for number in range(3)]), asked) is None


def test_nothing_is_found_across_two_texts(saberes: ItemIndex) -> None:
    half = len(QUESTION) // 2
    assert {found.how for found in saberes.find([QUESTION[:half], QUESTION[half:]]).values()} <= {"near"}
    assert saberes.find(["", "¡…!", SHORT]) == {2: Found("short", (1,))}


def test_an_index_without_items_finds_nothing(tmp_path: Path) -> None:
    assert index(tmp_path / "i", []).find([QUESTION]) == {}


def test_the_same_items_make_the_same_bytes(tmp_path: Path) -> None:
    items = [item(str(number), f"{QUESTION} {number}", "minga") for number in range(3000)]
    files = [sorted(path for path in index(tmp_path / name, items).folder.iterdir()) for name in "ab"]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
    assert len(files[0]) > 10


@settings(max_examples=20)
@given(
    said=st.lists(st.sampled_from(["uno", "dos", "tres", "cuatro", "cinco"]), min_size=6, max_size=40), data=st.data()
)
def test_every_text_that_holds_an_item_is_found(
    tmp_path_factory: pytest.TempPathFactory, said: list[str], data: st.DataObject
) -> None:
    before = data.draw(st.lists(st.sampled_from(["seis", "uno"]), max_size=5))
    items = index(tmp_path_factory.mktemp("items") / "i", [item("item", " ".join(said))])
    assert found_in(items, " ".join([*before, *said])) == ("short" if len(said) < 13 else "verbatim", {"item"})
