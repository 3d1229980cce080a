"""The pictures: a task's scores, score against size and CO2, and over time. Each has its numbers as text too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minga.leaderboard.pages.board import Board, Version
from minga.leaderboard.pages.view import kind_of
from minga.leaderboard.standings import ALL
from minga.line_plots import line_chart
from minga.plots import Interval, interval_chart, svg
from minga.scatter_plots import Point, scatter_chart

__all__ = ["Figure", "co2_figure", "size_figure", "task_chart", "trend_figure"]

_ROWS = 25
"""Models in the picture of a task; longer ones fit no page."""
_LINES = 6
"""Models whose way is drawn."""


@dataclass(frozen=True)
class Figure:
    """A picture with its table."""

    title: str
    note: str
    svg: str
    heads: list[str]
    rows: list[list[str]]


def task_chart(task: str, board: Board) -> str:
    """The scores of a task with their intervals and chance, as SVG."""
    card, texts = board.tasks[task], board.texts
    scale = 100 / card.maximum
    rows = []
    for score in board.by_task[task][:_ROWS]:
        low, high = (score.interval.low, score.interval.high) if score.interval else (None, None)
        rows.append(
            Interval(board.models[score.model].name, scale * score.value, _scaled(low, scale), _scaled(high, scale))
        )
    holes = [model for model in board.models if (model, task) not in board.scores]
    rows += [Interval(board.models[model].name, None) for model in holes[: _ROWS - len(rows)]]
    return svg(
        interval_chart(
            rows,
            title=f"{card.benchmark} · {texts.language(card.language)}",
            axis=texts.say(card.metric) if texts.has(card.metric) else card.metric,
            baseline=scale * card.random if card.random else None,
            digits=1,
            locale=texts.locale,
        )
    )


def _scaled(value: float | None, scale: float) -> float | None:
    return None if value is None else scale * value


def size_figure(board: Board) -> Figure | None:
    """Overall score against the number of parameters; None where there are not two sizes."""
    texts = board.texts
    sizes = {slug: model.parameters / 1e6 for slug, model in board.models.items() if model.parameters}
    return _scatter(
        sizes,
        board,
        title=texts.say("chart_size"),
        across_title=texts.say("field_size"),
        note=texts.say("chart_size_note"),
        digits=0,
    )


def co2_figure(board: Board) -> Figure | None:
    """Overall score against the CO2 of the evaluation, where that of all tasks is known; None where there are not two
    amounts."""
    texts = board.texts
    grams = {
        model: 1000 * spent.co2_kg
        for model, spent in board.spending.items()
        if spent.co2_kg and spent.tasks == spent.of
    }
    return _scatter(
        grams,
        board,
        title=texts.say("chart_co2"),
        across_title=texts.say("field_co2"),
        note=texts.say("chart_co2_note"),
        digits=1,
    )


def _scatter(
    across: dict[str, float], board: Board, *, title: str, across_title: str, note: str, digits: int
) -> Figure | None:
    texts = board.texts
    averages = [average for average in board.rankings[ALL] if average.model in across]
    if len({across[average.model] for average in averages}) < 2:
        return None
    points = [
        Point(
            board.models[average.model].name,
            across[average.model],
            100 * average.value,
            texts.say(f"kind_{kind_of(board.models[average.model]) or 'unknown'}"),
        )
        for average in averages
    ]
    drawn = scatter_chart(points, across=across_title, up=texts.say("all"), locale=texts.locale)
    rows = [[each.label, texts.number(each.x, digits), texts.number(each.y)] for each in points]
    return Figure(title, note, svg(drawn), [texts.say("model"), across_title, texts.say("all")], rows)


def trend_figure(board: Board) -> Figure | None:
    """The overall scores over the versions of the leaderboard; None before there are two."""
    texts, versions = board.texts, board.versions
    if len(versions) < 2:
        return None
    names = list(dict.fromkeys(name for version in reversed(versions) for name in version.overall))
    lines = {
        name: [
            (float(place), 100 * version.overall[name])
            for place, version in enumerate(versions, 1)
            if name in version.overall
        ]
        for name in names[:_LINES]
    }
    rows = [
        [name, *(texts.number(100 * version.overall[name]) if name in version.overall else "—" for version in versions)]
        for name in names
    ]
    title = texts.say("chart_trend")
    drawn = line_chart(
        lines,
        title="",
        description=_told(rows),
        across=texts.say("version"),
        up=texts.say("all"),
        locale=texts.locale,
    )
    return Figure(title, texts.say("chart_trend_note"), svg(drawn), [texts.say("model"), *(_dated(versions))], rows)


def _dated(versions: Sequence[Version]) -> list[str]:
    return [f"{place}: {version.date}" for place, version in enumerate(versions, 1)]


def _told(rows: Sequence[Sequence[str]]) -> str:
    return "; ".join(f"{row[0]}: {', '.join(row[1:])}" for row in rows)
