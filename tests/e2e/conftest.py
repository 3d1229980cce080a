from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from minga.community import Database
from tests.e2e.browsing import Served
from tests.web.conftest import filled_project  # noqa: F401 - a fixture
from tests.web.kinds import open_every_kind
from tests.web.sites import make_site

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium is not installed (Debian package chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def served(tmp_path: Path, filled_project: Path) -> Iterator[Served]:  # noqa: F811 - a fixture
    """A site with a campaign of each kind."""
    folder = tmp_path / "project"
    shutil.copytree(filled_project, folder, symlinks=True)
    with Database.at(folder / ".minga" / "minga.db") as database:
        open_every_kind(database, folder)
        served = Served(make_site(folder, database))
        yield served
        served.stop()
