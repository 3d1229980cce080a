"""The leaderboard as a static Space."""

from __future__ import annotations

from pathlib import Path

import pytest

from minga.errors import InputError
from minga.publish import publish_leaderboard
from minga.publish.card_schema import front_matter
from minga.workspace import Recipe
from tests.publish.projects import IMPRINT, benchmark_tables, evaluation, leaderboard, task, workspace
from tests.publish.test_dataset import card_of, files_of


def test_the_page_and_its_data_become_a_static_space(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    on = task(space, benchmark_tables(space)[1], "recetas_saberes_es")
    board = leaderboard(space, [evaluation(space, on, 0.5)], [on])
    release = publish_leaderboard(board, IMPRINT, space)
    files = files_of(release)
    assert {path: files[path] for path in files_of(board)} == files_of(board)
    head = front_matter(card_of(release))
    assert (head["sdk"], head["app_file"]) == ("static", "index.html")
    assert len(head["short_description"]) <= 60
    assert "- `scores.json`" in card_of(release)
    assert "| `validated/saberes-es` | review | 6 | 4 | 2 rejected |" in card_of(release)


def test_a_leaderboard_without_a_page_is_refused(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    empty = space.make_folder(Recipe("leaderboard", "leaderboard", 1), lambda folder, notes: None)
    with pytest.raises(InputError, match="minga leaderboard"):
        publish_leaderboard(empty, IMPRINT, space)
