"""A picture of every task, as files."""

from __future__ import annotations

import pickle
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path

from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.charts import task_chart

__all__ = ["drawing"]

_MANY = 20
"""Tasks from which a process of its own, which takes two seconds to start, pays."""


@contextmanager
def drawing(board: Board, folder: Path) -> Iterator[None]:
    """Afterwards `folder` has a picture of every task; of many, they are drawn beside what the block does."""
    folder.mkdir()
    if len(board.tasks) < _MANY:
        yield
        _draw(board, folder)
        return
    # a fork would take over the locks of threads that it does not take over
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=_leave_interrupts_to_the_other) as beside:
        # as bytes at once: what the block looks up in the board is kept in it, while it would be on its way there
        drawn = beside.submit(_draw_packed, pickle.dumps(board), folder)
        yield
        drawn.result()


def _leave_interrupts_to_the_other() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _draw(board: Board, folder: Path) -> None:
    for task in board.tasks:
        (folder / f"{task}.svg").write_text(task_chart(task, board), encoding="utf-8")


def _draw_packed(board: bytes, folder: Path) -> None:
    _draw(pickle.loads(board), folder)  # noqa: S301  # it comes from the process that started this one
