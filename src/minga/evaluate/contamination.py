"""Items that the project's own adapter was trained on: flags that its scores carry."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from minga.item_overlap import ItemOverlap
from minga.tables import Artifact, Table
from minga.task_cards import ITEMS

__all__ = ["items_in_training"]


def items_in_training(records: Table, tasks: Sequence[Artifact]) -> dict[str, str]:
    """Evidence by name of the task, for tasks of which any item stands word for word in `records`.

    Only tasks whose items lie beside them are looked at; those of the installed harness are not at hand.
    """
    looked = {
        task.name.removeprefix("tasks/"): ItemOverlap(_questions(task.path / ITEMS))
        for task in tasks
        if (task.path / ITEMS).is_file()
    }
    found: dict[str, set[str]] = {name: set() for name in looked}
    for batch in records.batches(["messages"]):
        for messages in batch["messages"].to_pylist():
            text = "\n".join(message["content"] for message in messages)
            for name, overlap in looked.items():
                found[name] |= overlap.found_in(text)
    return {
        name: f"{len(items)} of {looked[name].items} items stand in its training records, 13 words in a row"
        for name, items in found.items()
        if items
    }


def _questions(path: Path) -> Iterator[tuple[str, str]]:
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            document: Mapping[str, Any] = json.loads(line)
            yield str(document["id"]), f"{document.get('context', '')} {document['question']}".strip()
