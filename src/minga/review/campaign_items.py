"""Where a campaign's items come from: the rows of a table. (`item_files` reads them from a file.)"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from minga.manifests import hash_of
from minga.records import BenchmarkItem, InstructionRecord, Record, records_of
from minga.source_pairs import with_sources
from minga.tables import Table

__all__ = ["Draft", "ItemSource", "prompts_as_items", "rows_as_items"]

_CHUNK = 2000


@dataclass(frozen=True)
class Draft:
    """What becomes an item."""

    record_id: str
    language: str
    payload: dict[str, Any]
    risk: float = 0.0
    """From 0 to 1: what is likely to be broken is looked at first."""
    contributor: str = ""
    """Who gave the text; `#12` for what person 12 wrote here, by whatever name."""


@dataclass(frozen=True)
class ItemSource:
    """The items that a campaign should have."""

    name: str
    """`Campaign.table_name`."""
    content: str
    """Hash of all that the items are made from."""
    read: Callable[[], Iterator[Draft]]
    """The items, always in the same order; read only when something changed."""


def rows_as_items(
    table: Table,
    sources: Table | None = None,
    *,
    name: str = "",
    authors: Mapping[str, int] | None = None,
    risks: Table | None = None,
    plan: Table | None = None,
) -> ItemSource:
    """One item a row of `table`; `sources` holds the benchmark items that the rows are translations of, and `authors`
    who wrote a record here, by its id. `risks` says how likely people have to change a row (`id`, `probability`), where
    it says that better than the row itself. A `plan` of the table (`minga translate plan`) takes the part of both: its
    first item has risk 1, its last nearly 0.

    A table has one campaign whose decisions it follows, which is known by the table's name; others, such as those that
    label its rows, need a `name`.
    """
    known = authors or {}
    model: type[Record] = BenchmarkItem if "benchmark" in table.manifest.columns else InstructionRecord

    def read() -> Iterator[Draft]:
        order = _learnt(risks) | _planned(plan)
        for source, record in _with_sources(table, sources, model):
            draft = _draft(record, source)
            draft = replace(draft, risk=order.get(record.id, draft.risk))
            author = next((known[one] for one in (record.id, *record.parents) if one in known), None)
            yield draft if author is None else replace(draft, contributor=f"#{author}")

    parts = [table.content or "", *(one.content or "" for one in (sources, risks, plan) if one is not None)]
    return ItemSource(name or table.name, hash_of(parts) if len(parts) > 1 else parts[0], read)


def prompts_as_items(table: Table, campaign: str) -> ItemSource:
    """The question of each instruction record of `table`, for people to write the answer; not of those written here."""

    def read() -> Iterator[Draft]:
        for record in records_of(table.batches(size=_CHUNK), InstructionRecord):
            if record.source.startswith("written/"):
                continue
            about = {"country": record.country, "domain": record.domain, "source": record.source}
            payload = {"prompt": record.prompt} | {name: value for name, value in about.items() if value}
            yield Draft(record.id, record.language, payload)

    return ItemSource(f"{table.name}@{campaign}", table.content or "", read)


def _with_sources(
    table: Table, sources: Table | None, model: type[Record]
) -> Iterator[tuple[BenchmarkItem | None, Record]]:
    """Every row of `table`, beside the item that it translates where there is one."""
    if sources is None:
        for record in records_of(table.batches(size=_CHUNK), model):
            yield None, record
        return
    with tempfile.TemporaryDirectory(prefix="minga-items-") as folder:
        yield from with_sources(sources, table, Path(folder))


def _draft(record: Record, source: BenchmarkItem | None) -> Draft:
    payload: dict[str, Any] = {"record": record.model_dump(mode="json", by_alias=True)}
    risk = record.risk if isinstance(record, BenchmarkItem) else 0.0
    if source is not None:
        payload["source"] = source.model_dump(mode="json", by_alias=True)
    return Draft(record.id, record.language, payload, risk, record.contributor)


def _learnt(risks: Table | None) -> dict[str, float]:
    if risks is None:
        return {}
    return {
        row["id"]: row["probability"] for batch in risks.batches(["id", "probability"]) for row in batch.to_pylist()
    }


def _planned(plan: Table | None) -> dict[str, float]:
    if plan is None:
        return {}
    return {
        row["id"]: 1 - row["place"] / plan.rows for batch in plan.batches(["id", "place"]) for row in batch.to_pylist()
    }
