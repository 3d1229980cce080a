from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from minga.errors import InputError
from minga.results import Answer, Score, answers, item_scores, score, write_items
from minga.tables import Artifact
from minga.workspace import Recipe, Workspace

GIVEN = [
    Answer("item-1", 1.0, "0", "0", (-4.5, -9.5), cluster="passage-1", subtask="history"),
    Answer("item-2", None, "Tegucigalpa", "Managua"),
]


def evaluation(root: Path, given: list[Answer] | None, stage: str = "evaluate") -> Artifact:
    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / "results.json").write_text("{}")
        if given is not None:
            write_items(folder, given)
        notes |= {"task": "demo", "metric": "acc", "value": 0.5, "items": 2, "higher_is_better": True}

    space = Workspace(root / "data", root / ".minga")
    return space.make_folder(Recipe("evaluations/model/demo", stage, 1), build)


def test_answers_come_back_as_they_were_written(tmp_path: Path) -> None:
    assert list(answers(evaluation(tmp_path, GIVEN))) == GIVEN


def test_statistics_read_the_columns_that_they_need(tmp_path: Path) -> None:
    scores = item_scores(evaluation(tmp_path, GIVEN))
    assert scores is not None
    assert (scores.items, scores.clusters, scores.subtasks) == (
        ["item-1", "item-2"],
        ["passage-1", ""],
        ["history", ""],
    )
    np.testing.assert_array_equal(scores.correct, [1.0, np.nan])


@pytest.mark.parametrize("stage", ["evaluate", "import"])
def test_a_score_without_items_is_a_score(tmp_path: Path, stage: str) -> None:
    made = evaluation(tmp_path, None, stage)
    assert score(made) == Score("acc", 0.5, 2, True)
    assert (list(answers(made)), item_scores(made)) == ([], None)


def test_another_artifact_is_refused(tmp_path: Path) -> None:
    other = evaluation(tmp_path, GIVEN, "tune")
    for read in (score, item_scores, lambda made: list(answers(made))):
        with pytest.raises(InputError, match="is no evaluation"):
            read(other)
