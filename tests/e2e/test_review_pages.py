"""The pages in a real browser: without scripts, by keyboard, on a phone, and looked over by axe."""

from __future__ import annotations

import re
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from minga.community import Database
from minga.community.models import Response
from minga.community.sessions import issue_key
from minga.review import review_records
from minga.web.server import _listen
from tests.web.conftest import filled_project  # noqa: F401 - a fixture
from tests.web.sites import SiteUnderTest, add_leaderboard, make_site

pytestmark = pytest.mark.slow

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Served:
    """A site that runs on a port, in a thread."""

    def __init__(self, site: SiteUnderTest) -> None:
        self.site = site
        self.listener = _listen("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(site.client.app, log_level="warning"))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.listener]})
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()
        self.listener.close()

    def answers(self) -> list[tuple[str, dict[str, str] | None]]:
        with self.site.db.reading() as session:
            rows = session.scalars(sa.select(Response).order_by(Response.id))
            return [(row.verdict, row.edits) for row in rows]


@pytest.fixture
def served(tmp_path: Path, filled_project: Path) -> Iterator[Served]:  # noqa: F811 - a fixture
    folder = tmp_path / "project"
    shutil.copytree(filled_project, folder, symlinks=True)
    with Database.at(folder / ".minga" / "minga.db") as database:
        served = Served(make_site(folder, database))
        yield served
        served.stop()


def context(
    browser: Browser, *, scripts: bool = True, size: dict[str, int] = PHONE, dark: bool = False
) -> BrowserContext:
    opened = browser.new_context(
        java_script_enabled=scripts,
        viewport=size,  # type: ignore[arg-type]
        locale="es",
        color_scheme="dark" if dark else "light",
    )
    opened.set_default_timeout(10_000)
    return opened


def press(page: Page, button: str) -> None:
    """Click a button and wait for the page that it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def sign_in(page: Page, served: Served, name: str = "Ada") -> None:
    token = issue_key(served.site.db, served.site.someone(name).id, "link")
    page.goto(f"{served.address}/enter/{token}")
    press(page, "Entrar en este dispositivo")


def take(page: Page, served: Served, slug: str = "mmlu-es") -> None:
    page.goto(f"{served.address}/review/{slug}")
    press(page, "Tomar un texto")


def test_a_phone_without_scripts_goes_all_the_way(browser: Browser, served: Served) -> None:
    with context(browser, scripts=False) as phone:
        page = phone.new_page()
        page.goto(f"{served.address}/join/{served.site.invitation()}")
        page.get_by_label("Con un seudónimo").check()
        page.get_by_label("Nombre o seudónimo", exact=True).fill("Colibrí")
        page.get_by_label("español", exact=True).check()
        page.get_by_label("He leído este texto").check()
        page.get_by_role("button", name="Unirse").click()
        expect(page.get_by_role("heading", name="Lo que te espera")).to_be_visible()

        page.get_by_role("button", name=re.compile("Tomar un texto.*mmlu")).click()
        expect(page.get_by_role("heading", name="¿Es correcta esta traducción?")).to_be_visible()
        expect(page.get_by_label("respuesta correcta")).to_have_value("Siete")
        page.get_by_role("button", name="Usar esto").click()
        expect(page.get_by_label("Pregunta")).to_have_value("¿Cuántos días tiene una semana?")
        page.get_by_role("button", name="Guardar mi corrección").click()
        expect(page.get_by_role("status")).to_contain_text("Gracias, tu respuesta está guardada")
        page.get_by_role("button", name="Está bien así").click()

        page.goto(f"{served.address}/review/mine")
        expect(page.get_by_text("corregido")).to_be_visible()
        page.get_by_role("link", name=re.compile("Ver de nuevo o corregir")).last.click()
        page.get_by_label("Nota").fill("La pregunta es trivial")
        page.get_by_role("button", name="Rechazar").click()
        expect(page.get_by_text("versión 2")).to_be_visible()
    edits = {"question": "¿Cuántos días tiene una semana?"}
    assert served.answers() == [("edit", edits), ("accept", None), ("reject", None)]


def test_a_keyboard_is_enough(browser: Browser, served: Served) -> None:
    with context(browser, size=DESKTOP) as desk:
        page = desk.new_page()
        sign_in(page, served)
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Saltar al contenido")).to_be_focused()
        page.keyboard.press("Enter")
        for _ in range(20):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.textContent").startswith("Tomar un texto: mmlu"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/review/mmlu-es/*")
        page.get_by_label("Pregunta").focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(" ¡Claro!")
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status")).to_contain_text("Gracias")
        page.get_by_label("Nota").focus()
        page.keyboard.press("Control+Enter")
        expect(page.get_by_role("status")).to_contain_text("ya van 2")
    assert [verdict for verdict, _ in served.answers()] == ["edit", "accept"]


def test_an_unsaved_edit_is_not_left_by_accident(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        asked: list[str] = []
        page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
        page.get_by_label("Pregunta").fill("Algo distinto")
        page.get_by_role("link", name="Datos").click()
        page.wait_for_timeout(300)
        assert asked == ["beforeunload"]
        expect(page.get_by_label("Pregunta")).to_have_value("Algo distinto")


def test_a_double_click_is_one_answer(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        sign_in(page, served)
        take(page, served)
        page.get_by_role("button", name="Está bien así").dblclick()
        expect(page.get_by_role("status")).to_contain_text("Gracias")
    assert served.answers() == [("accept", None)]


def test_two_people_do_not_see_each_others_answers(browser: Browser, served: Served) -> None:
    with context(browser) as first, context(browser) as second:
        ada, berta = first.new_page(), second.new_page()
        sign_in(ada, served, "Ada")
        sign_in(berta, served, "Berta")
        take(ada, served)
        ada.get_by_label("Pregunta").fill("La versión de Ada")
        ada.get_by_role("button", name="Guardar mi corrección").click()
        expect(ada.get_by_role("status")).to_contain_text("Gracias")
        take(berta, served)
        expect(berta.get_by_label("Pregunta")).to_have_value("Cuántos días tiene una semana?")


def every_page(page: Page, served: Served) -> Iterator[str]:
    """Opens each kind of page in turn, and gives its name."""
    work = served.site.project.workspace()
    curated = work.latest("curated")
    assert curated is not None
    review_records(curated, served.site.project.settings.review, work, served.site.db)
    for path in ("/", "/about", "/data", "/sign-in", "/leaderboard", "/guidelines/mmlu-es", "/api/v1/docs", "/nowhere",
                 "/join/unknown", f"/join/{served.site.invitation()}"):  # fmt: skip
        page.goto(served.address + path)
        yield path
    sign_in(page, served)
    yield "/review"
    take(page, served)
    yield "translation"
    page.get_by_label("Pregunta").fill("Otra cosa")
    press(page, "Está bien así")
    yield "doubt"
    press(page, "Guardar mi versión")
    take(page, served, "instructions")
    yield "instruction"
    press(page, "Rechazar")
    yield "fault"
    for path in ("/review/mine", "/review/mmlu-es?done=1", "/me?saved=1"):
        page.goto(served.address + path)
        yield path
    press(page, "Hacer un enlace personal")
    yield "link"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_on_any_page(browser: Browser, served: Served, size: dict[str, int], dark: bool) -> None:
    with context(browser, size=size, dark=dark) as window:
        page = window.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        for name in every_page(page, served):
            found = Axe().run(page)
            assert found.violations_count == 0, f"{name}: {found.generate_report()}"


TOO_SMALL = """() =>
  [...document.querySelectorAll('button, select, textarea, input:not([type=hidden]), nav a, .button')]
  .map((thing) => (thing.closest('label') ?? thing))
  .filter((thing) => thing.getClientRects().length && thing.getBoundingClientRect().height < 44)
  .map((thing) => thing.outerHTML.slice(0, 120))"""


def test_everything_fits_a_small_phone_and_a_thumb(browser: Browser, served: Served) -> None:
    add_leaderboard(served.site.project)
    faults: list[str] = []
    with context(browser, size={"width": 320, "height": 700}) as phone:
        page = phone.new_page()
        page.on("dialog", lambda dialog: dialog.accept())
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        for name in every_page(page, served):
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= 320, f"{name} is {width} pixels wide"
            assert page.evaluate(TOO_SMALL) == [], name
    expected = ("404", "409", "400")  # the faults that the walk itself provokes
    assert [fault for fault in faults if not any(f"status of {code}" in fault for code in expected)] == []


def test_taking_and_answering_costs_little(browser: Browser, served: Served) -> None:
    with context(browser) as phone:
        page = phone.new_page()
        network = phone.new_cdp_session(page)
        network.send("Network.enable")
        sizes: list[float] = []
        network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        sign_in(page, served)
        take(page, served)
        page.wait_for_load_state("networkidle")
        first, _ = sum(sizes), sizes.clear()
        page.get_by_role("button", name="Está bien así").click()
        page.wait_for_load_state("networkidle")
    assert first < 60_000
    assert sum(sizes) < 10_000
