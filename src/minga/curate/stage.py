"""From all records to those that are worth a person's time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel

from minga.curate.annotating import annotate
from minga.curate.annotations import CONTRIBUTOR
from minga.curate.contamination import contamination_rules, find_overlaps
from minga.curate.decisions import standing
from minga.curate.duplicates.cluster_table import CLUSTERS, SCHEMA, write_clusters
from minga.curate.duplicates.minhash import threshold_curve
from minga.curate.inputs import InOrder, side_by_side
from minga.curate.language import language_rules
from minga.curate.overruling import by_hand
from minga.curate.personal_data.measures import KINDS
from minga.curate.personal_data.redaction import redacted
from minga.curate.personal_data.rule import holding, personal_data_rules
from minga.curate.quality import quality_rules
from minga.curate.rules import Rule
from minga.curate.verdicts import Judge, Verdicts
from minga.engine import Engine
from minga.errors import NothingToDo, SettingError
from minga.external_sort import scratch_folder
from minga.manifests import hash_of
from minga.records import InstructionRecord
from minga.settings import CurateSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "curate", "rules_of"]

CODE = 5
"""Raised when the same records, measured alike, would be decided on otherwise."""


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
    root: Path = Path(),
    benchmarks: Sequence[Table] = (),
    decisions: Table | None = None,
) -> Table:
    """The records of `inputs` that no rule lets go, as the table `curated`: unchanged, but for personal data.

    `inputs` hold instruction records sorted by id; `languages` are the project's BCP-47 tags, `root` is its
    folder. What the rules go by is measured first, and stays as the tables `annotated/…`. Every record that leaves is
    kept by id with a reason and a detail: `empty-answer`, `placeholder`, `too-short`, `too-long`,
    `answer-repeats-prompt`, `mojibake`, `prompt-injection`, `role-marker`, `refusal`, `repetitive`, `wrong-language`;
    where it is wanted `boilerplate`, `prompt-without-task`, `symbols`, `uppercase`, `lost-marks`, `english-words`,
    `calques`, `unfinished`, `mixed-languages`, `personal-data` (with its kinds); `contaminated` (with the benchmark and
    its items) where it holds an item of the tables `benchmarks`, which stays as `overlaps/…`; `duplicate` (with the id
    that stays), `near-duplicate` (with that id and their Jaccard similarity), where it is wanted `many-answers` and
    `repeated-answer` (with the best of those that stay), `withdrawn` where the hash of its contributor's name
    (`minga.credits.name_hash`) is in `withdrawn`. The result depends neither on the order of inputs nor on the engine.

    Beside it the table `clusters` is made: what repeats what.

    `decisions`, a table that `decisions_table` made, lets single records go as `by-hand` (with the person's words), or
    keeps them whatever a rule says, but for the reasons in `minga.curate.decisions.FIRM`. The manifest's notes say what
    came of each: `by_hand`.

    Where `[curate.personal_data]` says so, personal data give way to words such as `[CORREO]`: such a record has a new
    id, and the old one as its first parent. The manifest's notes count them: `redacted`, `redacted_kinds`.

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
    annotated = [annotate(table, settings, tags, workspace, engine, root) for table in tables]
    overlaps = find_overlaps(tables, benchmarks, settings.contamination, workspace, engine)
    options = _Options(curate=settings, languages=tags)
    by_people = [decisions] if decisions is not None else []
    recipe = Recipe("curated", "curate", CODE, options, [*tables, *annotated, *overlaps, *by_people], taken_back)
    beside_it = replace(recipe, name=CLUSTERS)
    rules = (*rules_of(settings), *(contamination_rules(settings.contamination) if overlaps else ()))

    def judged(records: InOrder, scratch: Path, notes: dict[str, Any]) -> Verdicts:
        decided = standing(decisions)
        first = (_withdrawn(withdrawn), by_hand(decided))
        return Judge(annotated, overlaps, (*first, *rules), decided, settings, workspace).find(records, scratch, notes)

    def build(writer: TableWriter) -> None:
        records = InOrder(tables)
        if not records.rows:
            raise NothingToDo("there is no record to curate", hint="the inputs are empty: see why their rows left")
        writer.count_in(records.rows)
        writer.notes["near_duplicates"] = threshold_curve(near)
        with scratch_folder(writer.folder) as scratch:
            verdicts = judged(records, scratch, writer.notes)
            _write(verdicts, records, settings, scratch, writer)
            workspace.make_table(beside_it, SCHEMA, lambda other: _write_clusters(verdicts, other))

    def build_again(writer: TableWriter) -> None:
        with scratch_folder(writer.folder) as scratch:
            _write_clusters(judged(InOrder(tables), scratch, {}), writer)

    curated = workspace.make_table(recipe, InstructionRecord.schema, build)
    # made with it: what is left is to become the newest again, or to be made where somebody deleted it
    workspace.make_table(beside_it, SCHEMA, build_again)
    return curated


def rules_of(settings: CurateSettings) -> tuple[Rule, ...]:
    """The rules, in the order in which a record is asked why it leaves."""
    return (
        *quality_rules(settings),
        *language_rules(settings.language),
        *personal_data_rules(settings.personal_data),
    )


def _withdrawn(names: Collection[str]) -> Rule:
    """Comes first, so that what somebody took back is never the one of two equal records that stays."""
    taken_back = pa.array(sorted(names), pa.string())
    return Rule("withdrawn", [CONTRIBUTOR], lambda seen: pc.is_in(seen[CONTRIBUTOR], value_set=taken_back))


def _write(verdicts: Verdicts, records: InOrder, settings: CurateSettings, scratch: Path, writer: TableWriter) -> None:
    """What stays, without the personal data that are redacted."""
    kinds = settings.personal_data.kinds_to("redact")
    personal = verdicts.staying() & holding(verdicts.judged.column(KINDS), kinds)
    unchanged = _unchanged(records, verdicts, personal, writer)
    for table in redacted(unchanged, records, personal, kinds, scratch, writer):
        writer.write(table)


def _write_clusters(verdicts: Verdicts, writer: TableWriter) -> None:
    write_clusters(verdicts.clusters, verdicts.judged.column("id"), writer)


def _unchanged(records: InOrder, verdicts: Verdicts, personal: np.ndarray, writer: TableWriter) -> Iterator[pa.Table]:
    """What stays without those that `personal` selects; of everything that leaves it says why."""
    ids, start = verdicts.judged.column("id"), 0
    for table, judged in side_by_side(records.batches(), map(pa.table, verdicts.judged.batches())):
        stop = start + table.num_rows
        repeats = (one.why(start, stop, ids) for one in verdicts.clusters)
        why = {row - start: (reason, detail) for some in repeats for row, reason, detail in some}
        for row in np.flatnonzero(judged["reason"].is_valid()).tolist():
            why[row] = (judged["reason"][row].as_py(), judged["detail"][row].as_py())
        elsewhere, start = personal[start:stop].copy(), stop
        for row, (reason, detail) in sorted(why.items()):
            writer.drop(reason, judged["id"][row].as_py(), detail)
            elsewhere[row] = True
        if not elsewhere.all():
            yield table.filter(pa.array(~elsewhere))
