"""What benchmark items say, as records are searched for it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minga.tables import Artifact, Table
from minga.task_cards import ITEMS

__all__ = ["COLUMNS", "ItemText", "items_of", "task_items"]

COLUMNS = ["id", "benchmark", "source_item", "context", "question", "choices", "answer", "reference"]


@dataclass(frozen=True)
class ItemText:
    """One item."""

    id: str
    benchmark: str
    root: str
    """Id of the item that this one is a translation of, else its own: versions of one item share it."""
    context: str
    question: str
    answer: str
    """The right one."""

    @property
    def asked(self) -> str:
        """Context and question."""
        return f"{self.context}\n{self.question}" if self.context else self.question

    @property
    def answered(self) -> str:
        """Question and right answer."""
        return f"{self.question}\n{self.answer}"


def items_of(tables: Sequence[Table]) -> Iterator[ItemText]:
    """The items of some tables of benchmark items, one table after the other; an item that stands in two comes once."""
    seen: set[str] = set()
    for table in tables:
        for batch in table.batches(COLUMNS):
            for row in batch.to_pylist():
                if row["id"] not in seen:
                    seen.add(row["id"])
                    yield _item(row, row["benchmark"], row["source_item"])


def task_items(task: Artifact) -> Iterator[ItemText]:
    """The items that lie beside a task (`items.jsonl`), with the task's name as their benchmark's."""
    with (task.path / ITEMS).open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            yield _item(json.loads(line), task.own_name)


def _item(row: Mapping[str, Any], benchmark: str, source_item: str | None = None) -> ItemText:
    choices, answer = row.get("choices") or [], row.get("answer")
    right = choices[answer] if isinstance(answer, int) and answer < len(choices) else row.get("reference")
    asked = (str(row.get("context") or ""), str(row["question"]))
    return ItemText(str(row["id"]), benchmark, source_item or str(row["id"]), *asked, str(right or ""))
