"""From all records to those that are worth a person's time."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel

from minga.curate.annotating import annotate
from minga.curate.annotations import CONTRIBUTOR
from minga.curate.contamination import contamination_rules, counted, find_overlaps
from minga.curate.duplicates.clusters import Duplicates, find_duplicates
from minga.curate.duplicates.minhash import shared_band_curve
from minga.curate.duplicates.similarities import KnownSimilarities
from minga.curate.inputs import InOrder, beside, side_by_side
from minga.curate.judged import Judged
from minga.curate.language import language_rules
from minga.curate.personal_data.measures import KINDS
from minga.curate.personal_data.redaction import redacted
from minga.curate.personal_data.rule import holding, personal_data_rules
from minga.curate.quality import quality_rules
from minga.curate.rules import Rule, decide
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

CODE = 4
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
) -> Table:
    """The records of `inputs` that no rule lets go, as the table `curated`: unchanged, but for personal data.

    `inputs` hold instruction records sorted by id; `languages` are the project's BCP-47 tags, `root` is its
    folder. What the rules go by is measured first, and stays as the tables `annotated/…`. Every record that leaves is
    kept by id with a reason and a detail: `empty-answer`, `placeholder`, `too-short`, `too-long`,
    `answer-repeats-prompt`, `mojibake`, `prompt-injection`, `role-marker`, `refusal`, `repetitive`, `wrong-language`;
    where it is wanted `boilerplate`, `prompt-without-task`, `symbols`, `uppercase`, `lost-marks`, `english-words`,
    `calques`, `unfinished`, `mixed-languages`, `personal-data` (with its kinds); `contaminated` (with the benchmark and
    its items) where it holds an item of the tables `benchmarks`, which stays as `overlaps/…`; `duplicate` (with the id
    that stays), `near-duplicate` (with that id and their Jaccard similarity), `withdrawn` where the hash of its
    contributor's name (`minga.credits.name_hash`) is in `withdrawn`. The result depends neither on the order of inputs
    nor on the engine.

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
    recipe = Recipe("curated", "curate", CODE, options, [*tables, *annotated, *overlaps], taken_back)
    rules = (_withdrawn(withdrawn), *rules_of(settings))
    rules += contamination_rules(settings.contamination) if overlaps else ()

    def build(writer: TableWriter) -> None:
        records, measured = InOrder(tables), InOrder(annotated).batches()
        if not records.rows:
            raise NothingToDo("there is no record to curate", hint="the inputs are empty: see why their rows left")
        writer.count_in(records.rows)
        known = KnownSimilarities(workspace.cache, near.shingle)
        writer.notes["near_duplicates"] = {"found": shared_band_curve(near.hashes, near.bands)}
        with scratch_folder(writer.folder) as scratch:
            judged = Judged(scratch / "judged.parquet")
            if overlaps:
                measured = counted(beside(measured, InOrder(overlaps).batches()), settings.contamination, writer.notes)
            judged.write(_decided(rows, rules) for rows in measured)
            with workspace.progress("curate: duplicates", near.bands, "bands") as advance:
                duplicates = find_duplicates(judged, records, near, scratch, known, advance)
            known.save()
            kinds = settings.personal_data.kinds_to("redact")
            staying = judged.column("reason").is_null().to_numpy() & (duplicates.kept < 0)
            personal = staying & holding(judged.column(KINDS), kinds)
            unchanged = _unchanged(records, judged, duplicates, personal, writer)
            for table in redacted(unchanged, records, personal, kinds, scratch, writer):
                writer.write(table)

    return workspace.make_table(recipe, InstructionRecord.schema, build)


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


def _decided(annotated: pa.Table, rules: Sequence[Rule]) -> pa.Table:
    reasons, details = decide(rules, annotated)
    return annotated.append_column("reason", reasons).append_column("detail", details)


def _unchanged(
    records: InOrder, judged: Judged, duplicates: Duplicates, personal: np.ndarray, writer: TableWriter
) -> Iterator[pa.Table]:
    """What stays without those that `personal` selects; of everything that leaves it says why."""
    ids = judged.column("id").combine_chunks()
    start = 0
    for table, verdicts in side_by_side(records.batches(), map(pa.table, judged.batches())):
        stop = start + table.num_rows
        kept, similarity = duplicates.kept[start:stop], duplicates.similarity[start:stop]
        elsewhere, start = personal[start:stop], stop
        leaving = verdicts["reason"].is_valid().to_numpy() | (kept >= 0)
        for row in np.flatnonzero(leaving).tolist():
            id_, reason, detail = (verdicts[name][row].as_py() for name in ("id", "reason", "detail"))
            if reason is None:
                detail = ids[int(kept[row])].as_py()
                reason = "duplicate" if np.isnan(similarity[row]) else "near-duplicate"
                detail += "" if reason == "duplicate" else f" (similarity {similarity[row]:.3f})"
            writer.drop(reason, id_, detail)
        if not (leaving | elsewhere).all():
            yield table.filter(pa.array(~(leaving | elsewhere)))
