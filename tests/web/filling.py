"""Filling in the form of an item as a browser without scripts would."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

import httpx
from fastapi.testclient import TestClient

from tests.web.sites import token_of


class _Reader(HTMLParser):
    """The fields of the form of an item, with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, Any] = {}
        self.inside = False
        self.box: str | None = None
        self.select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        name = known.get("name") or ""
        if tag == "form":
            self.inside = "data-item" in known or "action" not in known
        elif not self.inside:
            return
        elif tag == "textarea":
            self.box = name
            self.values[name] = ""
        elif tag == "select":
            self.select = name
            self.values[name] = ""
        elif tag == "option" and self.select and "selected" in known:
            self.values[self.select] = known.get("value")
        elif tag == "input" and name and known.get("type") in {"hidden", None}:
            self.values[name] = known.get("value") or ""
        elif tag == "input" and name and "checked" in known:
            self.values.setdefault(name, []).append(known.get("value"))

    def handle_data(self, data: str) -> None:
        if self.box is not None:
            self.values[self.box] += data
        elif self.select is not None and self.values.get(self.select) is None:
            self.values[self.select] = data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.box = None
        elif tag == "select":
            self.select = None
        elif tag == "form":
            self.inside = False


def fields_in(page: str) -> dict[str, Any]:
    """The fields of the item's form, by name."""
    reader = _Reader()
    reader.feed(page)
    return reader.values


def texts_of(page: str) -> dict[str, str]:
    """What stands in the boxes of the item's texts."""
    return {name: value for name, value in fields_in(page).items() if name.startswith("text-")}


def take(browser: TestClient, slug: str) -> httpx.Response:
    page = browser.get(f"/review/{slug}")
    return browser.post(f"/review/{slug}/take", data={"csrf": token_of(page.text)})


def send(browser: TestClient, page: httpx.Response, action: str, headers: dict[str, str] | None = None,
         **values: Any) -> httpx.Response:  # fmt: skip
    """Press the button `action` on a page, after changing some of its fields."""
    form = {**fields_in(page.text), **values, "action": action}
    return browser.post(str(page.url.copy_with(query=None)) + _query(page), data=form, headers=headers)


def _query(page: httpx.Response) -> str:
    return "?from=mine" if "from=mine" in str(page.url) else ""
