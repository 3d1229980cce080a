"""The columns that a ranking can show, each with its cells and what to sort by."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.cells import Cell, average_cell, gap_cell
from minga.leaderboard.pages.view import kind_of
from minga.leaderboard.standings import ALL

__all__ = ["Field", "fields_of", "kind_name", "usual"]

_LEAN = 400
"""With more cells than this, columns beside the main one show no intervals: they are on the models' pages."""
_FACTS = ("size", "type", "coverage", "co2", "licence")


@dataclass(frozen=True)
class Field:
    """One column."""

    key: str
    title: str
    part: str
    """Of the list to choose from: `languages`, `families`, `tasks` or `facts`."""
    cell: Callable[[str], Cell]
    """By the model's slug."""
    worth: Callable[[str], float | str | None]
    """What to sort by; None comes last."""
    numeric: bool = True
    href: str = ""
    """Where the heading leads to."""


def fields_of(scope: str, board: Board) -> dict[str, Field]:
    """Every column that a ranking of `scope` can show, besides place, model and the average that it ranks by."""
    found = [*_averages(scope, board), *_tasks(scope, board), *_facts(scope, board)]
    return {each.key: each for each in found}


def usual(scope: str, board: Board, known: dict[str, Field]) -> list[str]:
    """The columns that are shown unless others are asked for: what the average consists of, and what a model is."""
    parts = ("languages", "families", "tasks") if scope == ALL else ("tasks",)
    there = [[key for key, each in known.items() if each.part == part] for part in parts]
    inner = next((keys for keys in there if keys), [])
    facts = [key for key in _FACTS if key in known and _told(known[key], board)]
    return inner + facts


def _told(field: Field, board: Board) -> bool:
    """Whether a column says anything: coverage only where there are holes, facts where some are known."""
    if field.key == "coverage":
        return bool(board.standings.holes)
    return any(field.worth(model) not in {None, ""} for model in board.models)


def _averages(scope: str, board: Board) -> Iterator[Field]:
    """The scopes inside of this one: languages and families of all, families of a language, languages of a family."""
    here = board.scopes[scope]
    for name, each in board.shown_scopes.items():
        narrower = bool(each.language) + bool(each.family) == bool(here.language) + bool(here.family) + 1
        inside = here.language in {"", each.language} and here.family in {"", each.family}
        if name != scope and narrower and inside:
            part = "languages" if each.language and not here.language else "families"
            yield _average_field(name, part, board)


def _average_field(name: str, part: str, board: Board) -> Field:
    scope, texts = board.scopes[name], board.texts
    title = texts.language(scope.language) if part == "languages" else board.family(scope.family)
    lean = len(board.models) * len(board.shown_scopes) > _LEAN

    def cell(model: str) -> Cell:
        average = board.averages.get((name, model))
        if average is None:
            covered = board.standings.coverage(model, scope)
            return Cell(hole=f"{covered.done}/{covered.of}")
        return Cell(texts.number(100 * average.value)) if lean else average_cell(average, 0.0, texts)

    def worth(model: str) -> float | None:
        average = board.averages.get((name, model))
        return average.value if average else None

    return Field(name, title, part, cell, worth, href=board.scope_path(name))


def _tasks(scope: str, board: Board) -> Iterator[Field]:
    for task in board.scopes[scope].weights:
        yield _task_field(task, scope, board)


def _task_field(task: str, scope: str, board: Board) -> Field:
    card, texts = board.tasks[task], board.texts
    title = card.benchmark if board.scopes[scope].language else board.task_title(task)

    def cell(model: str) -> Cell:
        score = board.scores.get((model, task))
        return Cell(texts.number(100 * score.normalised)) if score else Cell(hole="—", detail=_why(model))

    def _why(model: str) -> str:
        return gap_cell(model, task, board).hole

    def worth(model: str) -> float | None:
        score = board.scores.get((model, task))
        return score.normalised if score else None

    return Field(f"task:{task}", title, "tasks", cell, worth, href=f"tasks/{task}.html")


def _facts(scope: str, board: Board) -> Iterator[Field]:
    texts, models, within = board.texts, board.models, board.scopes[scope]

    def field(key: str, show: Callable[[str], str], worth: Callable[[str], float | str | None], numeric: bool) -> Field:
        return Field(key, texts.say(f"field_{key}"), "facts", lambda model: Cell(show(model)), worth, numeric)

    def size(model: str) -> str:
        parameters = models[model].parameters
        return texts.number(parameters / 1e6, 0) if parameters else ""

    def covered(model: str) -> str:
        covered = board.standings.coverage(model, within)
        return f"{covered.done}/{covered.of}"

    yield field("size", size, lambda model: models[model].parameters, True)
    yield field("licence", lambda model: models[model].licence, lambda model: models[model].licence or None, False)
    yield field("type", lambda model: kind_name(model, board), lambda model: kind_of(models[model]) or None, False)
    yield field("coverage", covered, lambda model: board.standings.coverage(model, within).done, True)
    if any(spent.co2_kg is not None for spent in board.spending.values()):
        yield field("co2", lambda model: _grams(model, board), lambda model: _co2(model, board), True)


def kind_name(model: str, board: Board) -> str:
    """What kind of model it is, in words; empty where that is not known."""
    kind = kind_of(board.models[model])
    return board.texts.say(f"kind_{kind}") if kind else ""


def _co2(model: str, board: Board) -> float | None:
    """Of all that the model was evaluated on; None where only a part is known, which would rank it by what is not."""
    spent = board.spending.get(model)
    return spent.co2_kg if spent and spent.tasks == spent.of else None


def _grams(model: str, board: Board) -> str:
    spent = board.spending.get(model)
    if spent is None or spent.co2_kg is None:
        return ""
    part = "" if spent.tasks == spent.of else "≥\N{NO-BREAK SPACE}"
    return part + board.texts.number(1000 * spent.co2_kg)
