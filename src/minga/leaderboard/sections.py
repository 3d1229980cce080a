"""What the page's tables say, cell by cell: numbers already as people read them."""

from __future__ import annotations

from dataclasses import dataclass

from minga.leaderboard.columns import ModelCard
from minga.leaderboard.standings import ALL, Average, Comparison, Hole, Interval, Score, Standings
from minga.leaderboard.texts import Texts
from minga.task_cards import TaskCard

__all__ = [
    "Against", "Cell", "Mark", "Rank", "Ranks", "Row", "Scope", "TaskTable", "comparisons", "ranks", "task_table",
]  # fmt: skip


@dataclass(frozen=True)
class Mark:
    """A point on a whisker, in percent of the width."""

    at: str
    low: str
    high: str
    chance: str
    """Empty where it is the edge."""


@dataclass(frozen=True)
class Cell:
    """A number with its interval, or why there is none."""

    value: str = ""
    brackets: str = ""
    words: str = ""
    """The interval for those who hear the page."""
    mark: Mark | None = None
    hole: str = ""
    detail: str = ""
    """In the words of what failed, which are English."""


@dataclass(frozen=True)
class Rank:
    """A model in the ranking."""

    place: str
    model: ModelCard
    about: str
    letters: str
    overall: Cell
    languages: list[Cell]


@dataclass(frozen=True)
class Ranks:
    """The ranking; with one language its mean is the overall one, and no column is said twice."""

    languages: list[str]
    rows: list[Rank]


@dataclass(frozen=True)
class Row:
    """A model on a task."""

    model: ModelCard
    letters: str
    raw: Cell
    normalised: str


@dataclass(frozen=True)
class TaskTable:
    """A task and what every model scored on it."""

    card: TaskCard
    about: str
    validation: str
    validators: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class Against:
    """Two models on one scope."""

    first: str
    second: str
    difference: str
    brackets: str
    words: str
    mcnemar: str
    """Empty where it does not apply."""
    distinct: bool


@dataclass(frozen=True)
class Scope:
    """Who can be told apart from whom on one scope."""

    name: str
    rows: list[Against]
    tested: bool
    """Whether there are McNemar's p-values."""


def ranks(standings: Standings, texts: Texts) -> Ranks:
    """The ranking: complete models by their place, then those with holes."""
    found = {(average.scope, average.model): average for average in standings.averages}
    tags = standings.languages if len(standings.languages) > 1 else []
    floor = min([0.0, *(average.interval.low for average in standings.averages if average.interval)])
    order = [average.model for average in standings.averages if average.scope == ALL]
    rows = []
    for model in standings.models:
        overall = found.get((ALL, model.slug))
        rows.append(
            Rank(
                place=_place(overall, order, texts),
                model=model,
                about=_about(model, texts),
                letters=overall.group if overall else "",
                overall=_average(overall, _missing(standings, model.slug, None), floor, texts),
                languages=[
                    _average(found.get((tag, model.slug)), _missing(standings, model.slug, tag), floor, texts)
                    for tag in tags
                ],
            )
        )
    return Ranks([texts.language(tag) for tag in tags], rows)


def task_table(card: TaskCard, standings: Standings, texts: Texts) -> TaskTable:
    """One task: its facts and its rows, best first, holes last."""
    models = {model.slug: model for model in standings.models}
    scores = [score for score in standings.scores if score.task == card.task]
    holes = [hole for hole in standings.holes if hole.task == card.task]
    metric = texts.say(card.metric) if texts.has(card.metric) else card.metric
    chance = texts.say("chance", score=texts.number(100 * card.random / card.maximum))
    return TaskTable(
        card=card,
        about=" · ".join([texts.count("items", card.items), metric, *([chance] if card.random else [])]),
        validation=_validation(card, texts),
        validators=[name if name != "anonymous" else texts.say("anonymous") for name in card.validators],
        rows=[_row(models[score.model], score, card, texts) for score in scores]
        + [Row(models[hole.model], "", _hole(hole, texts), "") for hole in holes],
    )


