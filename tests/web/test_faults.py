from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from minga.errors import CommunityError, StorageError
from tests.web.sites import SiteUnderTest


@pytest.mark.parametrize(
    ("error", "status", "title"),
    [
        (CommunityError("no"), 409, "Alguien se adelantó"),
        (StorageError("the disk is full"), 503, "Los datos del proyecto no se pueden leer"),
        (RuntimeError("secret detail"), 500, "Algo falló de nuestro lado"),
    ],
)
def test_a_fault_is_a_kind_page_in_the_readers_language(
    site: SiteUnderTest, error: Exception, status: int, title: str
) -> None:
    def fail() -> None:
        raise error

    site.client.app.add_api_route("/fails", fail)  # type: ignore[attr-defined]
    site.client.app.add_api_route("/api/v1/fails", fail)  # type: ignore[attr-defined]
    browser = TestClient(site.client.app, raise_server_exceptions=False)
    page = browser.get("/fails")
    assert page.status_code == status
    assert title in page.text
    assert "secret" not in page.text
    assert page.headers["x-frame-options"] == "DENY"
    assert browser.get("/api/v1/fails").json()["error"]["status"] == status


def test_a_broken_database_still_gives_a_page(site: SiteUnderTest) -> None:
    browser = TestClient(site.client.app, raise_server_exceptions=False)
    browser.cookies.set("minga_session", "x")
    with site.db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE session")
    page = browser.get("/review")
    assert page.status_code == 500
    assert "Algo falló de nuestro lado" in page.text


def test_a_method_that_a_page_does_not_have(site: SiteUnderTest) -> None:
    assert site.browser().delete("/about").status_code == 405
