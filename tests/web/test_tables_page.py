from __future__ import annotations

from pathlib import Path

import pytest

from minga.review import review_records
from minga.workspace import Recipe
from tests.web.sites import SiteUnderTest, add_leaderboard


def test_the_lineage_page_shows_counts_reasons_and_parents(site: SiteUnderTest) -> None:
    work = site.project.workspace()
    curated = work.latest("curated")
    assert curated is not None
    review_records(curated, site.project.settings.review, work, site.db)
    page = site.browser().get("/data").text
    assert "<code>reviewed</code>" in page
    assert "conservadas de 6" in page
    assert "aún sin decidir" in page
    assert 'href="#curated"' in page
    assert page.index("<code>curated</code>") < page.index("<code>reviewed</code>")


def test_a_damaged_table_is_shown_as_such(site: SiteUnderTest) -> None:
    curated = site.project.workspace().latest("curated")
    assert curated is not None
    curated.shards[0].write_bytes(b"PAR1")
    page = site.browser().get("/data")
    assert page.status_code == 200
    assert "Esta tabla está dañada" in page.text


def test_the_leaderboard_is_served_from_its_newest_artifact(site: SiteUnderTest) -> None:
    browser = site.browser()
    assert browser.get("/leaderboard").status_code == 404
    add_leaderboard(site.project)
    page = browser.get("/leaderboard")
    assert "<h1>Tabla</h1>" in page.text
    assert "script-src 'none'" in page.headers["content-security-policy"]
    assert browser.get("/leaderboard/data/scores.csv").text == "model,score\n"


@pytest.mark.parametrize(
    "path",
    [
        "manifest.json",
        "../minga.toml",
        "%2e%2e/%2e%2e/%2e%2e/minga.toml",
        "/etc/passwd",
        "data",
        "data/",
    ],
)
def test_nothing_but_the_leaderboards_files_is_served(site: SiteUnderTest, path: str) -> None:
    add_leaderboard(site.project)
    assert site.browser().get(f"/leaderboard/{path}").status_code == 404


def test_a_comparison_is_linked_and_served_and_nothing_beside_it(site: SiteUnderTest) -> None:
    recipe = Recipe("comparisons/mmlu-es", "benchmark", 1)
    site.project.workspace().make_folder(recipe, lambda folder, _: _write(folder / "index.html", "<h1>Comparada</h1>"))
    browser = site.browser()
    assert 'href="/comparisons/mmlu-es/"' in browser.get("/data").text
    page = browser.get("/comparisons/mmlu-es/")
    assert page.text == "<h1>Comparada</h1>"
    assert "script-src 'none'" in page.headers["content-security-policy"]
    for path in ("mmlu-es/manifest.json", "mmlu-ca/", "../leaderboard/", "%2e%2e/", "mmlu-es/%2e%2e/%2e%2e/minga.toml"):
        assert browser.get(f"/comparisons/{path}").status_code in {307, 404}


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def test_guidelines_are_in_the_readers_language_unless_the_project_has_its_own(site: SiteUnderTest) -> None:
    assert "En qué fijarse" in site.browser().get("/guidelines/mmlu-es").text
    assert "En què t’has de fixar" in site.browser().get("/guidelines/mmlu-es?lang=ca").text
    assert site.browser().get("/guidelines/none").status_code == 404


def test_the_home_page_shows_goals_campaigns_and_no_one_yet(site: SiteUnderTest) -> None:
    page = site.browser().get("/").text
    assert "español (Perú)" in page
    assert "0 de 40" in page
    assert "0 de 3 textos con decisión" in page
    assert "Todavía no ha respondido nadie" in page
