from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from minga.leaderboard import leaderboard
from minga.tables import Artifact
from tests.leaderboard.boards import PROJECT, SETTINGS, evaluation, made_board, right_answers, task, workspace

NASTY = '<script>alert("1")</script> | **b** & co'


class Document(HTMLParser):
    """Tags, addresses and text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def board(folder: Path) -> Artifact:
    return made_board(workspace(folder), NASTY)


def read(artifact: Artifact, page: str = "index.html") -> str:
    return (artifact.path / page).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    return board(tmp_path_factory.mktemp("board"))


def pages(artifact: Artifact) -> list[str]:
    return [entry.path for entry in artifact.manifest.files if entry.path.endswith(".html")]


def test_there_is_a_page_for_every_ranking_model_task_and_pair(spanish: Artifact) -> None:
    names = {"andes_mmlu_es", "andes_mmlu_en", "andes_truthfulqa_es", "andes_saberes_es"}
    assert set(pages(spanish)) == {
        "index.html", "by/es.html", "by/en.html", "tasks.html", "compare.html", "charts.html", "reading.html",
        "data.html", "models/a.html", "models/b.html", "models/c.html", "pairs/a--b.html", "pairs/a--c.html",
        "pairs/b--c.html", *(f"tasks/{name}.html" for name in names), *(f"items/{name}.html" for name in names),
    }  # fmt: skip


def test_every_link_leads_to_a_file_and_a_place_in_it(spanish: Artifact) -> None:
    for page in pages(spanish):
        folder = (spanish.path / page).parent
        for name, value in Document(read(spanish, page)).attributes:
            if name in {"href", "src", "action"} and value and not value.startswith(("https://", "data:")):
                path, place = urldefrag(value)
                target = (folder / path).resolve() if path else spanish.path / page
                assert target.is_file(), (page, value)
                if place:
                    assert f'id="{unquote(place)}"' in target.read_text(encoding="utf-8"), (page, value)


def test_the_pages_need_nothing_from_elsewhere(spanish: Artifact) -> None:
    for page in pages(spanish):
        document = Document(read(spanish, page))
        assert not {"iframe", "object", "img", "style"} & set(document.tags)
        assert not any(name.startswith("on") or name == "style" for name, _ in document.attributes), page
        assert document.tags.count("script") == 1
        assert document.tags.count("h1") == 1
    css = read(spanish, "leaderboard.css")
    assert "url(" not in css
    assert "@import" not in css


def test_the_script_is_small(spanish: Artifact) -> None:
    assert (spanish.path / "leaderboard.js").stat().st_size < 10_000


def test_names_and_questions_from_outside_are_text(spanish: Artifact) -> None:
    for page in pages(spanish):
        assert NASTY not in read(spanish, page)
    assert NASTY in Document(read(spanish)).text
    assert NASTY in Document(read(spanish, "items/andes_mmlu_es.html")).text
    assert NASTY not in read(spanish, "plots/andes_mmlu_es.svg")


def test_holes_are_shown_with_their_reason_and_without_an_average(spanish: Artifact) -> None:
    for page in ("models/b.html", "tasks/andes_truthfulqa_es.html"):
        assert "La evaluación falló: out of memory" in Document(read(spanish, page)).text
    text = Document(read(spanish)).text
    ranking = text[text.index("Puesto") :]
    assert "falta 1 tarea" in ranking
    assert ranking.index("Modelo A") < ranking.index("script") < ranking.index("Modelo B")
    assert "— Modelo B" in ranking


def test_how_much_people_validated_is_said_for_every_task(spanish: Artifact) -> None:
    said = {
        "andes_mmlu_en": "Preguntas originales, sin traducir.",
        "andes_truthfulqa_es": "Traducción automática sin validar.",
        "andes_mmlu_es": "Traducción validada por 1 persona.",
        "andes_saberes_es": "Traducción validada al 50 % por 2 personas; el resto es traducción automática.",
    }
    for name, words in said.items():
        assert words in Document(read(spanish, f"tasks/{name}.html")).text
        assert words in Document(read(spanish, "data.html")).text
    assert "Validación Rosa, anónimo" in Document(read(spanish, "tasks/andes_saberes_es.html")).text


def test_reviews_by_simulated_people_alone_validate_nothing(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    only = task(space, "t", validators=["Persona de prueba 1 (simulada)", "Persona de prueba 2 (simulada)"])
    made = leaderboard([evaluation(space, "a", only, right_answers(0.5))], [only], {}, SETTINGS, PROJECT, space)
    assert "ninguna persona la ha validado" in Document(read(made, "tasks/t.html")).text
    assert "validada por" not in Document(read(made, "tasks/t.html")).text
    assert "no cuentan como validación" in Document(read(made)).text


def test_the_works_that_questions_come_from_are_cited_once(spanish: Artifact) -> None:
    text = Document(read(spanish, "data.html")).text
    assert text.count("Measuring Massive Multitask Language Understanding. 2021") == 1
    assert "Rosa Mamani, Equip de Prova. Saberes de los Andes." in text
    bibtex = read(spanish, "citations.bib")
    assert bibtex.count("@") == 2
    assert "author = {{Rosa Mamani} and {Equip de Prova}}" in bibtex


def test_private_questions_are_not_shown(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    hidden = task(space, "t", private=True)
    done = evaluation(space, "a", hidden, right_answers(0.5), asked=["¿Secreta?"] * 40)
    made = leaderboard([done], [hidden], {}, SETTINGS, PROJECT, space)
    assert "items/t.html" not in pages(made)
    assert "Las preguntas son privadas" in Document(read(made, "tasks/t.html")).text
    assert not any(b"Secreta" in path.read_bytes() or b"item-3" in path.read_bytes() for path in made.files)


def test_questions_without_a_known_licence_do_not_go_out_with_the_files(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    unknown = task(space, "t", licence="NOASSERTION")
    done = evaluation(space, "a", unknown, right_answers(0.5), asked=["¿De quién?"] * 40)
    made = leaderboard([done], [unknown], {}, SETTINGS, PROJECT, space)
    assert "se desconoce su licencia" in Document(read(made, "tasks/t.html")).text
    assert not any("¿De quién?".encode() in path.read_bytes() for path in made.files)
