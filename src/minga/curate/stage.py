"""From all records to those that are worth a person's time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pydantic import BaseModel

from minga.curate.duplicates import Duplicates, find_duplicates
from minga.curate.inputs import Inputs
from minga.curate.judged import Judged
from minga.curate.judgement import VERDICT, Judge, rules_of
from minga.curate.language_identification import candidates
from minga.curate.minhash import band_hashes, with_signatures
from minga.engine import Engine
from minga.errors import NothingToDo, SettingError, TableError
from minga.external_sort import ExternalSorter, scratch_folder
from minga.manifests import hash_of
from minga.records import InstructionRecord
from minga.settings import CurateSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "curate"]

CODE = 1
"""Raised when a change of this package changes what it makes."""


class _Options(BaseModel):
    curate: CurateSettings
    languages: tuple[str, ...]


def curate(
    inputs: Sequence[Table],
    settings: CurateSettings,
    languages: Sequence[str],
    workspace: Workspace,
    engine: Engine,
    *,
    withdrawn: Collection[str] = (),
) -> Table:
    """The records of `inputs` that no rule lets go, unchanged, as the table `curated`.

    `inputs` hold instruction records sorted by id; `languages` are the project's BCP-47 tags. Every record that leaves
    is kept by id with a reason and a detail: `empty-answer`, `too-short`, `too-long`, `answer-repeats-prompt`,
    `refusal`, `repetitive`, `wrong-language`, `duplicate` (with the id that stays), `near-duplicate` (with that id and
    their Jaccard similarity), `withdrawn` where the hash of its contributor's name (`minga.credits.name_hash`) is in
    `withdrawn`. The result depends neither on the order of inputs nor on the engine.

    Raises NothingToDo when there is no record, SettingError when bands do not divide hashes.
    """
    near = settings.near_duplicates
    if near.hashes % near.bands:
        hint = f"such as hashes = {near.bands * max(1, near.hashes // near.bands)}"
        raise SettingError(f"curate.near_duplicates: {near.bands} bands do not divide {near.hashes} hashes", hint=hint)
    if not inputs:
        raise NothingToDo("there is no record to curate", hint="collect donations or generate from documents first")
    tables = sorted(inputs, key=lambda table: table.name)
    tags = tuple(sorted(set(languages)))
    taken_back = {"withdrawn": hash_of(sorted(withdrawn))} if withdrawn else {}
    recipe = Recipe("curated", "curate", CODE, _Options(curate=settings, languages=tags), tables, taken_back)

    def build(writer: TableWriter) -> None:
        records = Inputs(tables)
        if not records.rows:
            raise NothingToDo("there is no record to curate", hint="the inputs are empty: see why their rows left")
        writer.count_in(records.rows)
        with scratch_folder(writer.folder) as scratch:
            labels = candidates([*tags, *(tag for table in tables for tag in table.manifest.languages)])
            judge = Judge(rules_of(settings, labels), near.shingle, frozenset(withdrawn))
            judged = _judge(records, judge, settings, workspace, engine, scratch)
            with workspace.progress("curate: duplicates", near.bands, "bands") as advance:
                duplicates = find_duplicates(judged, records.texts, near, scratch, advance)
            _write(records, judged, duplicates, writer)

    return workspace.make_table(recipe, InstructionRecord.schema, build)


def _judge(
    records: Inputs, judge: Judge, settings: CurateSettings, workspace: Workspace, engine: Engine, scratch: Path
) -> Judged:
    """The verdict of the rules on every record, in order of ids."""
    near = settings.near_duplicates
    frame = engine.read(records.tables, number_as="table")
    columns = ["messages", "language", "task", "contributor"]
    frame = engine.compute(frame, "verdict", judge, columns, VERDICT, rows=records.rows)
    parts = (frame["verdict"].get(field.name).alias(field.name) for field in VERDICT)
    frame = with_signatures(frame.select("id", "table", "origin", *parts), "text", near).exclude("text")
    sorter = ExternalSorter(scratch, ["id", "table"])
    with workspace.progress("curate", records.rows, "records") as advance:
        for batch in engine.batches(frame):
            sorter.add(_with_bands(batch, near.bands))
            advance(batch.num_rows)
    judged = Judged(scratch / "judged.parquet")
    judged.write(sorter.batches())
    return judged


def _with_bands(batch: pa.RecordBatch, bands: int) -> pa.RecordBatch:
    """A column for each band, so that one can be read without the others."""
    narrow = batch.drop_columns(["signature"])
    for number, hashes in enumerate(band_hashes(batch["signature"], bands)):
        narrow = narrow.append_column(f"band-{number}", hashes)
    return narrow


def _write(records: Inputs, judged: Judged, duplicates: Duplicates, writer: TableWriter) -> None:
    """Keep what neither a rule nor another record lets go, and say of everything else why it leaves."""
    ids = judged.column("id").combine_chunks()
    start = 0
    for table, verdicts in _side_by_side(records, judged):
        stop = start + table.num_rows
        kept, similarity = duplicates.kept[start:stop], duplicates.similarity[start:stop]
        start = stop
        leaving = verdicts["reason"].is_valid().to_numpy() | (kept >= 0)
        for row in np.flatnonzero(leaving).tolist():
            id_, reason, detail = (verdicts[name][row].as_py() for name in ("id", "reason", "detail"))
            if reason is None:
                detail = ids[int(kept[row])].as_py()
                reason = "duplicate" if np.isnan(similarity[row]) else "near-duplicate"
                detail += "" if reason == "duplicate" else f" (similarity {similarity[row]:.3f})"
            writer.drop(reason, id_, detail)
        if not leaving.all():
            writer.write(table.filter(pa.array(~leaving)))


def _side_by_side(records: Inputs, judged: Judged) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Batches of records, and what was judged of the same records."""
    verdicts = pa.Table.from_batches([], pa.schema([]))
    more = judged.batches()
    for table in records.batches():
        pending = [verdicts] if verdicts.num_rows else []
        while sum(part.num_rows for part in pending) < table.num_rows:
            pending.append(pa.table(next(more)))
        verdicts = pa.concat_tables(pending)
        ours = verdicts.slice(0, table.num_rows)
        if not ours["id"].equals(table["id"].cast(ours["id"].type)):
            raise TableError("rows are not sorted by id", where=", ".join(table.name for table in records.tables))
        yield table, ours
        verdicts = verdicts.slice(table.num_rows)
