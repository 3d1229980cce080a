"""Step one: what is measured of every record of a table, as the table `annotated/NAME`.

Each input has one of its own, so that a donation that comes late is measured, and nothing else is measured again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path

import pyarrow as pa
from pydantic import BaseModel

from minga.curate.annotations import Annotate
from minga.curate.duplicates.compared_texts import ComparedText
from minga.curate.duplicates.minhash import band_hashes, with_signatures
from minga.curate.duplicates.modes import modes
from minga.curate.language import LanguageAnnotator, candidates
from minga.curate.language.calibration import read_calibration
from minga.curate.language.identifiers import calibrated_identifier, identity, located
from minga.curate.personal_data.measures import PersonalData
from minga.curate.quality import QUALITY
from minga.curate.variety import VarietyAnnotator
from minga.curate.variety.regional_words import dictionaries
from minga.curate.variety.stage import CODE as MODEL_CODE
from minga.curate.variety.stage import MODEL
from minga.engine import Engine
from minga.errors import UsageError
from minga.external_sort import ExternalSorter, scratch_folder
from minga.settings import CurateSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "annotate"]

CODE = 8
"""Raised when the same records would be measured otherwise."""
_READ = ["messages", "language", "task", "country", "contributor"]
"""In the order in which `Annotate` takes them."""


class _Options(BaseModel):
    """All that decides about the measures; thresholds do not."""

    languages: tuple[str, ...]
    language_identifier: str
    language_calibration: tuple[float, ...] | None
    language_min_words: int
    varieties: tuple[str, ...]
    variety_model: str
    variety_words: str
    compared: tuple[str, ...]
    compared_nearly: tuple[str, ...]
    hashes: int
    bands: int
    shingle: int


def annotate(
    table: Table,
    settings: CurateSettings,
    languages: Sequence[str],
    workspace: Workspace,
    engine: Engine,
    root: Path = Path(),
) -> Table:
    """The table `annotated/NAME` of `table`, which is sorted by id: one row a record, in the same order.

    Its columns are `id`, `origin`, those of `Annotate`, and for near duplicates one for each band. `languages` are the
    project's BCP-47 tags; those of the table itself join them. `root` is the project's folder.
    """
    near, compared = settings.near_duplicates, modes(settings)
    equal, nearly = [mode.text for mode in compared], [mode.text for mode in compared if mode.near]
    identifier = located(settings.language.identifier, root)
    own = settings.language.calibration
    calibration = read_calibration(root / own) if own else None
    model = workspace.latest(MODEL)
    if model is not None and model.manifest.code != MODEL_CODE:
        raise UsageError("the classifier of varieties is one of an earlier minga", hint="minga curate train-variety")
    there = [] if table.state == "pending" else list(table.manifest.languages)
    options = _Options(
        languages=candidates([*languages, *there]),
        language_identifier=identity(identifier),
        language_calibration=astuple(calibration) if calibration else None,
        language_min_words=settings.language.min_words,
        varieties=tuple(tag for tag in languages if "-" in tag),
        variety_model=(model.content or "") if model else "",
        variety_words=dictionaries(),
        compared=tuple(text.name for text in equal),
        compared_nearly=tuple(text.name for text in nearly),
        **near.model_dump(include={"hashes", "bands", "shingle"}),
    )
    language = LanguageAnnotator(identifier, options.languages, options.language_min_words, calibration)
    variety = VarietyAnnotator(options.varieties, str(model.path.resolve()) if model else "")
    judge = Annotate((*QUALITY, language, variety, PersonalData()), near.shingle, equal, nearly)
    schema = _schema(judge, near.bands)

    def build(writer: TableWriter) -> None:
        writer.count_in(table.rows)
        calibrated_identifier(identifier, options.languages, calibration)  # fails here with a plain message, or nowhere
        frame = engine.read([table])
        frame = engine.compute(frame, "annotation", judge, _READ, judge.type, rows=table.rows)
        parts = (frame["annotation"].get(name).alias(name) for name in judge.columns)
        frame = frame.select("id", "origin", *parts)
        for text in nearly:
            frame = with_signatures(frame, text.words_column, near, _signature(text)).exclude(text.words_column)
        with scratch_folder(writer.folder) as scratch, workspace.progress("curate", table.rows, "records") as advance:
            sorter = ExternalSorter(scratch, ["id"])
            for batch in engine.batches(frame):
                sorter.add(_with_bands(batch, nearly, near.bands))
                advance(batch.num_rows)
            for rows in sorter.batches():
                writer.write(rows)

    recipe = Recipe(f"annotated/{table.name}", "curate", CODE, options, [table])
    return workspace.make_table(recipe, schema, build)


def _schema(judge: Annotate, bands: int) -> pa.Schema:
    fields = [("id", pa.string()), ("origin", pa.string())]
    passing = {text.words_column for text in judge.near}
    fields += [(name, kind) for name, kind in judge.columns.items() if name not in passing]
    hashed = [(text.band_column(number), pa.uint64()) for text in judge.near for number in range(bands)]
    return pa.schema([*fields, *hashed])


def _signature(text: ComparedText) -> str:
    return f"signature-{text.name}"


def _with_bands(batch: pa.RecordBatch, texts: Sequence[ComparedText], bands: int) -> pa.RecordBatch:
    """A column for each band, so that one can be read without the others."""
    narrow = batch.drop_columns([_signature(text) for text in texts])
    for text in texts:
        for number, hashes in enumerate(band_hashes(batch[_signature(text)], bands)):
            narrow = narrow.append_column(text.band_column(number), hashes)
    return narrow
