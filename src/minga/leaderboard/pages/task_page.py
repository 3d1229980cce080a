"""What a task is, who made and who validated it, and what every model scored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.cells import Cell, gap_cell, place, score_cell
from minga.leaderboard.pages.groups import Lanes, lanes_of
from minga.leaderboard.pages.model_page import Fact
from minga.task_cards import TaskCard

__all__ = ["Listed", "TaskPage", "TaskRow", "origin_of", "task_list", "task_page"]


@dataclass(frozen=True)
class TaskRow:
    """A model on the task."""

    slug: str
    name: str
    place: str
    group: str
    lanes: tuple[int, ...]
    cell: Cell
    normalised: str
    flag: str


@dataclass(frozen=True)
class TaskPage:
    """The page of a task."""

    card: TaskCard
    title: str
    facts: list[Fact]
    rows: list[TaskRow]
    lanes: Lanes | None


@dataclass(frozen=True)
class Listed:
    """A task in the list of all."""

    card: TaskCard
    language: str
    family: str
    origin: str
    best: str
    """The highest score."""


def task_page(task: str, board: Board) -> TaskPage:
    """The page of the task `task`; models without a score come last, with the reason."""
    card, scores = board.tasks[task], board.by_task[task]
    lanes = lanes_of([score.group for score in scores])
    rows = [
        TaskRow(
            slug=score.model,
            name=board.models[score.model].name,
            place=place(score.places, position + 1, board.texts),
            group=score.group,
            lanes=lanes.rows[position] if lanes else (),
            cell=score_cell(score, card, board.texts),
            normalised=board.texts.number(100 * score.normalised),
            flag=_flag(score.model, task, board),
        )
        for position, score in enumerate(scores)
    ]
    done = {score.model for score in scores}
    rows += [
        TaskRow(slug, model.name, "—", "", (), gap_cell(slug, task, board), "", _flag(slug, task, board))
        for slug, model in board.models.items()
        if slug not in done
    ]
    return TaskPage(card, board.task_title(task), list(_facts(card, board)), rows, lanes)


def task_list(board: Board) -> list[Listed]:
    """All tasks, by language."""
    texts = board.texts
    return [
        Listed(
            card,
            texts.language(card.language),
            board.family(card.family) if card.family else "",
            texts.say(f"origin_{card.origin}"),
            texts.number(100 / card.maximum * board.by_task[name][0].value) if board.by_task[name] else "—",
        )
        for name, card in board.tasks.items()
    ]


def _flag(model: str, task: str, board: Board) -> str:
    flag = board.flags.get((model, task))
    return flag.evidence if flag else ""


def _facts(card: TaskCard, board: Board) -> Iterator[Fact]:
    texts = board.texts
    yield Fact(texts.say("fact_language"), texts.language(card.language), _language_path(card, board))
    if card.family:
        yield Fact(texts.say("fact_family"), board.family(card.family))
    yield Fact(texts.say("fact_items"), texts.count("items", card.items))
    yield Fact(texts.say("fact_metric"), texts.say(card.metric) if texts.has(card.metric) else card.metric)
    if card.random:
        yield Fact(texts.say("fact_chance"), texts.number(100 * card.random / card.maximum))
    if card.shots is not None:
        yield Fact(texts.say("fact_shots"), texts.number(card.shots, 0))
    yield Fact(texts.say("fact_origin"), origin_of(card, board))
    if card.validators:
        names = [name if name != "anonymous" else texts.say("anonymous") for name in card.validators]
        yield Fact(texts.say("validators"), ", ".join(names))
    if card.donor:
        yield Fact(texts.say("fact_donor"), card.donor)
    yield Fact(texts.say("licence"), card.licence)
    if card.source:
        yield Fact(texts.say("source"), card.source, card.source if card.source.startswith("https://") else "")
    if card.subtasks:
        yield Fact(texts.say("fact_parts"), texts.say(f"parts_{card.weighting}", n=texts.number(len(card.subtasks), 0)))


def _language_path(card: TaskCard, board: Board) -> str:
    return board.scope_path(card.language) if card.language in board.shown_scopes else ""


def origin_of(card: TaskCard, board: Board) -> str:
    """Who wrote the items and who looked at them, in words; simulated people count for nothing."""
    texts = board.texts
    if not card.translated:
        return texts.say("original")
    if not card.people:
        return texts.say("validated_by_nobody" if card.simulated else f"{card.origin}_only")
    share = texts.number(100 * card.validated, 0)
    kind = "validated" if card.validated >= 1 else f"{card.origin}_part"
    return texts.count(kind, len(card.people), share=share)
