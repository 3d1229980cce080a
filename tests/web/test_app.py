from __future__ import annotations

from pathlib import Path

import pytest

import minga.web
from minga.project import Project
from minga.web import create_app
from tests.web.sites import SiteUnderTest

STATIC = Path(minga.web.__file__).parent / "static"


def test_the_style_and_the_script_stay_small() -> None:
    assert len((STATIC / "minga.css").read_bytes()) < 24_000
    assert len((STATIC / "minga.js").read_bytes()) < 10_000


def test_it_says_that_it_is_well(site: SiteUnderTest) -> None:
    assert site.browser().get("/healthz").json()["status"] == "ok"


def test_static_files_are_kept_by_browsers_until_they_change(site: SiteUnderTest) -> None:
    browser = site.browser()
    page = browser.get("/").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "immutable" in browser.get(address).headers["cache-control"]
    assert browser.get("/static/minga.css").headers["cache-control"] == "no-cache"


def test_a_project_without_tables_or_campaigns_has_its_pages(tmp_path: Path) -> None:
    from fastapi.testclient import TestClient

    (tmp_path / "minga.toml").write_text('[project]\nname = "Nuevo"\nslug = "nuevo"\n', encoding="utf-8")
    with TestClient(create_app(Project.load(tmp_path))) as browser:
        assert "Todavía no hay ninguna campaña" in browser.get("/").text
        assert "Todavía no se ha hecho nada" in browser.get("/data").text
        assert "Todavía no se ha evaluado ningún modelo" in browser.get("/leaderboard").text


@pytest.mark.parametrize("locale", ["es", "ca", "eu", "gl", "pt", "en"])
def test_every_page_renders_in_every_language(site: SiteUnderTest, locale: str) -> None:
    browser = site.signed_in()
    for path in (
        "/",
        "/about",
        "/data",
        "/review",
        "/review/mmlu-es",
        "/review/mine",
        "/me",
        "/guidelines/instructions",
    ):
        page = browser.get(f"{path}?lang={locale}")
        assert page.status_code == 200
        assert f'<html lang="{locale}"' in page.text
        assert page.headers["content-language"] == locale
