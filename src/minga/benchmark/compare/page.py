"""The comparison as one HTML file, which opens from a disk without anything from elsewhere, and as Markdown."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from minga.benchmark.compare.comparison import Comparison
from minga.benchmark.compare.report import Report, report
from minga.benchmark.compare.sections import Section, TableView
from minga.benchmark.compare.words import Words
from minga.page_templates import page_environment

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["markdown", "page", "write_page"]


def write_page(comparison: Comparison, locale: str, folder: Path) -> None:
    """Write `index.html`, `comparison.md` and `plots/*.svg` into `folder`."""
    words = Words(locale)
    told = report(comparison, words)
    (folder / "index.html").write_text(page(told, words), encoding="utf-8")
    (folder / "comparison.md").write_text(markdown(told), encoding="utf-8")
    (folder / "plots").mkdir()
    for section in told.sections:
        for plot in section.plots:
            (folder / "plots" / f"{plot.name}.svg").write_text(plot.svg, encoding="utf-8")


def page(told: Report, words: Words) -> str:
    """The report as HTML, with its style and its pictures inside."""
    return _environment().get_template("comparison.html").render(told=told, t=words)


def markdown(told: Report, level: int = 1, plots: str = "plots") -> str:
    """The report as Markdown; headings start at `level`, pictures are looked for in the folder `plots`."""
    lines = [f"{'#' * level} {told.title}", "", told.summary, ""]
    for section in told.sections:
        lines += [f"{'#' * (level + 1)} {section.heading}", "", *_sentences(section)]
        for plot in section.plots:
            lines += [f"![{section.heading}]({plots}/{plot.name}.svg)", ""]
        for table in section.tables:
            lines += [*_table(table), ""]
    return "\n".join(lines).rstrip() + "\n"


def _sentences(section: Section) -> list[str]:
    mark = "- " if section.name == "short" else ""
    lines = [line for sentence in section.sentences for line in (f"{mark}{sentence}", *([] if mark else [""]))]
    return [*lines, ""] if mark else lines


def _table(table: TableView) -> list[str]:
    caption = [f"**{table.caption}**", ""] if table.caption else []
    rows = [_row([_cell(cell, table) for cell in row]) for row in table.rows]
    return [*caption, _row(table.columns), _row(["---"] * len(table.columns)), *rows]


def _row(cells: tuple[str, ...] | list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(text: str, table: TableView) -> str:
    """Texts of items may hold anything: what would be markup is escaped."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", text) if table.prose else text.replace("|", "\\|")


def _code(text: str) -> str:
    """What stands between backticks as code; everything else escaped."""
    from markupsafe import Markup, escape

    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = page_environment("minga.benchmark.compare", "templates")
    environment.filters["code"] = _code
    return environment
