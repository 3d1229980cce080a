"""Validated items and their harness tasks as a benchmark for the Hub."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from minga.errors import NothingToDo
from minga.languages import name
from minga.publish.card_schema import DatasetHead, with_head
from minga.publish.cards import lineage_table, render, share
from minga.publish.citation import bibtex
from minga.publish.clearance import clear
from minga.publish.croissant import DataConfig, write_croissant
from minga.publish.harness_tasks import copy_tasks
from minga.publish.hub_vocabulary import language_fields, licence_fields, size_category
from minga.publish.imprint import Imprint
from minga.publish.licensing import licence_section
from minga.publish.lineage import Step, lineage_hash, trace, write_provenance
from minga.publish.markdown import Markdown, code, escape, fence, link, table
from minga.publish.people import people_section
from minga.publish.release_notes import withdrawals_section, write_release_notes
from minga.publish.summaries import summary
from minga.publish.tallies import Tally, count
from minga.records import BenchmarkItem
from minga.tables import Artifact, Table
from minga.task_cards import TaskCard
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "publish_benchmark"]

CODE = 2
"""Raised when a change of this module changes what it makes."""


@dataclass(frozen=True)
class _Part:
    """The items of one benchmark in one language."""

    table: Table
    config: DataConfig
    tally: Tally

    @property
    def language(self) -> str:
        return next(iter(self.table.manifest.languages))

    @property
    def validated(self) -> bool:
        """Whether people were asked about every item: source items are as they came."""
        return self.table.manifest.stage == "review"


def publish_benchmark(
    items: Sequence[Table], tasks: Sequence[Artifact], imprint: Imprint, workspace: Workspace
) -> Artifact:
    """The artifact `release/benchmark`: Parquet files for each benchmark and language, and tasks for the harness.

    `items` are `validated/NAME-LANGUAGE`, and `benchmarks/NAME` where source items are to go with them; `tasks` are
    those that were made from them (others stay out). Raises NothingToDo when there is no item, LicenceError when a
    licence does not allow it.
    """
    if all(table.content is not None for table in items) and not any(table.rows for table in items):
        raise NothingToDo("no validated item to publish", hint="people validate items at: minga serve")
    parents = [*items, *tasks]
    recipe = Recipe(
        name="release/benchmark",
        stage="publish",
        code=CODE,
        options=imprint,
        parents=parents,
        inputs={"lineage": lineage_hash(parents, workspace)},
    )

    def build(folder: Path, notes: dict[str, Any]) -> None:
        tables = [table for table in items if table.rows]
        parts = [(licence, f"benchmark {table.name}") for table in tables for licence in table.manifest.licences]
        clear(parts, imprint.licence, "the benchmark")
        ours = [task for task in tasks if _is_made_from(task, tables)]
        release = _Release(
            imprint,
            [_copy_items(table, folder) for table in tables],
            copy_tasks(ours, folder),
            trace([*tables, *ours], workspace),
        )
        release.write(folder)
        notes |= {"kind": "benchmark", "items": {part.config.name: part.table.rows for part in release.parts}}

    return workspace.make_folder(recipe, build)


def _is_made_from(task: Artifact, tables: Sequence[Table]) -> bool:
    """A task on other items, or on items as they were, is none of this benchmark."""
    contents = {table.name: table.content for table in tables}
    return any(contents.get(parent.name) == parent.content for parent in task.manifest.parents)


def _copy_items(table: Table, folder: Path) -> _Part:
    """The table's own Parquet files as a configuration of the data set."""
    kind, _, rest = table.name.partition("/")
    config = f"{rest}-{next(iter(table.manifest.languages))}" if kind == "benchmarks" else rest
    data = folder / "data" / config
    data.mkdir(parents=True)
    shards = table.shards
    for number, shard in enumerate(shards):
        shutil.copyfile(shard, data / f"test-{number:05d}-of-{len(shards):05d}.parquet")
    described = DataConfig(config, "test", f"data/{config}/test-*.parquet", table.schema, table.rows)
    return _Part(table, described, count([table]))


