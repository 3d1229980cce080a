"""Instruction records, preference records and benchmark items.

A record is a frozen pydantic model, and a row of a Parquet table with a fixed schema. Its `id` is a hash of what
the record *says and where it comes from*, so that the same text from the same source has the same id whatever the
order of keys, the Unicode form or the line ends it arrived with; labels that people add later do not change it.
"""

from __future__ import annotations

from minga.records.batches import first_fault, parse_rows, records_of, rows_of, to_batch
from minga.records.benchmark_item import Alternative, BenchmarkItem, Finding, ItemTask, TranslationVerdict
from minga.records.conversation import InstructionRecord, Message, PreferenceRecord
from minga.records.record import Generator, Origin, Record, Text, content_id, normalise_text

__all__ = [
    "Alternative",
    "BenchmarkItem",
    "Finding",
    "Generator",
    "InstructionRecord",
    "ItemTask",
    "Message",
    "Origin",
    "PreferenceRecord",
    "Record",
    "Text",
    "TranslationVerdict",
    "content_id",
    "first_fault",
    "normalise_text",
    "parse_rows",
    "records_of",
    "rows_of",
    "to_batch",
]