def comparisons(standings: Standings, texts: Texts) -> list[Scope]:
    """Who can be told apart: on everything, in each language, on each task."""
    names = {model.slug: model.name for model in standings.models}
    titles = {ALL: texts.say("all")} if len(standings.tasks) > 1 else {}
    if len(standings.languages) > 1:
        titles |= {tag: texts.language(tag) for tag in standings.languages}
    titles |= {task.task: f"{task.benchmark} · {texts.language(task.language)}" for task in standings.tasks}
    found: dict[str, list[Comparison]] = {scope: [] for scope in titles}
    for comparison in standings.comparisons:
        if comparison.scope in titles:
            found[comparison.scope].append(comparison)
    return [
        Scope(
            titles[scope],
            [_against(comparison, names, texts) for comparison in given],
            any(comparison.mcnemar is not None for comparison in given),
        )
        for scope, given in found.items()
        if given
    ]


def _against(comparison: Comparison, names: dict[str, str], texts: Texts) -> Against:
    first, second = comparison.first, comparison.second
    difference, interval = 100 * comparison.difference, comparison.interval
    return Against(
        first=names[first],
        second=names[second],
        difference=("+" if round(difference, 1) > 0 else "") + texts.number(difference),
        brackets=texts.brackets(100 * interval.low, 100 * interval.high),
        words=_in_words(interval, 100, texts),
        mcnemar="" if comparison.mcnemar is None else _p_value(comparison.mcnemar, texts),
        distinct=comparison.distinct,
    )


def _p_value(p: float, texts: Texts) -> str:
    return f"< {texts.number(0.001, 3)}" if p < 0.001 else texts.number(p, 3)


def _place(overall: Average | None, order: list[str], texts: Texts) -> str:
    if overall is None:
        return "—"
    best, worst = overall.places or (order.index(overall.model) + 1,) * 2
    return texts.number(best, 0) if best == worst else f"{texts.number(best, 0)}–{texts.number(worst, 0)}"


def _about(model: ModelCard, texts: Texts) -> str:
    parts = [model.base] if model.base and model.base != model.name else []
    if model.parameters:
        parts.append(texts.say("parameters", n=texts.number(model.parameters / 1e6, 0)))
    return " · ".join(parts + ([texts.say("tuned")] if model.tuned else []))


def _missing(standings: Standings, model: str, tag: str | None) -> int:
    """How many scores a model lacks, in one language or in all."""
    tasks = {task.task for task in standings.tasks if tag in {None, task.language}}
    return sum(hole.model == model and hole.task in tasks for hole in standings.holes)


def _average(average: Average | None, missing: int, floor: float, texts: Texts) -> Cell:
    if average is None:
        return Cell(hole=texts.count("complete_holes", missing))
    return _cell(average.value, average.interval, 100.0, floor, 1.0, None, texts)


def _row(model: ModelCard, score: Score, card: TaskCard, texts: Texts) -> Row:
    cell = _cell(score.value, score.interval, 100 / card.maximum, 0.0, card.maximum, card.random, texts)
    return Row(model, score.group, cell, texts.number(100 * score.normalised))


def _hole(hole: Hole, texts: Texts) -> Cell:
    gap = hole.gap
    if gap.reason == "failed":
        return Cell(hole=texts.say("failed", detail="").strip(), detail=gap.detail)
    return Cell(hole=texts.say(gap.reason, detail=gap.detail))


def _cell(
    value: float, interval: Interval | None, scale: float, low: float, high: float, chance: float | None, texts: Texts
) -> Cell:
    """A number shown as `scale * value`, and its mark on an axis from `low` to `high`."""
    if interval is None:
        return Cell(texts.number(scale * value), texts.say("no_interval"))

    def place(number: float) -> str:
        return f"{100 * min(1.0, max(0.0, (number - low) / (high - low))):.1f}%"

    return Cell(
        value=texts.number(scale * value),
        brackets=texts.brackets(scale * interval.low, scale * interval.high),
        words=_in_words(interval, scale, texts),
        mark=Mark(place(value), place(interval.low), place(interval.high), place(chance or 0.0)),
    )


def _in_words(interval: Interval, scale: float, texts: Texts) -> str:
    low, high = texts.number(scale * interval.low), texts.number(scale * interval.high)
    return texts.say("interval_in_words", low=low, high=high)


def _validation(card: TaskCard, texts: Texts) -> str:
    if not card.translated:
        return texts.say("original")
    if not card.people:
        return texts.say("validated_by_nobody" if card.simulated else "machine")
    share = texts.number(100 * card.validated, 0)
    return texts.count("validated" if card.validated >= 1 else "validated_part", len(card.people), share=share)
