"""The page of a curating run in a browser, from the disk: on a phone, in the dark, by keyboard, looked over by axe."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from minga.curate.decisions import Verdict
from tests.curate.report.test_stage import report
from tests.curate.test_overruling import EVERYTHING, WITHDRAWN, decided
from tests.curate.untidy import HUMAN, SHORT


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with all its sections."""
    folder = tmp_path_factory.mktemp("run")
    decided(folder, {}, EVERYTHING)
    verdicts: dict[str, Verdict] = {SHORT.id: "keep", HUMAN.id: "drop"}
    decided(folder, verdicts, [*EVERYTHING, WITHDRAWN], quality={"languages": {"es-PE": {"max_symbols": 0.9}}})
    return Path(report(folder).path, "index.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_everything_fits_a_phone(browser: Browser, address: str, scheme: str) -> None:
    # the page's own policy would keep axe out
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]  # a Literal
    page = context.new_page()
    page.goto(address)
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    wider = "[...document.querySelectorAll('.scroll')].filter(one => one.scrollWidth > one.clientWidth)"
    assert page.evaluate(f"{wider}.map(one => one.ariaLabel + one.scrollWidth)") == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_samples_open_by_keyboard_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    closed = page.locator("details:not([open])").first
    closed.locator("summary").focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 2
    context.close()
