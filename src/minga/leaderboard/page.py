"""The page: one HTML file that opens from a disk, without a script, a server or anything from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from minga.leaderboard.sections import TaskTable, comparisons, ranks, task_table
from minga.leaderboard.standings import Standings
from minga.leaderboard.texts import Texts
from minga.page_templates import page_environment

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["Heading", "page", "stylesheet"]


@dataclass(frozen=True)
class Heading:
    """What stands above the ranking, and whom to cite."""

    title: str
    project: str
    description: str = ""
    authors: tuple[str, ...] = ()
    homepage: str = ""


@dataclass(frozen=True)
class _Language:
    tag: str
    name: str
    tasks: list[TaskTable]


def page(standings: Standings, heading: Heading, locale: str) -> str:
    """The page as HTML in the language `locale`; it asks for `leaderboard.css` and links `plots/` and the data."""
    texts = Texts(locale)
    return (
        _environment()
        .get_template("index.html")
        .render(
            t=texts,
            heading=heading,
            board=standings,
            confidence=f"{100 * standings.confidence:g}",
            simulated=any(task.simulated for task in standings.tasks),
            ranks=ranks(standings, texts),
            languages=_languages(standings, texts),
            comparisons=comparisons(standings, texts),
            citations=list(dict.fromkeys(task.citation.strip() for task in standings.tasks if task.citation.strip())),
        )
    )


def stylesheet() -> str:
    """The page's one style sheet."""
    return files("minga.leaderboard").joinpath("page", "leaderboard.css").read_text(encoding="utf-8")


def _languages(standings: Standings, texts: Texts) -> list[_Language]:
    tables = [task_table(task, standings, texts) for task in standings.tasks]
    return [
        _Language(tag, texts.language(tag), [table for table in tables if table.card.language == tag])
        for tag in standings.languages
    ]


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return page_environment("minga.leaderboard", "page")
