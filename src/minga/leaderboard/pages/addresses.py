"""Every page by its address, which is the same on a server and in a folder of files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.charts import co2_figure, size_figure, trend_figure
from minga.leaderboard.pages.items import Rates, choose, read_items
from minga.leaderboard.pages.items_page import PER_PAGE, STATIC_ITEMS, ShownItem, items_page, shown_item
from minga.leaderboard.pages.model_page import model_page
from minga.leaderboard.pages.pairs import Alone, Differing, differing, is_known, matrix, pair_page, static_pairs
from minga.leaderboard.pages.ranking import ranking
from minga.leaderboard.pages.sources import sources
from minga.leaderboard.pages.task_page import task_list, task_page
from minga.leaderboard.pages.tile_map import SIDE, tile_map
from minga.leaderboard.pages.view import View
from minga.page_templates import page_environment
from minga.results import ItemScores, item_scores
from minga.tables import Artifact

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["ASSETS", "Pages", "asset"]

Query = Sequence[tuple[str, str]]
UNKNOWN = "NOASSERTION"
_KEPT = 512
"""Scores by item, of a model on a task, that a server keeps: some 100 kB each."""
ASSETS = ("leaderboard.css", "leaderboard.js")
"""Files that the pages ask for."""


@dataclass(frozen=True)
class Pages:
    """The pages of one leaderboard by their address, such as `models/NAME.html`."""

    board: Board
    rates: Mapping[str, Rates] = field(default_factory=dict)
    """By task, where items may be shown."""
    evaluations: Mapping[tuple[str, str], Artifact] = field(default_factory=dict)
    """By model and task: those that the standings are made of."""
    compare: Callable[[str, str], Alone] | None = None
    """Live: compares two models that the standings do not."""

    @cached_property
    def addresses(self) -> dict[str, Callable[[Query], str]]:
        """What makes the page of each address from the pairs of a query string."""
        board = self.board
        return {
            **{path: partial(self._ranking, path, scope) for path, scope in board.scope_paths.items()},
            **{f"models/{slug}.html": partial(self._model, slug) for slug in board.models},
            "tasks.html": lambda _: self._render("tasks", "tasks.html", tasks=task_list(board)),
            **{f"tasks/{task}.html": partial(self._task, task) for task in board.tasks},
            **{f"items/{task}.html": partial(self._items, task) for task in self.with_items},
            "compare.html": self._compare,
            **{path: partial(self._pair, *pair) for path, pair in static_pairs(board).items()},
            "charts.html": self._charts,
            "reading.html": lambda _: self._render("reading", "reading.html"),
            "data.html": lambda _: self._render("data", "data.html", sources=sources(board)),
        }

    @cached_property
    def with_items(self) -> frozenset[str]:
        """Tasks whose items are shown: files go out into the world, and take along only what has a known licence."""
        tasks = self.board.tasks
        return frozenset(task for task in self.rates if self.board.live or tasks[task].licence != UNKNOWN)

    def render(self, address: str, query: Query = ()) -> str | None:
        """A page as HTML; None where there is none at this address."""
        made = self.addresses.get(address)
        return made(query) if made else None

    def _render(self, template: str, here: str, **values: Any) -> str:
        return (
            _environment()
            .get_template(f"{template}.html")
            .render(t=self.board.texts, board=self.board, here=here, root="../" * here.count("/"), **values)
        )

    def _ranking(self, path: str, scope: str, query: Query) -> str:
        return self._render("ranking", path, page=ranking(scope, View.read(query), self.board))

    def _model(self, slug: str, _: Query) -> str:
        return self._render("model", f"models/{slug}.html", page=model_page(slug, self.board))

    def _task(self, task: str, _: Query) -> str:
        return self._render(
            "task", f"tasks/{task}.html", page=task_page(task, self.board), items=task in self.with_items
        )

    def _items(self, task: str, query: Query) -> str:
        asked = dict(query)
        number = asked.get("page", "1")
        page = max(1, int(number)) if number.isdecimal() and len(number) < 7 else 1  # int refuses thousands of digits
        given = self.evaluations_of(task)
        shown = items_page(task, self.board, self.rates[task], given, asked.get("which", ""), page)
        return self._render("items", f"items/{task}.html", page=shown)

    def _compare(self, query: Query) -> str:
        asked = dict(query)
        first, second = asked.get("first", ""), asked.get("second", "")
        models = self.board.models
        if self.board.live and first in models and second in models and first != second:
            return self._pair(first, second, query, here="compare.html")
        return self._render("compare", "compare.html", matrix=matrix(self.board), first=first, second=second)

    def _pair(self, first: str, second: str, query: Query, here: str = "pairs/x.html") -> str:
        board = self.board
        differ = [found for task in self.rates if (found := self._differing(task, first, second)) is not None]
        asked = dict(query).get("task", "")
        chosen = next((each for each in differ if each.task == asked), differ[0] if differ else None)
        items = self._items_of(chosen, first, second) if board.live and chosen else []
        known = self.compare is None or is_known(first, second, board)
        alone = None if known or self.compare is None else self.compare(first, second)
        page = pair_page(first, second, board, differ, chosen, items, alone)
        return self._render("pair", here, page=page)

    def _differing(self, task: str, first: str, second: str) -> Differing | None:
        scored = [self._scores_of(model, task) for model in (first, second)]
        shown = self._shown(task) if task in self.with_items and not self.board.live else ()
        if scored[0] is None or scored[1] is None:
            return None
        return differing(task, scored[0], scored[1], self.board, shown)

    def _scores_of(self, model: str, task: str) -> ItemScores | None:
        """Read once: in a folder of files each is in several pairs. A server, where any two models are compared for as
        long as it runs, keeps no more than `_KEPT`."""
        key = model, task
        try:
            return self._read[key]
        except KeyError:
            evaluation = self.evaluations.get(key)
        scores = item_scores(evaluation) if evaluation else None
        if self.board.live and len(self._read) >= _KEPT:
            self._read.clear()
        self._read[key] = scores
        return scores

    @cached_property
    def _read(self) -> dict[tuple[str, str], ItemScores | None]:
        return {}

    def _shown(self, task: str) -> Sequence[int]:
        return choose(self.rates[task], STATIC_ITEMS)

    def _items_of(self, chosen: Differing, first: str, second: str) -> list[ShownItem]:
        rows = sorted([*chosen.rows[0][:PER_PAGE], *chosen.rows[1][:PER_PAGE]])
        given = {model: self.evaluations[model, chosen.task] for model in (first, second)}
        card = self.board.tasks[chosen.task]
        return [shown_item(item, card, self.board) for item in read_items(rows, self.rates[chosen.task], given)]

    def _charts(self, _: Query) -> str:
        figures = [size_figure(self.board), co2_figure(self.board), trend_figure(self.board)]
        shown = [figure for figure in figures if figure is not None]
        return self._render("charts", "charts.html", figures=shown, map=tile_map(self.board), side=SIDE)

    def evaluations_of(self, task: str) -> dict[str, Artifact]:
        """The evaluations of a task by model, best first."""
        wanted = [score.model for score in self.board.by_task[task]]
        return {model: self.evaluations[model, task] for model in wanted if (model, task) in self.evaluations}


def asset(name: str) -> str:
    """The text of one of `ASSETS`."""
    return files("minga.leaderboard").joinpath("templates", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return page_environment("minga.leaderboard", "templates")
