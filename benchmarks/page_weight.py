"""What a person pays on a slow line: bytes of taking and answering an item, on the first visit and after.

A real browser as a phone (390 x 844), with nothing in its cache, opens a campaign, takes an item of each kind, answers
it and gets the next; then it takes and answers another one. What is counted is everything that came over the wire:
headers, redirects, styles, scripts, the service worker and the pages that it keeps. The same without JavaScript, where
each answer must be in the database; and the time from an answer to the next item over a line with 150 ms each way.

Last line: JSON with `page_bytes` (`first_visit`, `after`: the heaviest kind), `first_visit_bytes`, `after_bytes`,
`kinds`, `without_javascript`, `script_bytes` (all scripts, not compressed) and `next_item_ms`.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from _page_weight.site import KINDS, make_project, new_person
from _page_weight.wire import Wire

import minga.web
from minga.community import Database
from minga.community.models import Response
from minga.project import Project
from minga.web import serve

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
ANOTHER_ITEM = "(before) => ![undefined, before].includes(document.querySelector('form.item')?.getAttribute('action'))"
LIMITS = {"first_visit": 40_000, "after": 10_000}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="two kinds instead of six")
    kinds = KINDS[:2] if parser.parse_args().quick else KINDS
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        project = make_project(Path(folder) / "project")
        target = _serve(project)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        with Wire(target) as wire:
            weights = {kind: _weigh(browser, project, wire, kind) for kind in kinds}
            print(f"{'':22}first visit  after  without scripts: first visit  after")
            for kind, one in weights.items():
                numbers = [one["first_visit"], one["after"], one["plain_first_visit"], one["plain_after"]]
                print(f"{kind:22}{numbers[0]:11,}{numbers[1]:7,}{numbers[2]:30,}{numbers[3]:7,}")
        with Wire(target, delay=0.15) as slow:
            waited = _wait(browser, project, slow)
        browser.close()
    print(json.dumps(_summary(weights, waited)))


def _summary(weights: dict[str, dict[str, Any]], waited: dict[str, float]) -> dict[str, Any]:
    first = max(max(one["first_visit"], one["plain_first_visit"]) for one in weights.values())
    after = max(max(one["after"], one["plain_after"]) for one in weights.values())
    static = Path(minga.web.__file__).parent / "static"
    return {
        "page_bytes": {"first_visit": first, "after": after},
        "first_visit_bytes": first,
        "after_bytes": after,
        "within_limits": first <= LIMITS["first_visit"] and after <= LIMITS["after"],
        "kinds": weights,
        "without_javascript": all(one["kept_without_javascript"] for one in weights.values()),
        "script_bytes": sum(path.stat().st_size for path in static.glob("*.js")),
        "next_item_ms": waited,
    }


def _serve(project: Project) -> int:
    started, address = threading.Event(), []

    def on_start(where: str) -> None:
        address.append(where)
        started.set()

    options = {"port": 0, "on_start": on_start}
    threading.Thread(target=serve, args=(project,), kwargs=options, daemon=True).start()
    started.wait(60)
    return int(address[0].rstrip("/").rpartition(":")[2])


def _weigh(browser: Browser, project: Project, wire: Wire, kind: str) -> dict[str, Any]:
    weight: dict[str, Any] = {}
    for scripts, prefix in ((True, ""), (False, "plain_")):
        before = _kept(project)
        with _phone(browser, project, wire, f"{kind} {scripts}", scripts=scripts) as phone:
            page = phone.new_page()
            wire.reset()
            _take(page, wire, kind)
            _answer(page, kind)
            weight[f"{prefix}first_visit"] = wire.down
            if kind != "survey":  # of which there is one item for each person
                page.goto(f"http://127.0.0.1:{wire.port}/review/{kind}")
                _rest(page)
                wire.reset()
                page.get_by_role("link", name="Go on").click()
                page.wait_for_load_state()
                _answer(page, kind)
            else:
                _take_again(page, wire, kind)
            weight[f"{prefix}after"] = wire.down
        weight["kept_without_javascript"] = _kept(project) - before >= (1 if kind == "survey" else 2)
    return weight


def _take_again(page: Page, wire: Wire, kind: str) -> None:
    """A survey's only item is opened and corrected."""
    page.goto(f"http://127.0.0.1:{wire.port}/review/mine")
    _rest(page)
    wire.reset()
    page.get_by_role("link", name="Look again or correct").first.click()
    page.wait_for_load_state()
    _answer(page, kind)


def _phone(browser: Browser, project: Project, wire: Wire, name: str, *, scripts: bool) -> BrowserContext:
    phone = browser.new_context(
        java_script_enabled=scripts, viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True
    )
    phone.set_default_timeout(20_000)
    address = f"http://127.0.0.1:{wire.port}"
    cookies = {"minga_session": new_person(project, name), "minga_lang": "en"}
    phone.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    return phone


def _take(page: Page, wire: Wire, kind: str) -> None:
    page.goto(f"http://127.0.0.1:{wire.port}/review/{kind}")
    page.get_by_role("button", name="Take an item").click()
    page.wait_for_load_state()
    _rest(page)


def _answer(page: Page, kind: str) -> None:
    """Answer the item in hand, as a person would, and wait for what comes next."""
    if kind == "write-instruction":
        page.get_by_label("Instruction").fill("¿Cómo se limpian las acequias, y quién va?")
        page.get_by_label("Answer", exact=True).fill("Cada familia manda a alguien, y se baja tramo a tramo.")
    if kind in {"label", "survey"}:
        page.get_by_label("No", exact=False).first.check()
        page.locator("[name=q-time]").first.check()
        page.locator("[name=q-clarity]").nth(2).check()
    button = {"compare": "A is better", "write-instruction": "Send", "label": "Send", "survey": "Send"}
    page.get_by_role("button", name=button.get(kind, "Good as it is")).click()
    page.locator("main .notice.good, main .totals").first.wait_for()
    _rest(page)


def _rest(page: Page) -> None:
    """Wait until nothing is loaded any more, by the page or by its worker."""
    page.wait_for_load_state("networkidle")
    time.sleep(0.5)


def _kept(project: Project) -> int:
    with Database(project.database_url) as db, db.reading() as session:
        return session.scalar(sa.select(sa.func.count(Response.id))) or 0


def _wait(browser: Browser, project: Project, wire: Wire) -> dict[str, float]:
    """Milliseconds from an answer to the next item, medians of eight."""
    waited = {}
    for scripts, name in ((True, "with_script"), (False, "without")):
        with _phone(browser, project, wire, f"waits {name}", scripts=scripts) as phone:
            page = phone.new_page()
            _take(page, wire, "compare")
            times = []
            for _ in range(9):
                before = page.locator("form.item").get_attribute("action")
                begun = time.perf_counter()
                page.get_by_role("button", name="A is better").click()
                # Looked at with each frame: a locator would look again only after half a second.
                page.wait_for_function(ANOTHER_ITEM, arg=before, polling="raf")
                times.append((time.perf_counter() - begun) * 1000)
                _rest(page)
            waited[name] = round(statistics.median(times[1:]), 1)
    print(f"from an answer to the next item, 150 ms each way: {waited['with_script']:.0f} ms with scripts, "
          f"{waited['without']:.0f} ms without")  # fmt: skip
    return waited


if __name__ == "__main__":
    main()
