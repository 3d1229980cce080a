"""Two models beside each other, on the tasks that both have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.cells import Cell, between, score_cell, signed
from minga.leaderboard.pages.items_page import ShownItem
from minga.leaderboard.pages.ranking import Option
from minga.leaderboard.pairs import Pair, ScopeDifference, TaskDifference
from minga.leaderboard.standings import ALL, Comparison
from minga.leaderboard.texts import Texts
from minga.results import ItemScores

__all__ = [
    "Alone", "Both", "Differing", "Matrix", "PairPage", "Versus", "differing", "is_known", "matrix", "pair_page",
    "pair_path", "static_pairs",
]  # fmt: skip

_LINKS, _SHORT = 5, 12
"""Items that are linked for each task and model, and letters of their names."""
STATIC_PAIRS = 10
"""In a folder of files every pair of so many models, the first ones, has a page: 45. On a server any pair has."""


@dataclass(frozen=True)
class Versus:
    """The difference of two models on a scope or a task."""

    title: str
    href: str
    difference: str
    brackets: str
    words: str
    verdict: str
    distinct: bool
    p: str
    paired: bool


@dataclass(frozen=True)
class Both:
    """A task that both models have."""

    task: str
    title: str
    first: Cell
    second: Cell
    versus: Versus


@dataclass(frozen=True)
class Differing:
    """A task's items that only one of two models got right."""

    task: str
    title: str
    of: int
    rows: tuple[list[int], list[int]]
    """Those of the first model and those of the second."""
    links: tuple[list[Option], list[Option]]
    """To the items, as far as a page shows them."""
    href: str = ""
    """Live: to all of them."""


@dataclass(frozen=True)
class Alone:
    """Two models that the standings do not compare."""

    pair: Pair
    """On the tasks that both have, by themselves."""
    together: Mapping[str, Comparison]
    """By scope, where both have an average: as in the ranking, together with all other pairs."""


@dataclass(frozen=True)
class PairPage:
    """The page of two models."""

    first: str
    second: str
    names: tuple[str, str]
    alone: bool
    """Whether the tasks' intervals are those of these two models alone, and do not hold together with other pairs."""
    scopes: list[Versus]
    tasks: list[Both]
    of: int
    """Tasks of the leaderboard."""
    tasks_only: tuple[list[str], list[str]]
    """Titles of the tasks that only one has."""
    unpaired: bool
    """Whether of some difference the answers to each item are not known."""
    differing: list[Differing]
    chosen: Differing | None
    """Live: the task whose items are shown."""
    items: list[ShownItem]
    """Of that task, on which the two differ."""


@dataclass(frozen=True)
class Matrix:
    """The first models against each other."""

    models: list[tuple[str, str]]
    rows: list[list[Cell]]
    """Difference of the row's overall score and the column's; empty on the diagonal."""


def pair_path(first: str, second: str) -> str:
    """Address of two models' page, which is the same for both orders."""
    return f"pairs/{'--'.join(sorted((first, second)))}.html"


def static_pairs(board: Board) -> dict[str, tuple[str, str]]:
    """The pairs that have a page in a folder of files, better one first, by its address."""
    first = list(board.models)[:STATIC_PAIRS]
    return {pair_path(one, other): (one, other) for one, other in combinations(first, 2)}


def is_known(first: str, second: str, board: Board) -> bool:
    """Whether the standings compare two models, which have every task."""
    return _compared(ALL, first, second, board) is not None and all(
        _compared(task, first, second, board) for task in board.tasks
    )


def matrix(board: Board) -> Matrix:
    """The first models against each other on everything; nothing where one has no overall score."""
    models = list(board.models)[:STATIC_PAIRS]
    return Matrix(
        [(model, board.models[model].name) for model in models],
        [[_difference(one, other, board) for other in models] for one in models],
    )


def _difference(one: str, other: str, board: Board) -> Cell:
    if one == other:
        return Cell()
    first, second = board.averages.get((ALL, one)), board.averages.get((ALL, other))
    href = pair_path(one, other)
    if first is None or second is None:
        return Cell("—", href=href)
    found = _compared(ALL, one, other, board)
    distinct = found is not None and found.distinct
    return Cell(
        signed(100 * (first.value - second.value), board.texts), detail="distinct" if distinct else "", href=href
    )


def pair_page(
    first: str,
    second: str,
    board: Board,
    differing: Sequence[Differing] = (),
    chosen: Differing | None = None,
    items: Sequence[ShownItem] = (),
    alone: Alone | None = None,
) -> PairPage:
    """The page of two models; what the standings do not compare is taken from `alone`."""
    done = {model: {task for task in board.tasks if (model, task) in board.scores} for model in (first, second)}
    both = [task for task in board.tasks if task in done[first] & done[second]]
    scopes = _scopes(first, second, board) if alone is None else _scopes_alone(alone, board)
    tasks = [_both(task, first, second, alone, board) for task in both]
    return PairPage(
        first=first,
        second=second,
        names=(board.models[first].name, board.models[second].name),
        alone=alone is not None,
        scopes=scopes,
        tasks=tasks,
        unpaired=not all(each.paired for each in (*scopes, *(task.versus for task in tasks))),
        of=len(board.tasks),
        tasks_only=tuple(  # type: ignore[arg-type]  # two of them
            [board.task_title(task) for task in board.tasks if task in done[one] - done[other]]
            for one, other in ((first, second), (second, first))
        ),
        differing=list(differing),
        chosen=chosen,
        items=list(items),
    )


