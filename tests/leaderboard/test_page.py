from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from minga.leaderboard import Gap, leaderboard
from minga.leaderboard.texts import LOCALES
from minga.tables import Artifact
from tests.leaderboard.boards import PROJECT, SETTINGS, evaluation, right_answers, task, workspace

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
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


def board(folder: Path, **project: Any) -> Artifact:
    """Three models in two languages; one hole, one task that nobody validated."""
    space = workspace(folder)
    tasks = [
        task(space, "andes_mmlu_es"),
        task(space, "andes_mmlu_en", language="en", origin="native", validators=[], validated=0),
        task(space, "andes_truthfulqa_es", benchmark="truthfulqa", validated=0, validators=[], random=0.0),
        task(space, "andes_saberes_es", benchmark="saberes", validated=0.5, validators=["Rosa", "anonymous"]),
    ]
    evaluations = [
        evaluation(space, model, each, right_answers(share, seed=seed), name=name, parameters=134_515_008)
        for model, name, share in (("a", "Modelo A", 0.9), ("b", "Modelo B", 0.35), ("c", NASTY, 0.3))
        for seed, each in enumerate(tasks)
        if (model, each.name) != ("b", "tasks/andes_truthfulqa_es")
    ]
    gaps = {("b", "andes_truthfulqa_es"): Gap(reason="failed", detail="out of memory")}
    settings = PROJECT.model_copy(update=project)
    return leaderboard(evaluations, tasks, gaps, SETTINGS, settings, space)


def read(artifact: Artifact) -> str:
    return (artifact.path / "index.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def spanish(tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    return board(tmp_path_factory.mktemp("board"))


def test_the_page_needs_nothing_from_elsewhere_and_no_script(spanish: Artifact) -> None:
    document = Document(read(spanish))
    assert not {"script", "iframe", "object", "img"} & set(document.tags)
    links = [value or "" for name, value in document.attributes if name in {"href", "src"}]
    assert all(link.startswith("#") or (spanish.path / link).is_file() for link in links)
    assert not any(name.startswith("on") or name == "style" for name, _ in document.attributes)
    css = (spanish.path / "leaderboard.css").read_text(encoding="utf-8")
    assert "url(" not in css
    assert "@import" not in css


def test_names_from_outside_are_text(spanish: Artifact) -> None:
    page = read(spanish)
    assert NASTY not in page
    assert NASTY in Document(page).text
    assert NASTY not in (spanish.path / "plots/andes_mmlu_es.svg").read_text(encoding="utf-8")


def test_holes_are_shown_with_their_reason_and_without_an_average(spanish: Artifact) -> None:
    text = Document(read(spanish)).text
    assert "La evaluación falló: out of memory" in text
    assert "falta 1 tarea" in text
    ranking = text[text.index("Puesto") : text.index("Por tarea")]
    assert ranking.index("Modelo A") < ranking.index("script") < ranking.index("Modelo B")
    assert "— Modelo B" in ranking


def test_how_much_people_validated_is_said_for_every_task(spanish: Artifact) -> None:
    text = Document(read(spanish)).text
    assert "Preguntas originales, sin traducir." in text
    assert "Traducción automática sin validar." in text
    assert "Traducción validada por 1 persona. revisión simulada" in text
    assert "Traducción validada al 50 % por 2 personas; el resto es traducción automática." in text
    assert "Validación: Rosa, anónimo" in text


def test_reviews_by_simulated_people_alone_validate_nothing(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    only = task(space, "t", validators=["Persona de prueba 1 (simulada)", "Persona de prueba 2 (simulada)"])
    made = leaderboard([evaluation(space, "a", only, right_answers(0.5))], [only], {}, SETTINGS, PROJECT, space)
    text = Document(read(made)).text
    assert "ninguna persona la ha validado" in text
    assert "validada por" not in text
    assert "no cuentan como validación" in text


def test_the_works_that_questions_come_from_are_cited_once(spanish: Artifact) -> None:
    text = Document(read(spanish)).text
    assert text.count("Measuring Massive Multitask Language Understanding") == 1
    assert "Rosa Mamani, Equip de Prova. Saberes de los Andes ." in text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_speaks_the_projects_language(tmp_path: Path, locale: str) -> None:
    page = read(board(tmp_path, locale=locale))
    assert f'<html lang="{locale}">' in page
    assert not re.search(r"\{\w*\}", Document(page).text.replace("{Measuring", "").replace("{2021}", ""))


def test_the_first_page_is_small(spanish: Artifact) -> None:
    assert len(read(spanish).encode()) < 150_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_the_page_opens_from_the_disk_on_phone_and_desk(
    browser: Any, spanish: Artifact, scheme: str, width: int, height: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto((spanish.path / "index.html").as_uri())
    assert complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator("h1").inner_text() == "Saberes de los Andes"
    assert page.evaluate("getComputedStyle(document.body).fontVariantNumeric") == "lining-nums tabular-nums"
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
    page.close()


@pytest.mark.slow
def test_a_phone_still_hears_tables(browser: Any, spanish: Artifact) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page.goto((spanish.path / "index.html").as_uri())
    ranking = page.get_by_role("table").first
    assert ranking.get_by_role("columnheader").all_inner_texts() == ["Puesto", "Modelo", "Media", "inglés", "español"]
    assert ranking.get_by_role("rowheader").count() == 3
    page.close()
