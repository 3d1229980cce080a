"""The page of a task's items: what was asked, what was right, and who chose what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.items import ALL_RIGHT, DIVIDED, NONE_RIGHT, Item, Rates, choose, read_items
from minga.leaderboard.pages.ranking import Option
from minga.results import Answer
from minga.tables import Artifact
from minga.task_cards import TaskCard

__all__ = ["Choice", "ItemsPage", "ShownItem", "items_page", "shown_item"]

STATIC_ITEMS, STATIC_MODELS = 40, 20
"""In a folder of files a task shows so many items, and the answers of so many models to them: 65 tasks of 1,000 items
and 200 models would be 13 million answers. Everything is in the evaluations, and on a server every item is shown."""
PER_PAGE = 20
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class Choice:
    """One of an item's choices, or an answer that was written, and the models that gave it."""

    letter: str
    text: str
    right: bool
    models: list[tuple[str, str]]
    """Slug and name."""


@dataclass(frozen=True)
class ShownItem:
    """An item on the page."""

    id: str
    question: str
    choices: list[Choice]
    reference: str
    """Where the answer is written."""
    right: str
    """How many models got it right: `3/5`."""


@dataclass(frozen=True)
class ItemsPage:
    """Items of a task."""

    card: TaskCard
    title: str
    items: list[ShownItem]
    of: int
    counts: dict[str, int]
    """Items that no model, all models and some models got right."""
    kinds: list[Option]
    """Live: which items; the value is a query string."""
    pages: list[Option]
    """Live: the pages; the value is a query string."""
    models: int
    """Whose answers are shown."""
    all_models: int


def items_page(
    task: str, board: Board, rates: Rates, evaluations: Mapping[str, Artifact], which: str = "", page: int = 1
) -> ItemsPage:
    """The page; `evaluations` of the task by model, best first. Live it has all items, a few a page."""
    rows = [row for row in range(len(rates.items)) if which in {"", rates.kind(row)}]
    shown = rows[(page - 1) * PER_PAGE : page * PER_PAGE] if board.live else choose(rates, STATIC_ITEMS)
    asked = evaluations if board.live else dict(list(evaluations.items())[:STATIC_MODELS])
    found = read_items(shown, rates, asked)
    kinds = [rates.kind(row) for row in range(len(rates.items))]
    return ItemsPage(
        card=board.tasks[task],
        title=board.task_title(task),
        items=[shown_item(item, board.tasks[task], board) for item in found],
        of=len(rates.items),
        counts={kind: kinds.count(kind) for kind in (NONE_RIGHT, ALL_RIGHT, DIVIDED)},
        kinds=_kinds(which, board) if board.live else [],
        pages=_pages(which, page, len(rows)) if board.live else [],
        models=len(asked),
        all_models=len(evaluations),
    )


def shown_item(item: Item, card: TaskCard, board: Board) -> ShownItem:
    """An item of a task with the models grouped by their answers."""
    letters = bool(item.choices)
    return ShownItem(
        id=item.id,
        question=item.question,
        choices=_choices(item, board) if letters else _written(item, card.maximum, board),
        reference="" if letters else item.target,
        right=f"{board.texts.number(item.right, 0 if float(item.right).is_integer() else 2)}/{item.models}",
    )


def _choices(item: Item, board: Board) -> list[Choice]:
    return [
        Choice(
            letter=_LETTERS[place] if place < len(_LETTERS) else str(place + 1),
            text=text,
            right=str(place) == item.target,
            models=_named([model for model, answer in item.answers.items() if answer.prediction == str(place)], board),
        )
        for place, text in enumerate(item.choices)
    ]


def _written(item: Item, maximum: float, board: Board) -> list[Choice]:
    """Answers that were written, the same ones together; only numbers of choices where the samples are not there."""
    groups: dict[tuple[str, bool], list[str]] = {}
    for model, answer in item.answers.items():
        groups.setdefault((answer.prediction[:1000], _is_right(answer, maximum)), []).append(model)
    return [Choice("", text, right, _named(models, board)) for (text, right), models in groups.items()]


def _is_right(answer: Answer, maximum: float) -> bool:
    return answer.correct is not None and answer.correct >= maximum


def _named(models: Sequence[str], board: Board) -> list[tuple[str, str]]:
    return [(model, board.models[model].name) for model in models]


def _kinds(which: str, board: Board) -> list[Option]:
    return [
        Option(
            f"?{urlencode({'which': kind})}" if kind else "?",
            board.texts.say(f"items_{kind or 'every'}"),
            kind == which,
        )
        for kind in ("", NONE_RIGHT, ALL_RIGHT, DIVIDED)
    ]


def _pages(which: str, page: int, items: int) -> list[Option]:
    """First, last, and those around this one."""
    last = max(1, -(-items // PER_PAGE))
    numbers = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    query = {"which": which} if which else {}
    return [Option(f"?{urlencode({**query, 'page': number})}", str(number), number == page) for number in numbers]
