"""Benchmark files for tests, and the items that are read from them."""

from __future__ import annotations

import json
from pathlib import Path

from minga.records import BenchmarkItem, rows_of
from minga.settings import BenchmarkSettings
from minga.tables import Table
from minga.translate import source_items
from minga.workspace import Workspace

__all__ = ["items_in", "lines", "settings", "table_of"]


def settings(path: str = "items.jsonl", **changes: object) -> BenchmarkSettings:
    return BenchmarkSettings.model_validate({"name": "trivia", "path": path, "licence": "CC-BY-4.0"} | changes)


def table_of(root: Path, name: str, content: str | bytes, **changes: object) -> Table:
    """The benchmark whose file `name` in `root` has this content."""
    (root / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return source_items(settings(name, **changes), root, Workspace(root / "data", root / ".minga"))


def items_in(table: Table) -> list[BenchmarkItem]:
    """The items in the order of their numbers."""
    items = [item for batch in table.batches() for item in rows_of(batch, BenchmarkItem)]
    return sorted(items, key=lambda item: (len(item.number), item.number))


def lines(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
