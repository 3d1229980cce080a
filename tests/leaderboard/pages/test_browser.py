"""The folder of files in a real browser, opened from the disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from minga.tables import Artifact
from tests.leaderboard.boards import made_board, workspace

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PAGES = (
    "index.html", "by/es.html", "models/b.html", "tasks.html", "tasks/andes_mmlu_es.html", "items/andes_mmlu_es.html",
    "compare.html", "pairs/a--b.html", "charts.html", "reading.html", "data.html",
)  # fmt: skip
PHONE, DESK = (390, 844), (1440, 900)

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Artifact:
    return made_board(workspace(tmp_path_factory.mktemp("site")))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


def open_page(browser: Any, size: tuple[int, int] = DESK, scheme: str = "light", *, scripts: bool = True) -> Any:
    return browser.new_page(
        viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, java_script_enabled=scripts
    )


def complaints(page: Any, address: str) -> list[str]:
    """What the browser says while it opens a page; axe, later, asks for the style sheet in a way that files forbid."""
    said: list[str] = []
    heard = {
        "console": lambda message: said.append(message.text),
        "requestfailed": lambda request: said.append(request.url),
        "pageerror": lambda error: said.append(str(error)),
    }
    for event, listen in heard.items():
        page.on(event, listen)
    page.goto(address)
    for event, listen in heard.items():
        page.remove_listener(event, listen)
    return said


def address(site: Artifact, page: str = "index.html") -> str:
    return Path(site.path / page).as_uri()


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (PHONE, "dark"), (DESK, "light")])
def test_every_page_opens_from_the_disk_on_phone_and_desk(
    browser: Any, site: Artifact, size: tuple[int, int], scheme: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(browser, size, scheme)
    for name in PAGES:
        assert complaints(page, address(site, name)) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], name
    page.close()


def test_a_phone_hears_tables_and_nothing_needs_a_script(browser: Any, site: Artifact) -> None:
    page = open_page(browser, PHONE, scripts=False)
    page.goto(address(site))
    ranking = page.get_by_role("table")
    assert ranking.get_by_role("columnheader").all_inner_texts() == [
        "Puesto", "Modelo", "Media", "inglés", "español", "Millones de parámetros", "Tareas hechas", "Licencia",
    ]  # fmt: skip
    assert [name.splitlines()[0] for name in ranking.get_by_role("rowheader").all_inner_texts()] == [
        "Modelo A", "Modelo C", "Modelo B",
    ]  # fmt: skip
    assert not page.locator("#filters").is_visible()
    page.get_by_role("link", name="español", exact=True).first.click()
    assert page.get_by_role("columnheader").nth(3).inner_text() == "mmlu"
    page.close()


def shown(page: Any) -> list[str]:
    return [name.splitlines()[0] for name in page.locator("tbody tr:visible th").all_inner_texts()]


def test_a_script_sorts_filters_and_hides_columns_where_no_server_does(browser: Any, site: Artifact) -> None:
    page = open_page(browser)
    page.goto(address(site))
    page.get_by_role("button", name="Modelo", exact=True).click()
    assert shown(page) == ["Modelo A", "Modelo B", "Modelo C"]
    page.get_by_role("button", name="Modelo", exact=True).click()
    assert shown(page) == ["Modelo C", "Modelo B", "Modelo A"]
    assert page.get_by_role("columnheader", name="Modelo", exact=True).get_attribute("aria-sort") == "descending"
    page.get_by_role("button", name="Media").click()
    assert shown(page) == ["Modelo A", "Modelo C", "Modelo B"]
    page.get_by_text("Buscar, filtrar y elegir columnas").click()
    page.get_by_label("Licencia", exact=True).last.uncheck()
    assert not page.get_by_role("columnheader", name="Licencia").is_visible()
    page.get_by_label("Buscar por nombre").fill("modelo b")
    assert shown(page) == ["Modelo B"]
    assert page.get_by_role("status").inner_text() == "1 de 3 modelos"
    page.close()


def test_a_filtered_view_has_an_address_of_its_own(browser: Any, site: Artifact) -> None:
    page = open_page(browser)
    page.goto(address(site) + "?q=modelo+c&col=es")
    assert shown(page) == ["Modelo C"]
    assert not page.get_by_role("columnheader", name="inglés").is_visible()
    page.get_by_text("Buscar, filtrar y elegir columnas").click()
    page.get_by_label("Buscar por nombre").fill("")
    assert len(shown(page)) == 3
    page.close()


def test_a_keyboard_reaches_the_table_its_scrolling_and_its_order(browser: Any, site: Artifact) -> None:
    page = open_page(browser, PHONE)
    page.goto(address(site))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.className") == "scroll":
            break
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page) == ["Modelo A", "Modelo B", "Modelo C"]
    page.close()