@dataclass(frozen=True)
class _Release:
    """A benchmark and all that its card tells of it."""

    imprint: Imprint
    parts: Sequence[_Part]
    tasks: Mapping[str, TaskCard]
    steps: Sequence[Step]

    @property
    def title(self) -> str:
        return f"{self.imprint.name}: benchmark"

    @property
    def languages(self) -> list[str]:
        """Tags, those that people validated first."""
        ordered = sorted(self.parts, key=lambda part: not part.validated)
        return list(dict.fromkeys(part.language for part in ordered))

    @cached_property
    def tally(self) -> Tally:
        """All parts together."""
        return count([part.table for part in self.parts])

    def write(self, folder: Path) -> None:
        write_provenance(self.steps, "release/benchmark", folder / "provenance.json")
        citation = bibtex(self.imprint, "benchmark", self.title)
        about = {column: field.description or "" for column, field in BenchmarkItem.model_fields.items()}
        configs = [part.config for part in self.parts]
        write_croissant(folder, self.imprint, "benchmark", self.title, configs, self.languages, about, citation)
        card = with_head(DatasetHead, self.head(), self.body(citation))
        (folder / "README.md").write_text(card, encoding="utf-8")
        write_release_notes(folder, self.title, f"{self.tally.rows:,} items", self.steps)

    def head(self) -> dict[str, Any]:
        translated = any(part.validated for part in self.parts)
        tags = ["minga", "benchmark", "lm-evaluation-harness"] + ["simulated-reviews"] * bool(self.tally.simulated)
        annotators = ["crowdsourced"] * bool(self.tally.people) + ["machine-generated"] * bool(self.tally.simulated)
        return {
            **licence_fields(self.imprint.licence),
            "pretty_name": self.title,
            **language_fields(self.languages),
            "multilinguality": ["translation" if translated else "monolingual"],
            "size_categories": [size_category(self.tally.rows)],
            "task_categories": ["multiple-choice", "question-answering"],
            "annotations_creators": annotators or ["no-annotation"],
            "language_creators": ["machine-generated", "crowdsourced"] if translated else ["found"],
            "tags": tags,
            "configs": [part.config.head(default=number == 0) for number, part in enumerate(self.parts)],
        }

    def body(self, citation: str) -> str:
        imprint, tally = self.imprint, self.tally
        return render(
            "benchmark",
            imprint=imprint,
            title=self.title,
            summary=summary(
                imprint,
                "benchmark",
                self.languages,
                tally.rows,
                validated=bool(tally.people) and not tally.simulated,
                simulated=bool(tally.simulated),
            ),
            tally=tally,
            parts=_parts_table(self.parts),
            first=self.parts[0].config.name,
            tasks=sorted(card.task for card in self.tasks.values()),
            task_table=_task_table(self.tasks),
            sources=_sources(self.steps),
            generators=[model for (model,) in sorted(tally.generators)],
            licensing=licence_section(imprint.licence, tally),
            people=people_section(tally, imprint),
            lineage=lineage_table(self.steps),
            withdrawals=withdrawals_section(self.steps),
            repository=imprint.repository("benchmark"),
            citation=citation,
        )


def _parts_table(parts: Sequence[_Part]) -> Markdown:
    headings = ["configuration", "language", "asked", "items", "as translated", "edited by people", "left out, and why"]
    return table(headings, map(_part_row, parts), right="  rrrr")


def _part_row(part: _Part) -> tuple[object, ...]:
    counts, language = part.table.manifest.counts, name(part.language, "en")
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in sorted(counts.dropped.items())) or "none"
    if not part.validated:
        return (code(part.config.name), f"{language} (source)", counts.rows_in, counts.rows_kept, "", "", reasons)
    kept, edited = counts.rows_kept, part.tally.edited
    left = sum(counts.dropped.values())
    return (
        code(part.config.name),
        language,
        counts.rows_in,
        kept,
        _with_share(kept - edited, counts.rows_in),
        _with_share(edited, counts.rows_in),
        Markdown(f"{_with_share(left, counts.rows_in)}: {escape(reasons)}") if left else reasons,
    )


def _with_share(part: int, whole: int) -> Markdown:
    return Markdown(f"{part:,} ({share(part, whole)})")


def _task_table(cards: Mapping[str, TaskCard]) -> Markdown:
    rows = [
        (code(card.task), code(card.config), code(card.metric), card.items, f"{card.random:.3g}", f"{card.maximum:.3g}")
        for card in sorted(cards.values(), key=lambda card: card.task)
    ]
    return table(["task", "items of", "metric", "items", "guessing scores", "at most"], rows, right="   rrr")


def _sources(steps: Sequence[Step]) -> list[Markdown]:
    """The benchmarks that items come from, with their licences and how to cite them."""
    entries = []
    for step in steps:
        if step.manifest is None or not step.name.startswith("benchmarks/"):
            continue
        options = step.manifest.options
        origin = link(options.get("source") or options.get("path") or step.name)
        lines = f"**{escape(options.get('name', step.name))}** ({escape(options.get('licence', ''))}): {origin}"
        citation = options.get("citation") or ""
        entries.append(Markdown(f"{lines}\n\n{fence(citation, 'bibtex')}" if citation else lines))
    return entries
