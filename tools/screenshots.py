"""Takes the pictures of the application that the docs show: `tools/screenshots.py FOLDER [PROJECT] [--only NAME …]`.

Each page of the application is pictured in Spanish on a phone and on a desktop, light and dark: one file a page. A page
that is in neither table of `pictured.py` ends this with its address. The people and texts are those of `showcase.py`;
PROJECT, a project that ran (`minga demo --no-serve`), adds the leaderboard. `--views FOLDER` keeps each whole page.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import uvicorn
from pictured import LEADERBOARD, NO_PICTURE, PICTURES, Picture, Who
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from showcase import build
from showcase_people import FORMER, LEAD, NEWCOMER, VISITOR, WARNED, Community

from minga.community import Database
from minga.community.sessions import sign_in
from minga.project import Project
from minga.web import create_app
from minga.web.server import _listen

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--lang=es",
]  # fmt: skip
PHONE, DESKTOP = (390, 844), (1440, 900)
VIEWS: dict[str, tuple[tuple[int, int], Literal["light", "dark"]]] = {
    "phone": (PHONE, "light"), "phone-dark": (PHONE, "dark"),
    "desktop": (DESKTOP, "light"), "desktop-dark": (DESKTOP, "dark"),
}  # fmt: skip
SEEN_BY: dict[Who, str] = {
    "visitor": VISITOR, "newcomer": NEWCOMER, "former": FORMER, "warned": WARNED, "lead": LEAD, "adjudicator": "Killa",
}  # fmt: skip
GAP, GREY = 20, (128, 128, 128)
SHOWN = 1050
"""Pixels of a desktop's page, and half of those of a phone's, that a picture shows."""


class Served:
    """The application on a free port, in a thread."""

    def __init__(self, project: Project, db: Database) -> None:
        listener = _listen("127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        self.app = create_app(project, db=db)
        config = uvicorn.Config(self.app, log_level="warning", access_log=False)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [listener]}, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join()


def pages_of(routes: Any, prefix: str = "") -> Iterator[str]:
    """The addresses that give something to look at, as the application declares them."""
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from pages_of(inner.routes, prefix + getattr(route.include_context, "prefix", ""))
        elif hasattr(route, "endpoint") and "GET" in route.methods:
            yield prefix + route.path


def check_all_are_there(app: Any) -> None:
    """Ends this program where a page has no picture and no reason for that, or a picture has no page any more."""
    there = {path for path in pages_of(app.routes) if not path.startswith("/api/") or path == "/api/v1/docs"}
    known = {picture.route for picture in PICTURES if picture.route} | NO_PICTURE.keys()
    if there != known:
        raise SystemExit(f"no picture: {sorted(there - known)}; no page: {sorted(known - there)}")


def copy_of(made: Community, folder: Path) -> Community:
    """The same community on a copy of its project: what one walk takes is there for the next."""
    shutil.copytree(made.project.root, folder, symlinks=True)
    db = Database.at(folder / ".minga" / "minga.db", clock=made.clock)
    return dataclasses.replace(made, project=Project.load(folder), db=db)


def walk(browser: Browser, here: Community, view: str, pictures: Sequence[Picture], folder: Path) -> None:
    """Each picture once, in the order of the table."""
    served = Served(here.project, here.db)
    contexts: dict[Who, BrowserContext] = {}
    for picture in pictures:
        if picture.who not in contexts:
            contexts[picture.who] = window(browser, here, served, picture.who, view)
        page = contexts[picture.who].new_page()
        address = picture.address if isinstance(picture.address, str) else picture.address(here)
        response = page.goto(served.address + address)
        if response is None or response.status != picture.status:
            raise SystemExit(f"{picture.name}: {address} answers {response and response.status}")
        picture.then(page)
        shoot(page, folder / f"{picture.name}-{view}.png")
        page.close()
    for context in contexts.values():
        context.close()
    served.stop()
    here.db.close()


def window(browser: Browser, here: Community, served: Served, who: Who, view: str) -> BrowserContext:
    (width, height), scheme = VIEWS[view]
    opened = browser.new_context(
        viewport={"width": width, "height": height}, locale="es", color_scheme=scheme, reduced_motion="reduce"
    )
    opened.set_default_timeout(10_000)
    if who in SEEN_BY:
        token = sign_in(here.db, here.people[SEEN_BY[who]].id, device="Firefox, Android")
        opened.add_cookies([{"name": "minga_session", "value": token, "url": served.address}])
    return opened


def picture_file(file: Path, folder: Path) -> None:
    """A page that is a file, opened from the disk; the folder above its version names the picture."""
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for view, ((width, height), scheme) in VIEWS.items():
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
            page.goto(file.resolve().as_uri())
            shoot(page, Path(temporary) / f"{file.parent.parent.name}-{view}.png")
        browser.close()
        together(Path(temporary), file.parent.parent.name, folder)


def shoot(page: Page, path: Path) -> None:
    page.wait_for_load_state("load")
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        print(f"{path.stem}: {wide} pixels too wide")
    page.screenshot(path=path, full_page=True)


def together(views: Path, name: str, folder: Path) -> None:
    """One picture of a page: both phones beside each other, and the desktops one below the other."""
    most = 2 * SHOWN
    pieces = {view: Image.open(views / f"{name}-{view}.png").convert("RGB") for view in VIEWS}
    shown = {
        view: piece.crop((0, 0, piece.width, min(piece.height, most if "phone" in view else SHOWN)))
        for view, piece in pieces.items()
    }
    height = max(shown["phone"].height, GAP + shown["desktop"].height * 2)
    whole = Image.new("RGB", (2 * PHONE[0] + 2 * GAP + DESKTOP[0], height), GREY)
    whole.paste(shown["phone"], (0, 0))
    whole.paste(shown["phone-dark"], (PHONE[0] + GAP, 0))
    left = 2 * (PHONE[0] + GAP)
    whole.paste(shown["desktop"], (left, 0))
    whole.paste(shown["desktop-dark"], (left, shown["desktop"].height + GAP))
    # Pages have few colours: a palette makes the file a third of its size.
    whole.quantize(56, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("project", type=Path, nargs="?", help="a project that ran, for its leaderboard")
    parser.add_argument("--only", nargs="*", default=[], help="names of pictures; what comes before them is done too")
    parser.add_argument("--views", type=Path, help="keep each whole page here")
    parser.add_argument("--file", type=Path, help="a page that is a file, and nothing else: NAME/latest/index.html")
    wishes = parser.parse_args()
    wishes.folder.mkdir(parents=True, exist_ok=True)
    if wishes.file:
        picture_file(wishes.file, wishes.folder)
        return
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        made = build(Path(temporary) / "showcase")
        check_all_are_there(create_app(made.project, db=made.db))
        views = wishes.views or Path(temporary) / "views"
        views.mkdir(parents=True, exist_ok=True)
        wanted = [one for one in PICTURES if not wishes.only or one.name in wishes.only]
        leaderboard = LEADERBOARD if wishes.project else ()
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for view in VIEWS:
            walk(browser, copy_of(made, Path(temporary) / view), view, wanted, views)
            if wishes.project:
                project = Project.load(wishes.project)
                with Database.at(Path(temporary) / f"{view}.db", clock=made.clock) as db:
                    walk(browser, dataclasses.replace(made, project=project, db=db), view, leaderboard, views)
        browser.close()
        for picture in [*wanted, *leaderboard]:
            together(views, picture.name, wishes.folder)


if __name__ == "__main__":
    main()
