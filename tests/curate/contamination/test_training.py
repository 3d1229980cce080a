from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from minga.curate.contamination import items_in_training
from minga.engine import Engine
from minga.settings import ContaminationSettings
from minga.tables import Artifact, Table
from minga.workspace import Workspace
from tests.evaluate.tasks import ITEMS, make_task
from tests.publish.projects import record, reviewed, workspace

NEUTRAL = "¿Qué plato se prepara en las fiestas del pueblo?"


def trained_on(space: Workspace, *questions: str) -> Table:
    answer = {"role": "assistant", "content": "Eso depende de a quién se le pregunte."}
    rows = [record(0, messages=[{"role": "user", "content": question}, answer]) for question in questions]
    return reviewed(space, sorted(rows, key=lambda row: row.id))


def exam(space: Workspace) -> Artifact:
    return make_task(space, "demo_saberes_es", items=[{**item, "context": ""} for item in ITEMS])


def evidence(space: Workspace, records: Table, tasks: Sequence[Artifact]) -> dict[str, str]:
    return items_in_training(records, tasks, ContaminationSettings(), space, Engine())


def test_an_item_among_the_training_records_is_evidence(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    records = trained_on(space, f"Responde: {str(ITEMS[2]['question']).upper()}", NEUTRAL)
    found = evidence(space, records, [exam(space)])
    assert list(found) == ["demo_saberes_es"]
    assert found["demo_saberes_es"].startswith(f"1 of {len(ITEMS)} items")


def test_records_without_any_item_are_no_evidence(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    assert evidence(space, trained_on(space, NEUTRAL), [exam(space)]) == {}


def test_a_dry_workspace_reads_what_was_found_and_looks_for_nothing(tmp_path: Path) -> None:
    space = workspace(tmp_path)
    records, task = trained_on(space, str(ITEMS[2]["question"]), NEUTRAL), exam(space)
    dry = workspace(tmp_path, dry=True)
    assert evidence(dry, records, [task]) == {}
    assert space.latest("overlaps/reviewed") is None
    assert evidence(dry, records, [task]) != evidence(space, records, [task])
    assert evidence(dry, records, [task]) == evidence(space, records, [task]) != {}
