from __future__ import annotations

from pathlib import Path

from minga.evaluate.contamination import items_in_training
from minga.tables import Artifact, Table
from minga.workspace import Workspace
from tests.evaluate.tasks import ITEMS, make_task
from tests.publish.projects import record, reviewed, workspace

NEUTRAL = "¿Qué plato se prepara en las fiestas del pueblo?"


def trained_on(space: Workspace, *questions: str) -> Table:
    answer = {"role": "assistant", "content": "Eso depende de a quién se le pregunte."}
    rows = [record(0, messages=[{"role": "user", "content": question}, answer]) for question in questions]
    return reviewed(space, rows)


def exam(space: Workspace) -> Artifact:
    return make_task(space, "demo_saberes_es", items=[{**item, "context": ""} for item in ITEMS])


def test_an_item_among_the_training_records_is_evidence(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    records = trained_on(space, f"Responde: {str(ITEMS[2]['question']).upper()}", NEUTRAL)
    found = items_in_training(records, [exam(space)])
    assert list(found) == ["demo_saberes_es"]
    assert found["demo_saberes_es"].startswith("1 of ")


def test_records_without_any_item_are_no_evidence(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    assert items_in_training(trained_on(space, NEUTRAL), [exam(space)]) == {}
