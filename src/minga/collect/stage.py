"""One donation, from its file to a table of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
from pydantic import BaseModel, ValidationError

from minga.collect.donated_file import check_file, open_rows
from minga.collect.forms import Form, recognise
from minga.collect.labels import Labels
from minga.collect.rows import Row, RowFault
from minga.errors import InputError
from minga.external_sort import ExternalSorter, scratch_folder
from minga.manifests import file_hash
from minga.progress import Advance
from minga.records import InstructionRecord, first_fault, normalise_text, to_batch
from minga.settings import CollectSettings, DonationSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "collect"]

CODE = 1
"""Raised when a change of this package changes what it makes."""

_BATCH = 1000
_BATCH_CHARACTERS = 16 << 20
"""Of a batch, one record more than these: long messages may be allowed, and a thousand of them are much memory."""


class _Options(BaseModel):
    donation: DonationSettings
    collect: CollectSettings
    accept: tuple[str, ...]


def collect(
    donation: DonationSettings,
    settings: CollectSettings,
    root: Path,
    workspace: Workspace,
    *,
    accept: Sequence[str] = (),
) -> Table:
    """The records of one donated file, as the table `donations/NAME`.

    The file's path is relative to `root`; `accept` are the licences that rows may have, all where it is empty. Rows
    that make no valid record are dropped by reason (`invalid-json`, `invalid-row`, `invalid-label`, `empty-message`,
    `licence-not-accepted`, `too-long`, `duplicate`), with their place (`row 12`: the line in JSON Lines, else counted
    from 1 after a header).

    Raises InputError when the file is absent, too large, of no known kind or form, not in its encoding, or breaks
    off; NothingToDo when it has no row; SettingError when the donation's template or encoding is wrong.
    """
    path, where = root / donation.path, donation.path
    check_file(path, where, settings.max_file_mb)
    name = path.name  # where the file lies changes nothing, and is nobody's business
    recipe = Recipe(
        name=f"donations/{donation.name}",
        stage="collect",
        code=CODE,
        options=_Options(
            donation=donation.model_copy(update={"path": name}), collect=settings, accept=tuple(sorted(set(accept)))
        ),
        inputs={name: file_hash(path)},
    )

    def build(writer: TableWriter) -> None:
        before = path.stat()
        source = open_rows(path, where, donation.encoding, settings.max_file_mb)
        form = recognise(donation, source.columns, where)
        labels = Labels(donation, source.columns, frozenset(accept))
        with (
            scratch_folder(writer.folder) as scratch,
            workspace.progress(f"collect {donation.name}", source.total, "rows") as advance,
        ):
            sorter = ExternalSorter(scratch, ["id", "row"])
            rows = _counted(source.rows([*form.columns, *labels.columns]), writer, advance)
            records = _records(rows, form, labels, settings.max_characters, writer)
            for batch in _batches(records):
                sorter.add(_numbered(batch))
            _write(sorter, writer)
        after = path.stat()
        if (after.st_size, after.st_mtime_ns) != (before.st_size, before.st_mtime_ns):
            raise InputError("changed while it was read", where=where, hint="run the same command again")

    return workspace.make_table(recipe, InstructionRecord.schema, build)


def _counted(rows: Iterator[Row | RowFault], writer: TableWriter, advance: Advance) -> Iterator[Row | RowFault]:
    for number, row in enumerate(rows, 1):
        writer.count_in()
        if number % _BATCH == 0:
            advance(_BATCH)
        yield row


def _records(
    rows: Iterator[Row | RowFault], form: Form, labels: Labels, max_characters: int, writer: TableWriter
) -> Iterator[tuple[int, InstructionRecord]]:
    """Row numbers and valid records; other rows are dropped."""
    for row in rows:
        try:
            if isinstance(row, RowFault):
                raise row
            yield row.number, _record(row, form, labels, max_characters)
        except RowFault as fault:
            writer.drop(fault.reason, f"row {row.number}", normalise_text(fault.detail))


def _record(row: Row, form: Form, labels: Labels, max_characters: int) -> InstructionRecord:
    messages = form.messages(row.values)
    for number, message in enumerate(messages):
        size = len(message["content"])
        if size > max_characters:
            raise RowFault("too-long", f"message {number + 1} has {size} characters of at most {max_characters}")
        if not message["content"].strip():
            raise RowFault("empty-message", f"message {number + 1} ({message['role']}) is empty")
    try:
        return InstructionRecord.model_validate({"messages": messages, **labels.of(row.values)})
    except ValidationError as error:
        raise RowFault("invalid-row", first_fault(error)) from None


def _batches(records: Iterator[tuple[int, InstructionRecord]]) -> Iterator[list[tuple[int, InstructionRecord]]]:
    batch, characters = [], 0
    for one in records:
        batch.append(one)
        characters += sum(len(message.content) for message in one[1].messages)
        if len(batch) == _BATCH or characters > _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _numbered(records: list[tuple[int, InstructionRecord]]) -> pa.RecordBatch:
    batch = to_batch((record for _, record in records), InstructionRecord.schema)
    return batch.append_column("row", pa.array([number for number, _ in records], pa.int64()))


def _write(sorter: ExternalSorter, writer: TableWriter) -> None:
    """Keep the first row of every id, in order of ids."""
    last, first_row = "", 0
    for table in sorter.batches():
        keep = []
        for id_, row in zip(table["id"].to_pylist(), table["row"].to_pylist(), strict=True):
            keep.append(id_ != last)
            if id_ == last:
                writer.drop("duplicate", f"row {row}", f"says the same as row {first_row}")
            else:
                last, first_row = id_, row
        writer.write(table.filter(pa.array(keep)))
