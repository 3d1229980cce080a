"""The ranking of a scope: its rows in order, its columns, and the links that change either."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.cells import Cell, average_cell, place
from minga.leaderboard.pages.fields import Field, fields_of, usual
from minga.leaderboard.pages.groups import Lanes, lanes_of
from minga.leaderboard.pages.view import SIZES, View, kind_of, size_class
from minga.leaderboard.standings import ALL
from minga.leaderboard.texts import Texts

__all__ = ["Head", "Option", "Ranking", "Row", "ranking"]

PLACE, MODEL, AVERAGE = "place", "model", "average"


@dataclass(frozen=True)
class Head:
    """The heading of a column."""

    key: str
    title: str
    numeric: bool
    href: str = ""
    """To another order or page; empty where there is none."""
    sorted: str = ""
    """`ascending` or `descending` where the table is in this order."""


@dataclass(frozen=True)
class Row:
    """A model."""

    slug: str
    name: str
    about: str
    place: str
    group: str
    lanes: tuple[int, ...]
    average: Cell
    cells: list[Cell]
    marks: str
    """What a script filters by: size class, kind, open weights."""


@dataclass(frozen=True)
class Option:
    """One of several things to choose from, or a link to one."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Ranking:
    """The page of a scope."""

    scope: str
    title: str
    view: View
    heads: list[Head]
    rows: list[Row]
    of: int
    """Models before filtering."""
    lanes: Lanes | None
    languages: list[Option]
    """Rankings by language or variety; the value is the address."""
    families: list[Option]
    sizes: list[Option]
    kinds: list[Option]
    licences: list[Option]
    columns: dict[str, list[Option]]
    """Columns to choose from by part."""


def ranking(scope: str, view: View, board: Board) -> Ranking:
    """The ranking of a scope, as `view` asks for it; places stay those among all models."""
    fields = fields_of(scope, board)
    shown = [key for key in view.columns if key in fields] or usual(scope, board, fields)
    order = board.order(scope)
    groups = [average.group for average in board.rankings[scope]]
    lanes = lanes_of(groups)
    rows = _rows(scope, order, [fields[key] for key in shown], lanes, board)
    taken = [row for row in rows if view.takes(board.models[row.slug])]
    return Ranking(
        scope=scope,
        title="" if scope == ALL else board.scope_title(scope),
        view=view,
        heads=_heads(scope, view, [fields[key] for key in shown], board),
        rows=_sorted(taken, view, fields),
        of=len(rows),
        lanes=lanes,
        languages=_links(scope, board, family=False),
        families=_links(scope, board, family=True),
        sizes=_sizes(view, board),
        kinds=_kinds(view, board),
        licences=_licences(view, board),
        columns=_columns(fields, shown),
    )


def _rows(scope: str, order: Sequence[str], fields: Sequence[Field], lanes: Lanes | None, board: Board) -> list[Row]:
    ranked, texts = board.rankings[scope], board.texts
    floor = min([0.0, *(average.interval.low for average in ranked if average.interval)])
    rows = []
    for position, slug in enumerate(order):
        model = board.models[slug]
        average = ranked[position] if position < len(ranked) else None
        missing = board.standings.coverage(slug, board.scopes[scope])
        rows.append(
            Row(
                slug=slug,
                name=model.name,
                about=model.base if model.base != model.name else "",
                place=place(average.places, position + 1, texts) if average else "—",
                group=average.group if average else "",
                lanes=lanes.rows[position] if lanes and average else (),
                average=average_cell(average, floor, texts)
                if average
                else Cell(hole=texts.count("complete_holes", missing.of - missing.done)),
                cells=[field.cell(slug) for field in fields],
                marks=f"{size_class(model)} {kind_of(model)} {'open' * (model.open_weights is True)}".strip(),
            )
        )
    return rows


def _sorted(rows: list[Row], view: View, fields: dict[str, Field]) -> list[Row]:
    """The rows, given by their places, in the asked-for order: what has no value last, equal ones by their places."""
    if view.sort == MODEL:
        return sorted(rows, key=lambda row: row.name.casefold(), reverse=not view.ascending)
    field = fields.get(view.sort)
    if field is None:
        if view.sort == AVERAGE and view.ascending:
            ranked = [row for row in rows if not row.average.hole]
            return [*reversed(ranked), *(row for row in rows if row.average.hole)]
        return rows
    known_rows = [row for row in rows if field.worth(row.slug) is not None]
    unknown = [row for row in rows if field.worth(row.slug) is None]
    return sorted(known_rows, key=lambda row: field.worth(row.slug), reverse=not view.ascending) + unknown  # type: ignore[arg-type,return-value]  # one column has values of one kind


def _heads(scope: str, view: View, fields: Sequence[Field], board: Board) -> list[Head]:
    """Place, model, the average that ranks, and the columns; live, each heading sorts by its column."""
    texts = board.texts
    first = [
        Field(MODEL, texts.say("model"), "", lambda _: Cell(), lambda _: None, numeric=False),
        Field(
            AVERAGE,
            board.scope_title(scope) if scope != ALL else texts.say("all"),
            "",
            lambda _: Cell(),
            lambda _: None,
        ),
    ]
    sort = view.sort or AVERAGE
    return [
        Head(
            each.key,
            each.title,
            each.numeric,
            view.sorted_by(each.key).query() or "?" if board.live else each.href,
            ("ascending" if view.ascending else "descending") if sort == each.key else "",
        )
        for each in (*first, *fields)
    ]


def _links(scope: str, board: Board, *, family: bool) -> list[Option]:
    """Rankings beside this one: languages, or families within its language."""
    here = board.scopes[scope]
    return [
        Option(
            board.scope_path(name),
            board.family(each.family) if family else board.texts.language(each.language),
            name == scope,
        )
        for name, each in board.shown_scopes.items()
        if (each.family and each.language == here.language if family else each.language and not each.family)
    ]


def _sizes(view: View, board: Board) -> list[Option]:
    present = {size_class(model) for model in board.models.values()}
    return [
        Option(str(place), _size_name(low, high, board.texts), view.size == str(place))
        for place, (low, high) in enumerate(SIZES)
        if str(place) in present
    ]


def _size_name(low: float, high: float, texts: Texts) -> str:
    if not low:
        return texts.say("size_below", high=texts.number(high / 1e6, 0))
    if high == float("inf"):
        return texts.say("size_from", low=texts.number(low / 1e6, 0))
    return texts.say("size_between", low=texts.number(low / 1e6, 0), high=texts.number(high / 1e6, 0))


def _kinds(view: View, board: Board) -> list[Option]:
    present = {kind_of(model) for model in board.models.values()}
    return [
        Option(kind, board.texts.say(f"kind_{kind}"), view.kind == kind)
        for kind in ("base", "instruct", "tuned")
        if kind in present
    ]


def _licences(view: View, board: Board) -> list[Option]:
    present = sorted({model.licence for model in board.models.values() if model.licence})
    return [Option(licence, licence, view.licence == licence) for licence in present]


def _columns(fields: dict[str, Field], shown: Sequence[str]) -> dict[str, list[Option]]:
    parts: dict[str, list[Option]] = {}
    for field in fields.values():
        parts.setdefault(field.part, []).append(Option(field.key, field.title, field.key in shown))
    return parts
