from __future__ import annotations

from pathlib import Path

import pytest

from minga.leaderboard.pages import pictures
from tests.leaderboard.pages.drawn_boards import drawn_board


def test_a_process_beside_draws_the_same_pictures_while_the_board_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = drawn_board()
    with pictures.drawing(board, tmp_path / "here"):
        pass
    monkeypatch.setattr(pictures, "_MANY", 1)
    busy = drawn_board()
    with pictures.drawing(busy, tmp_path / "beside"):
        assert busy.by_task
    here, beside = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("here", "beside")
    )
    assert here == beside
    assert set(here) == {f"{task}.svg" for task in board.tasks}
