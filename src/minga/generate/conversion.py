"""HTML, PDF and DOCX to text by markitdown: runs as a worker, with bounds on what a hostile file may take.

A file that takes more memory or processor time than the job allows ends the worker, not minga.
"""

from __future__ import annotations

import resource
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from minga.worker import Report, serve

if TYPE_CHECKING:
    from bs4 import Tag

__all__: list[str] = []

_ASIDE = ("aside", "footer", "form", "nav", "noscript", "script", "style", "svg", "template")
"""Elements of a page that are not its text."""
_NAVIGATION = {"breadcrumb", "breadcrumbs", "docnav", "footer", "menu", "nav", "navbar", "navigation", "toc"}
"""Classes, ids and roles that say the same of an element."""
_LEAST = 40
"""Characters below which `<main>` is taken for an empty shell."""


def _convert(job: dict[str, Any], report: Report) -> dict[str, Any]:
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + job["seconds"])
    _limit(resource.RLIMIT_AS, job["memory"])
    with Path(job["path"]).open("rb") as stream:
        return {"text": _READERS[job["kind"]](stream)}


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _html(stream: BinaryIO) -> str:
    from bs4 import BeautifulSoup
    from markitdown.converters import HtmlConverter

    soup = BeautifulSoup(stream.read(), "html.parser")
    for element in soup(_is_aside):
        if not element.decomposed:
            element.decompose()
    main = soup.find("main") or soup.find("article")
    if main is None or len(main.get_text(strip=True)) < _LEAST:
        main = soup.body or soup
    return str(HtmlConverter().convert_string(str(main)).markdown)


def _is_aside(element: Tag) -> bool:
    if element.name in {"html", "body", "main"}:
        return False
    said: list[Any] = [element.get("class"), element.get("id"), element.get("role")]
    names = {name for value in said for name in (value if isinstance(value, list) else [value])}
    return element.name in _ASIDE or not names.isdisjoint(_NAVIGATION)


def _docx(stream: BinaryIO) -> str:
    from markitdown import StreamInfo
    from markitdown.converters import DocxConverter

    return str(DocxConverter().convert(stream, StreamInfo(extension=".docx")).markdown)


def _pdf(stream: BinaryIO) -> str:
    from markitdown import StreamInfo
    from markitdown.converters import PdfConverter

    return str(PdfConverter().convert(stream, StreamInfo(extension=".pdf")).markdown)


_READERS: dict[str, Callable[[BinaryIO], str]] = {"html": _html, "docx": _docx, "pdf": _pdf}

if __name__ == "__main__":
    serve(_convert)
