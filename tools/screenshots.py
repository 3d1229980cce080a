"""Takes the pictures of the application that the docs show: `tools/screenshots.py PROJECT [FOLDER]`.

PROJECT is a project that ran (`minga demo --no-serve`); it is copied first, and nothing in it changes.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from minga.project import Project
from minga.web import serve

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESKTOP = (390, 844), (1440, 900)


def shoot(page: Page, path: Path, *, whole: bool = True) -> None:
    page.evaluate("document.activeElement.blur()")
    page.screenshot(path=path, full_page=whole)
    # Pages have few colours: a palette makes the file a third of its size.
    Image.open(path).convert("RGB").quantize(128).save(path, optimize=True)


def tour(browser: Browser, address: str, folder: Path, size: tuple[int, int], name: str, scheme: str) -> None:
    """One walk through the pages, from the invitation to one's own answers."""
    window = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="es", color_scheme=scheme, reduced_motion="reduce"
    )
    page = window.new_page()
    page.goto(address)
    shoot(page, folder / f"home-{name}.png")
    for path in ("data", "leaderboard", "guidelines/instructions"):
        page.goto(f"{address}{path}")
        shoot(page, folder / f"{path.partition('/')[0]}-{name}.png", whole=path != "leaderboard")
    page.goto(f"{address}sign-in")
    page.locator("main button").click()
    page.wait_for_url("**/join/*")
    page.locator("[name=naming][value=pseudonym]").check()
    page.locator("#name").fill("Colibrí")
    for box in page.locator("[name=varieties]").all():
        box.check()
    page.locator("[name=consent]").check()
    shoot(page, folder / f"join-{name}.png")
    page.locator("main button").click()
    page.wait_for_url("**/review*")
    shoot(page, folder / f"review-{name}.png")
    slugs = [link.get_attribute("action") or "" for link in page.locator("form[action$='/take']").all()]
    for slug in slugs:
        page.goto(f"{address}review")
        page.locator(f"form[action='{slug}'] button").click()
        page.wait_for_load_state()
        kind = "instruction" if "instructions" in slug else "translation"
        shoot(page, folder / f"{kind}-{name}.png")
        page.locator("[value=cannot-judge]").click()
        page.wait_for_load_state()
    page.goto(f"{address}review/mine")
    shoot(page, folder / f"answers-{name}.png")
    page.goto(f"{address}me")
    shoot(page, folder / f"settings-{name}.png")
    window.close()


def served(copy: Path) -> str:
    """The address of the application over `copy`; its thread is a daemon and ends with this program."""
    started = threading.Event()
    address: list[str] = []

    def on_start(where: str) -> None:
        address.append(where)
        started.set()

    options = {"port": 0, "demo": True, "on_start": on_start}
    threading.Thread(target=serve, args=(Project.load(copy),), kwargs=options, daemon=True).start()
    started.wait(30)
    return address[0]


def main() -> None:
    project, folder = Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else "docs/images")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for size, name, scheme in (
            (PHONE, "phone", "light"),
            (DESKTOP, "desktop", "light"),
            (PHONE, "phone-dark", "dark"),
            (DESKTOP, "desktop-dark", "dark"),
        ):
            # Each walk on a copy of its own: what one visitor took is not there for the next.
            copy = Path(shutil.copytree(project, Path(temporary) / name, symlinks=True))
            tour(browser, served(copy), folder, size, name, scheme)
        browser.close()


if __name__ == "__main__":
    main()
