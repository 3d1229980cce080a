from __future__ import annotations

from pathlib import Path

import pytest

from minga.errors import InputError
from minga.task_cards import TaskCard, read_task
from tests.leaderboard.boards import task, workspace


@pytest.mark.parametrize(
    ("card", "what"),
    [
        ({"items": "many"}, "items: "),
        ({"task": "../escape"}, "task: "),
        ({"validated": 1.5}, "validated: "),
        ({"random": 1.0}, "guessing scores 1"),
    ],
)
def test_a_card_that_cannot_be_used_says_where_and_what_to_do(
    tmp_path: Path, card: dict[str, object], what: str
) -> None:
    broken = task(workspace(tmp_path), "andes_mmlu_es", **card)
    with pytest.raises(InputError) as caught:
        read_task(broken)
    assert caught.value.what.startswith(what)
    assert str(caught.value.where).endswith("minga-task.json")
    assert caught.value.hint == "make the task anew: minga benchmark"


def test_simulated_people_are_not_counted_among_the_validators() -> None:
    card = TaskCard(
        task="t",
        benchmark="b",
        language="es",
        metric="acc",
        items=1,
        licence="MIT",
        validators=("Rosa", "X (simulada)"),
    )
    assert card.people == ["Rosa"]
    assert card.simulated
