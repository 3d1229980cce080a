"""Reviewed records as a data set for the Hub."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from minga.errors import NothingToDo
from minga.languages import language_of
from minga.publish.card_schema import DatasetHead, with_head
from minga.publish.cards import lineage_table, places_table, render, tally_table
from minga.publish.citation import bibtex
from minga.publish.clearance import Part, clear
from minga.publish.croissant import DataConfig, write_croissant
from minga.publish.hub_vocabulary import language_fields, licence_fields, size_category
from minga.publish.imprint import Imprint
from minga.publish.licensing import licence_section
from minga.publish.limitations import limitations
from minga.publish.lineage import Step, lineage_hash, trace, write_provenance
from minga.publish.people import people_section
from minga.publish.release_notes import withdrawals_section, write_release_notes
from minga.publish.summaries import summary
from minga.publish.tallies import Tally, count
from minga.records import InstructionRecord
from minga.tables import Artifact, Table
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "publish_dataset"]

CODE = 2
"""Raised when a change of this module changes what it makes."""


def publish_dataset(reviewed: Table, imprint: Imprint, workspace: Workspace) -> Artifact:
    """The artifact `release/dataset`: Parquet files, a card, `croissant.json` and `provenance.json`.

    Raises NothingToDo when there is no record, LicenceError when a record's licence does not allow the release.
    """
    if reviewed.content is not None and not reviewed.rows:
        raise NothingToDo("no reviewed record to publish", hint="people decide on records at: minga serve")
    recipe = Recipe(
        name="release/dataset",
        stage="publish",
        code=CODE,
        options=imprint,
        parents=[reviewed],
        inputs={"lineage": lineage_hash([reviewed], workspace)},
    )
    return workspace.make_folder(recipe, partial(_build, reviewed, imprint, workspace))


def _build(reviewed: Table, imprint: Imprint, workspace: Workspace, folder: Path, notes: dict[str, Any]) -> None:
    with workspace.progress("publish: data set", reviewed.rows, "records") as advance:
        tally = count([reviewed], advance)
    clear(_parts(tally), imprint.licence, "the data set")
    config = _copy_shards(reviewed, folder)
    steps = trace([reviewed], workspace)
    write_provenance(steps, "release/dataset", folder / "provenance.json")
    citation = bibtex(imprint, "dataset", imprint.name)
    about = {name: field.description or "" for name, field in InstructionRecord.model_fields.items()}
    write_croissant(
        folder, imprint, "dataset", imprint.name, [config], tally.languages, {**about, "register": about["register_"]},
        citation,
    )  # fmt: skip
    card = with_head(DatasetHead, _head(imprint, tally, config), _body(imprint, tally, steps, citation))
    (folder / "README.md").write_text(card, encoding="utf-8")
    write_release_notes(folder, imprint.name, f"{reviewed.rows:,} records", steps)
    notes |= {"kind": "dataset", "rows": reviewed.rows}


def _parts(tally: Tally) -> list[Part]:
    """Every licence with what carries it."""
    parts = [
        (licence, " of ".join(filter(None, (source or "records without a source", contributor))))
        for source, contributor, licence in tally.sources
        if licence != "…"
    ]
    named = {licence for licence, _ in parts}
    # where there are too many sources to count apart, no licence may go unseen
    return parts + [(licence, f"records under {licence}") for (licence,) in tally.licences if licence not in named]


def _copy_shards(reviewed: Table, folder: Path) -> DataConfig:
    """The table's own Parquet files under the names that the Hub expects."""
    data = folder / "data"
    data.mkdir()
    shards = reviewed.shards
    for number, shard in enumerate(shards):
        shutil.copyfile(shard, data / f"train-{number:05d}-of-{len(shards):05d}.parquet")
    return DataConfig("default", "train", "data/train-*.parquet", reviewed.schema, reviewed.rows)


def _head(imprint: Imprint, tally: Tally, config: DataConfig) -> dict[str, Any]:
    codes = {language_of(tag) for tag in tally.languages}
    written = {origin for (origin,) in tally.origins}
    creators = ["crowdsourced"] * bool(written - {"synthetic"}) + ["machine-generated"] * ("synthetic" in written)
    annotators = ["crowdsourced"] * bool(tally.people) + ["machine-generated"] * bool(tally.simulated)
    return {
        **licence_fields(imprint.licence),
        "pretty_name": imprint.name,
        **language_fields(tally.languages),
        "multilinguality": ["multilingual" if len(codes) > 1 else "monolingual"],
        "size_categories": [size_category(tally.rows)],
        "task_categories": ["text-generation", "question-answering"],
        "annotations_creators": annotators or ["no-annotation"],
        "language_creators": creators,
        "tags": ["minga", "instruction-tuning", *(["simulated-reviews"] if tally.simulated else [])],
        "configs": [config.head(default=True)],
    }


def _body(imprint: Imprint, tally: Tally, steps: Sequence[Step], citation: str) -> str:
    return render(
        "dataset",
        imprint=imprint,
        tally=tally,
        summary=summary(imprint, "dataset", tally.languages, tally.rows, simulated=bool(tally.simulated)),
        places=places_table(tally),
        domains=tally_table(["domain"], tally.domains),
        origins=tally_table(["origin"], tally.origins),
        generators=tally_table(["model"], tally.generators) if tally.generators else "",
        sources=tally_table(["source", "given by", "licence"], tally.sources),
        licensing=licence_section(imprint.licence, tally),
        people=people_section(tally, imprint),
        lineage=lineage_table(steps),
        limitations=limitations(tally),
        withdrawals=withdrawals_section(steps),
        citation=citation,
        repository=imprint.repository("dataset"),
    )
