"""The rounds of a plan as rows of its table, and back."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa

from minga.tables import Table
from minga.translate.planning.draws import Round
from minga.translate.planning.population import Floats, Ints

__all__ = ["SCHEMA", "order_of", "plan_rows", "rounds_of"]

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("place", pa.int32()),
        pa.field("sizes", pa.list_(pa.float64())),
        pa.field("seconds", pa.float64()),
        pa.field("affordable", pa.bool_()),
    ]
)
"""`place` counts from 0; `sizes` are those that the item was drawn with, one for each round in which it was left;
`seconds` is what it is expected to take one person, and `affordable` whether the hours of the plan reach it."""


def order_of(rounds: Sequence[Round]) -> Ints:
    """All items in the order in which they are to be validated."""
    return np.concatenate([one.items[: one.used] for one in rounds])


def plan_rows(ids: Sequence[str], rounds: Sequence[Round], seconds: Floats, affordable: int) -> list[dict[str, Any]]:
    """Rows of `SCHEMA` in the order of `ids`; the first `affordable` items of the order are marked."""
    sizes: list[list[float]] = [[] for _ in ids]
    for one in rounds:
        for item, size in zip(one.items.tolist(), one.sizes.tolist(), strict=True):
            sizes[item].append(size)
    places = np.argsort(order_of(rounds))
    return [
        {
            "id": name,
            "place": int(places[item]),
            "sizes": sizes[item],
            "seconds": round(float(seconds[item]), 1),
            "affordable": bool(places[item] < affordable),
        }
        for item, name in enumerate(ids)
    ]


def rounds_of(table: Table, ids: Sequence[str]) -> list[Round]:
    """The rounds of a plan over exactly the items `ids`, sorted; none where it is of other items."""
    rows = table.read().to_pylist()
    if [row["id"] for row in rows] != list(ids):
        return []
    order = sorted(range(len(rows)), key=lambda item: rows[item]["place"])
    starts = [*table.manifest.notes["rounds"], len(rows)]
    return [
        Round(
            items=np.array(order[start:], dtype=np.int64),
            sizes=np.array([rows[item]["sizes"][number] for item in order[start:]]),
            used=end - start,
        )
        for number, (start, end) in enumerate(pairwise(starts))
    ]