def differing(task: str, first: ItemScores, second: ItemScores, board: Board, shown: Sequence[int]) -> Differing | None:
    """On which items two models differ, with links to those in the rows that the task's page shows; None where the
    answers are not about the same items, or nothing says item by item which are right."""
    if first.items != second.items or np.isnan([first.correct, second.correct]).any():
        return None
    rows = (_rows(first.correct > second.correct), _rows(second.correct > first.correct))
    return Differing(
        task=task,
        title=board.task_title(task),
        of=len(first.items),
        rows=rows,
        links=(_links(task, first, rows[0], shown), _links(task, first, rows[1], shown)),
    )


def _rows(where: NDArray[np.bool_]) -> list[int]:
    return [int(row) for row in np.flatnonzero(where)]


def _links(task: str, scored: ItemScores, rows: Sequence[int], shown: Sequence[int]) -> list[Option]:
    there = [scored.items[row] for row in rows if row in set(shown)][:_LINKS]
    return [Option(f"items/{task}.html#{quote(item)}", item[:_SHORT], False) for item in there]


def _compared(scope: str, first: str, second: str, board: Board) -> Comparison | None:
    """The comparison of two models, turned round where the standings have it the other way."""
    found = board.comparisons.get((scope, first, second))
    other = board.comparisons.get((scope, second, first))
    if found is not None or other is None:
        return found
    turned = {"low": -other.interval.high, "high": -other.interval.low}
    return other.model_copy(
        update={
            "first": first,
            "second": second,
            "difference": -other.difference,
            "interval": other.interval.model_copy(update=turned),
        }
    )


def _scopes(first: str, second: str, board: Board) -> list[Versus]:
    """The scopes on which both have an average."""
    found = []
    for scope in board.shown_scopes:
        one, other = board.averages.get((scope, first)), board.averages.get((scope, second))
        if one and other:
            compared = _compared(scope, first, second, board)
            title, href = board.scope_title(scope), board.scope_path(scope)
            found.append(_versus(title, href, one.value - other.value, compared, (first, second), board))
    return found


def _scopes_alone(alone: Alone, board: Board) -> list[Versus]:
    """The scopes of which both have some tasks, on these tasks; how many they are is in the title, if not all."""
    pair, found = alone.pair, []
    for each in pair.scopes:
        if each.scope in board.shown_scopes:
            of = len(board.scopes[each.scope].weights)  # with the tasks that neither has
            part = f" ({each.done}/{of})" if each.done < of else ""
            compared = alone.together.get(each.scope) if not part else None
            compared = compared or _comparison(each.scope, pair, each, each.p, board)
            title, href = board.scope_title(each.scope) + part, board.scope_path(each.scope)
            found.append(_versus(title, href, each.difference, compared, (pair.first, pair.second), board))
    return found


def _comparison(
    scope: str, pair: Pair, each: ScopeDifference | TaskDifference, p: float | None, board: Board
) -> Comparison | None:
    """A comparison of two models alone, as those of the standings are."""
    if each.interval is None or p is None:
        return None
    return Comparison(
        scope=scope,
        first=pair.first,
        second=pair.second,
        difference=each.difference,
        interval=each.interval,
        distinct=p < 1 - board.standings.confidence,
        paired=each.paired,
    )


def _both(task: str, first: str, second: str, alone: Alone | None, board: Board) -> Both:
    one, other, card = board.scores[first, task], board.scores[second, task], board.tasks[task]
    if alone is None:
        found = _compared(task, first, second, board)
        p = found.mcnemar if found else None
    else:
        each = next((each for each in alone.pair.tasks if each.task == task), None)
        found = _comparison(task, alone.pair, each, each.corrected, board) if each else None
        p = each.corrected if each else None
    title, href = board.task_title(task), f"tasks/{task}.html"
    versus = _versus(title, href, one.normalised - other.normalised, found, (first, second), board, p)
    cells = [score_cell(score, card, board.texts) for score in (one, other)]
    return Both(task, title, cells[0], cells[1], versus)


def _versus(
    title: str,
    href: str,
    difference: float,
    found: Comparison | None,
    pair: tuple[str, str],
    board: Board,
    p: float | None = None,
) -> Versus:
    texts = board.texts
    first = board.models[pair[0] if difference >= 0 else pair[1]].name
    if found is None:
        return Versus(title, href, signed(100 * difference, texts), "", texts.say("no_interval"), "", False, "", True)
    low, high = 100 * found.interval.low, 100 * found.interval.high
    return Versus(
        title=title,
        href=href,
        difference=signed(100 * difference, texts),
        brackets=texts.brackets(low, high),
        words=between(found.interval, 100, texts),
        verdict=texts.say("better" if found.distinct else "same", first=first),
        distinct=found.distinct,
        p="" if p is None else _p_value(p, texts),
        paired=found.paired,
    )


def _p_value(p: float, texts: Texts) -> str:
    return f"< {texts.number(0.001, 3)}" if p < 0.001 else texts.number(p, 3)
