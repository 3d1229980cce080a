from __future__ import annotations

import json
from pathlib import Path

import pytest

from minga.leaderboard import leaderboard
from tests.leaderboard.boards import PROJECT, SETTINGS, evaluation, right_answers, task, workspace


def test_the_same_task_asked_in_other_ways_shows_how_much_that_matters(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    mmlu = task(space, "andes_mmlu_es")
    results = [
        evaluation(space, "a", mmlu, [1.0] * 20 + [0.0] * 20),
        evaluation(space, "a", mmlu, [1.0] * 24 + [0.0] * 16, variant="@5shot", shots=5),
        evaluation(space, "a", mmlu, [1.0] * 30 + [0.0] * 10, variant="@chat"),
        evaluation(space, "a", mmlu, [1.0] * 10, variant="@part"),
        evaluation(space, "b", mmlu, right_answers(0.7), variant="@5shot", shots=5),
    ]
    board = leaderboard(results, [mmlu], {}, SETTINGS, PROJECT, space)
    numbers = json.loads((board.path / "scores.json").read_text(encoding="utf-8"))
    assert [score["value"] for score in numbers["scores"]] == [0.5]  # variants are not ranked
    [about] = numbers["sensitivity"]  # b has no score of its own, and a part of the items is no variant
    assert [(variant["name"], variant["shots"], variant["value"]) for variant in about["variants"]] == [
        ("", 0, 0.5),
        ("5shot", 5, 0.6),
        ("chat", 0, 0.75),
    ]
    assert about["spread"] == pytest.approx(0.25 / 0.75)
    assert [hole["model"] for hole in numbers["holes"]] == ["b"]
