"""Records without their personal data, in the order of their new ids."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from minga.curate.inputs import InOrder
from minga.curate.overruling import left_all_the_same
from minga.curate.personal_data.finding import countries_of, find_personal_data
from minga.curate.personal_data.placeholders import placeholder
from minga.curate.personal_data.span import replaced
from minga.external_sort import ExternalSorter, merge
from minga.records import InstructionRecord, rows_of, to_batch
from minga.table_writer import TableWriter

__all__ = ["redact", "redact_record", "redacted"]

_ORIGINAL = "original"
"""Column with the id that a record had before; empty where it has the same."""
_MEMORY = 64 << 20
_SCHEMA = InstructionRecord.schema.append(pa.field(_ORIGINAL, pa.string()))


def redact(text: str, language: str, country: str | None, kinds: frozenset[str]) -> tuple[str, list[str]]:
    """`text` with a placeholder for each piece of personal data of `kinds`, and the kinds of what was replaced.

    >>> redact("Llámame al 612 345 678", "es-ES", None, frozenset({"phone"}))
    ('Llámame al [TELÉFONO]', ['phone'])
    """
    spans = [span for span in find_personal_data(text, countries_of(country, language)) if span.kind in kinds]
    return replaced(text, spans, lambda kind: placeholder(kind, language)), [span.kind for span in spans]


def redact_record(record: InstructionRecord, kinds: frozenset[str]) -> tuple[InstructionRecord, frozenset[str]]:
    """`record` with its messages redacted, under a new id with the old as its first parent, and the kinds replaced."""
    messages, found = [], set[str]()
    for message in record.messages:
        content, gone = redact(message.content, record.language, record.country, kinds)
        messages.append(message.model_copy(update={"content": content}))
        found.update(gone)
    return record.edited(messages=tuple(messages)), frozenset(found)


def redacted(
    kept: Iterator[pa.Table],
    records: InOrder,
    rows: np.ndarray,
    kinds: frozenset[str],
    scratch: Path,
    writer: TableWriter,
    *,
    memory: int = _MEMORY,
) -> Iterator[pa.Table]:
    """The tables `kept`, sorted by id, and among them those of `records`, redacted, that the mask `rows` selects.

    `rows` holds one truth value a record. Redacted records that have become the same as another leave as its
    duplicates. Notes of `writer` count records, and records by kind. Memory is bounded: redacted
    rows beyond `memory` bytes are sorted on disk in the folder `scratch`.
    """
    if not rows.any():
        yield from kept
        return
    counts: Counter[str] = Counter()
    sorter = ExternalSorter(scratch, ["id", _ORIGINAL], memory=memory)
    for batch in (batch for table in records.selected(rows) for batch in table.to_batches()):
        sorter.add(_edited(batch, kinds, counts))
    writer.notes |= {"redacted": int(rows.sum()), "redacted_kinds": dict(sorted(counts.items()))}
    edited = (batch for table in sorter.batches() for batch in table.to_batches())
    yield from _without_twins(merge([_unchanged(kept), edited], ["id", _ORIGINAL]), writer)


def _edited(batch: pa.RecordBatch, kinds: frozenset[str], counts: Counter[str]) -> pa.RecordBatch:
    edited, originals = [], []
    for record in rows_of(batch, InstructionRecord):
        clean, gone = redact_record(record, kinds)
        counts.update(gone)
        edited.append(clean)
        originals.append(record.id)
    return to_batch(edited, InstructionRecord.schema).append_column(_ORIGINAL, pa.array(originals, pa.string()))


def _unchanged(kept: Iterator[pa.Table]) -> Iterator[pa.RecordBatch]:
    for table in kept:
        none = pa.array([""] * table.num_rows, pa.string())
        yield from (
            table.select(InstructionRecord.schema.names).append_column(_ORIGINAL, none).cast(_SCHEMA).to_batches()
        )


def _without_twins(tables: Iterator[pa.Table], writer: TableWriter) -> Iterator[pa.Table]:
    """Of rows with the same id the first; the others differed only in what gave way to the same words."""
    last = ""
    for table in tables:
        ids = table["id"].to_numpy(zero_copy_only=False)
        twins = ids == np.concatenate([np.array([last], object), ids[:-1]])
        last = ids[-1] if len(ids) else last
        for row in np.flatnonzero(twins).tolist():
            original = table[_ORIGINAL][row].as_py()
            writer.drop("duplicate", original, ids[row])
            left_all_the_same(writer.notes, original, "duplicate")
        yield table.filter(pa.array(~twins)).drop_columns([_ORIGINAL])
