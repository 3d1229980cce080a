"""What a table's cell says: numbers already as people read them, with their interval and its drawing."""

from __future__ import annotations

from dataclasses import dataclass

from minga.leaderboard.columns import Gap
from minga.leaderboard.pages.board import Board
from minga.leaderboard.standings import Average, Interval, Score
from minga.leaderboard.texts import Texts
from minga.task_cards import TaskCard

__all__ = ["Cell", "Mark", "average_cell", "between", "gap_cell", "place", "score_cell", "signed"]


@dataclass(frozen=True)
class Mark:
    """A point on a whisker, in percent of the width."""

    at: str
    low: str
    width: str
    chance: str = ""
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
    href: str = ""
    """Where the cell leads to, from the leaderboard's root."""


def average_cell(average: Average, floor: float, texts: Texts) -> Cell:
    """An average of normalised scores, drawn from `floor` to 1."""
    return _cell(average.value, average.interval, 100.0, (floor, 1.0), None, texts)


def score_cell(score: Score, card: TaskCard, texts: Texts) -> Cell:
    """A score as the harness reports it, of 100, drawn from 0 to the best that can be."""
    return _cell(score.value, score.interval, 100 / card.maximum, (0.0, card.maximum), card.random, texts)


def gap_cell(model: str, task: str, board: Board) -> Cell:
    """Why there is no score."""
    gap, texts = board.gaps.get((model, task), Gap(reason="not-run")), board.texts
    if gap.reason in {"failed", "timeout"}:
        words = texts.say(gap.reason, detail="").strip()
        return Cell(hole=words, detail=gap.detail, href=board.logs.get((model, task), ""))
    return Cell(hole=texts.say(gap.reason, detail=gap.detail), href=board.logs.get((model, task), ""))


def place(places: tuple[int, int] | None, position: int, texts: Texts) -> str:
    """A place, `3`, or those that a model may have, `1–4`."""
    best, worst = places or (position, position)
    return texts.number(best, 0) if best == worst else f"{texts.number(best, 0)}–{texts.number(worst, 0)}"


def signed(value: float, texts: Texts) -> str:
    """A difference with its sign."""
    return ("+" if round(value, 1) > 0 else "") + texts.number(value)


def between(interval: Interval, scale: float, texts: Texts) -> str:
    """An interval in words."""
    low, high = texts.number(scale * interval.low), texts.number(scale * interval.high)
    return texts.say("interval_in_words", low=low, high=high)


def _cell(
    value: float,
    interval: Interval | None,
    scale: float,
    axis: tuple[float, float],
    chance: float | None,
    texts: Texts,
) -> Cell:
    """A number shown as `scale * value`, and its mark on an axis."""
    if interval is None:
        return Cell(texts.number(scale * value), texts.say("no_interval"))
    low, high = axis

    def share(number: float) -> float:
        return round(100 * min(1.0, max(0.0, (number - low) / (high - low))), 1)

    left, right = share(interval.low), share(interval.high)
    return Cell(
        value=texts.number(scale * value),
        brackets=texts.brackets(scale * interval.low, scale * interval.high),
        words=between(interval, scale, texts),
        mark=Mark(f"{share(value):g}", f"{left:g}", f"{right - left:.1f}", f"{share(chance):g}" if chance else ""),
    )
