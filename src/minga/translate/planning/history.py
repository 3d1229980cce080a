"""The order of a plan as rows of its table, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from minga.tables import Table
from minga.translate.planning.draws import Order
from minga.translate.planning.population import Floats

__all__ = ["SCHEMA", "order_of", "plan_rows"]

SCHEMA = pa.schema(
    [
        pa.field("id", pa.string()),
        pa.field("place", pa.int32()),
        pa.field("number", pa.float64()),
        pa.field("level", pa.float64()),
        pa.field("size", pa.float64()),
        pa.field("seconds", pa.float64()),
        pa.field("affordable", pa.bool_()),
    ]
)
"""`place` counts from 0; `number`, `level` and `size` are those of `Order`; `seconds` is what the item is expected to
take one person, and `affordable` whether the hours of the plan reach it."""


def plan_rows(ids: Sequence[str], order: Order, seconds: Floats, affordable: int) -> list[dict[str, Any]]:
    """Rows of `SCHEMA` in the order of `ids`; the first `affordable` items of the order are marked."""
    places = np.argsort(order.items)
    return [
        {
            "id": name,
            "place": int(places[item]),
            "number": float(order.numbers[item]),
            "level": float(order.levels[item]),
            "size": float(order.sizes[item]),
            "seconds": round(float(seconds[item]), 1),
            "affordable": bool(places[item] < affordable),
        }
        for item, name in enumerate(ids)
    ]


def order_of(table: Table, ids: Sequence[str]) -> Order | None:
    """The order of a plan over exactly the items `ids`; None where it is of other items."""
    rows = table.read()
    if rows["id"].to_pylist() != list(ids):
        return None
    numbers, levels, sizes = (np.array(rows[name].to_pylist()) for name in ("number", "level", "size"))
    by_place = np.argsort(np.array(rows["place"].to_pylist(), dtype=np.int64))
    return Order(numbers, levels, sizes, by_place[: table.manifest.notes["taken"]])
