"""Reads the items that lie beside this file, wherever the folder was moved to; lm-evaluation-harness calls `load`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

__all__ = ["load"]


def load(**_: Any) -> dict[str, Any]:
    """The items as the split `test`, without asking any network."""
    from datasets import Dataset

    # only a line feed ends a line: a text may hold other characters that splitlines() takes for an end
    with (Path(__file__).parent / "items.jsonl").open(encoding="utf-8", newline="\n") as lines:
        return {"test": Dataset.from_list([json.loads(line) for line in lines])}
