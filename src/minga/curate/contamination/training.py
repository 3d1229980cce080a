"""Items that the project's own adapter was trained on: flags that its scores carry."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from minga.curate.contamination.item_texts import task_items
from minga.curate.contamination.overlaps import BENCHMARK, ITEMS, index_of, overlaps_with
from minga.curate.contamination.rule import contaminated
from minga.engine import Engine
from minga.settings import ContaminationSettings
from minga.tables import Artifact, Table
from minga.task_cards import ITEMS as FILE
from minga.workspace import Workspace

__all__ = ["items_in_training"]


def items_in_training(
    records: Table, tasks: Sequence[Artifact], settings: ContaminationSettings, workspace: Workspace, engine: Engine
) -> dict[str, str]:
    """Evidence by name of the task, for tasks of which any item stands in `records`.

    Only tasks whose items lie beside them are looked at; those of the installed harness are not at hand. What was found
    stays as the table `overlaps/NAME`, so that it is looked for once; a dry workspace that lacks it knows nothing.
    """
    looked = sorted((task for task in tasks if (task.path / FILE).is_file()), key=lambda task: task.name)
    if not looked or settings.policy == "off":
        return {}
    items = (item for task in looked for item in task_items(task))
    index = index_of("task-index", looked, lambda: items, settings, workspace)
    overlaps = overlaps_with(records, index, workspace, engine)
    if overlaps.state == "pending":
        return {}
    found: dict[str, set[str]] = {}
    for batch in overlaps.batches([ITEMS, BENCHMARK, "contamination.similarity"]):
        table = pa.table(batch)
        for row in table.filter(contaminated(table, settings)).to_pylist():
            for item, task in zip(row[ITEMS], row[BENCHMARK], strict=True):
                found.setdefault(task, set()).add(item)
    return {
        task: f"{len(found[task])} of {_count(artifact)} items stand in its training records, word for word or nearly"
        for artifact in looked
        if (task := artifact.own_name) in found
    }


def _count(task: Artifact) -> int:
    return sum(1 for _ in task_items(task))
