"""Generated instruction records in Spanish: natural text, recombined, with near-copies, as a table of a project."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
from _near_duplicates.corpus import edited, passage, streams

from minga.records import InstructionRecord, to_batch
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["make_late_records", "make_records", "project_space"]

_BATCH = 10_000


def project_space(folder: Path) -> Workspace:
    """Where the artifacts of the measured run are."""
    return Workspace(folder / "data", folder / ".minga")


def make_records(folder: Path, packages: Path, count: int) -> Table:
    """The table `donations/generated`, with ids that ascend; one record in ten is an edited copy."""

    def build(writer: TableWriter) -> None:
        writer.count_in(count)
        for batch in _batches(packages, count):
            writer.write(batch)

    recipe = Recipe("donations/generated", "test", 1, inputs={"count": str(count)})
    return project_space(folder).make_table(recipe, InstructionRecord.schema, build)


def make_late_records(folder: Path, packages: Path, corpus: Table, count: int) -> Table:
    """The table `donations/late`; one record in ten is an edited copy of a record of `corpus`."""
    rng = np.random.default_rng(2)
    copied = np.zeros(corpus.rows, bool)
    copied[rng.choice(corpus.rows, count // 10, replace=False)] = True
    found = [messages for batch in corpus.selected(copied, ["messages"]) for messages in batch["messages"].to_pylist()]
    copies = [[question, answer | {"content": edited(answer["content"], rng)}] for question, answer in found]
    fresh = _conversations(_spanish(packages), rng, count - len(copies))

    def build(writer: TableWriter) -> None:
        writer.count_in(count)
        writer.write(_rows(copies + fresh, corpus.rows))

    recipe = Recipe("donations/late", "test", 1, inputs={"count": str(count)}, parents=[corpus])
    return project_space(folder).make_table(recipe, InstructionRecord.schema, build)


def _batches(packages: Path, count: int) -> Iterator[pa.Table]:
    spanish, rng = _spanish(packages), np.random.default_rng(1)
    for start in range(0, count, _BATCH):
        yield _rows(_conversations(spanish, rng, min(_BATCH, count - start)), start)


def _spanish(packages: Path) -> list[list[str]]:
    languages = streams(packages / "unpacked")
    return [languages[0], languages[4]]


def _rows(conversations: list[list[dict[str, str]]], start: int) -> pa.Table:
    """Records with ids that count from `start`."""
    example = [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]
    values = {"messages": example, "language": "es", "origin": "human", "licence": "CC0-1.0", "source": "generated"}
    template = pa.table(to_batch([InstructionRecord.model_validate(values)], InstructionRecord.schema))
    rows = template.take(pa.array(np.zeros(len(conversations), np.int64)))
    ids = pa.array([f"{number:032x}" for number in range(start, start + len(conversations))])
    messages = pa.array(conversations, template.schema.field("messages").type)
    for name, column in (("id", ids), ("messages", messages)):
        rows = rows.set_column(rows.schema.get_field_index(name), template.schema.field(name), column)
    return rows


def _conversations(spanish: list[list[str]], rng: np.random.Generator, count: int) -> list[list[dict[str, str]]]:
    found: list[tuple[str, str]] = []
    for number in range(count):
        if number and rng.random() < 0.1:
            question, answer = found[int(rng.integers(number))]
            found.append((question, edited(answer, rng)))
        else:
            found.append((passage(spanish, rng, (6, 25)), passage(spanish, rng, (40, 160))))
    return [[{"role": "user", "content": one}, {"role": "assistant", "content": two}] for one, two in found]
