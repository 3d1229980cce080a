"""The live leaderboard in a browser: looked over by axe, without scripts, on a phone, and by keyboard."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.browsing import DESKTOP, PHONE, Served, context, press
from tests.leaderboard.boards import made_board

pytestmark = pytest.mark.slow

PAGES = (
    "", "?q=modelo&open=1", "by/es.html", "models/b.html", "tasks.html", "tasks/andes_mmlu_es.html",
    "items/andes_mmlu_es.html", "compare.html", "compare.html?first=a&second=b", "charts.html", "reading.html",
    "data.html",
)  # fmt: skip
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize(("size", "dark"), [(PHONE, True), (DESKTOP, False)])
def test_pages_are_whole_for_everybody(browser: Browser, served: Served, size: dict[str, int], dark: bool) -> None:
    made_board(served.site.project.workspace())
    with context(browser, size=size, dark=dark) as window:
        page = window.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        for path in PAGES:
            page.goto(f"{served.address}/leaderboard/{path}")
            assert complaints == [], path
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"
            assert _faults(page) == [], path
            complaints.clear()


def test_models_are_filtered_sorted_and_compared_without_scripts(browser: Browser, served: Served) -> None:
    made_board(served.site.project.workspace())
    with context(browser, scripts=False) as window:
        page = window.new_page()
        page.goto(f"{served.address}/leaderboard/")
        assert _rows(page) == ["Modelo A", "Modelo C", "Modelo B"]
        page.get_by_text("Buscar, filtrar y elegir columnas").click()
        page.get_by_label("Buscar por nombre").fill("modelo")
        page.get_by_label("inglés", exact=True).uncheck()
        page.get_by_label("mmlu · español").check()
        press(page, "Mostrar")
        heads = page.get_by_role("columnheader").all_inner_texts()
        assert ("inglés" in heads, "mmlu · español" in heads) == (False, True)
        page.get_by_role("columnheader", name="Modelo").get_by_role("link").click()
        assert _rows(page) == ["Modelo C", "Modelo B", "Modelo A"]
        assert page.get_by_label("Buscar por nombre").input_value() == "modelo"
        page.get_by_role("link", name="Modelo B").click()
        page.get_by_label("Con", exact=True).select_option(label="Modelo A")
        press(page, "Comparar")
        assert page.get_by_role("heading", level=1).inner_text() == "Modelo B frente a Modelo A"
        page.get_by_role("link", name="català").click()
        assert page.locator("html").get_attribute("lang") == "ca"


def _rows(page: Page) -> list[str]:
    return [name.splitlines()[0] for name in page.locator("#ranks tbody th").all_inner_texts()]


def _faults(page: Page) -> list[Any]:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
    found = Axe().run(page, options=RULES).response["violations"]
    return [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
