"""The stage: tables in, people's decisions applied, tables out."""

from __future__ import annotations

import heapq
import itertools
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel
from sqlalchemy import select

from minga.community import Database
from minga.community.models import Campaign, Person, Response
from minga.manifests import hash_of
from minga.records import BenchmarkItem, InstructionRecord, Record, rows_of, to_batch
from minga.review.campaigns import campaign_for_table
from minga.review.decisions import current_decisions
from minga.review.fields import apply_edits
from minga.review.labelled import labels_over
from minga.review.rules import Conclusion
from minga.review.verdicts import drop_reason, translation_verdict
from minga.review.withdrawing import Withdrawals, withdrawals_from
from minga.settings import ReviewSettings
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["review_items", "review_records"]

CODE = 2
"""Raised when the same decisions would give other rows."""

_LEAVE = ("untranslatable", "source-wrong", "rejected")
"""Reasons that are verdicts of people."""


class _Options(BaseModel):
    """The settings that show in the rows: how long an item is held, or what reviewers read, does not."""

    overlap: int
    undecided: str


@dataclass(frozen=True)
class _Verdict:
    """A decision with the public names of those that it follows."""

    conclusion: Conclusion
    names: tuple[str, ...]
    labels: dict[str, Any]
    """Of a benchmark item: its verdict, and `cultural`, `cultural_knowledge` and `time_sensitive` where people decided
    them."""

    @property
    def reason(self) -> str:
        """Why an item leaves that is neither accepted nor edited."""
        return drop_reason(self.conclusion.outcome, self.conclusion.answers)

    def key(self, record_id: str) -> str:
        """All of it that shows in the table; no clock, no row numbers."""
        parts = [record_id, self.conclusion.outcome, self.conclusion.edits, self.names]
        if self.labels:
            parts.append(self.labels)
        return json.dumps(parts, ensure_ascii=False, sort_keys=True)


def review_records(table: Table, settings: ReviewSettings, workspace: Workspace, db: Database) -> Table:
    """Instruction records with what people decided, named `reviewed`.

    Accepted and edited records stay, rejected ones leave (`rejected`), and so do those still `disputed` or `undecided`
    unless `settings.undecided` is `keep`. What somebody took back leaves as `withdrawn`: texts that she gave, and rows
    without a decision that had one with her help.
    """
    return _apply(table, settings, workspace, db, "reviewed", keep_undecided=settings.undecided == "keep")


def review_items(table: Table, settings: ReviewSettings, workspace: Workspace, db: Database) -> Table:
    """Benchmark items that people validated, named `validated/…` after the table; all others leave with a reason.

    They bear the verdict on their translation (`literal`, `edited`, `adapted`) and the labels that campaigns over the
    same table decided; the notes count all verdicts. What cannot be translated leaves as `untranslatable`, what is
    wrong in the original as `source-wrong`.
    """
    name = f"validated/{table.name.partition('/')[2]}" if "/" in table.name else "validated"
    return _apply(table, settings, workspace, db, name, keep_undecided=False)


def _apply(
    table: Table, settings: ReviewSettings, workspace: Workspace, db: Database, name: str, *, keep_undecided: bool
) -> Table:
    campaign = campaign_for_table(db, table.name)
    model: type[Record] = InstructionRecord if name == "reviewed" else BenchmarkItem
    labels = labels_over(db, table.name) if model is BenchmarkItem else None
    verdicts = {} if campaign is None else _verdicts(db, campaign, labels)
    gone = withdrawals_from(db, campaign)
    recipe = Recipe(
        name=name,
        stage="review",
        code=CODE,
        options=_Options(overlap=settings.overlap, undecided="keep" if keep_undecided else "drop"),
        parents=[table],
        inputs={
            "decisions": hash_of(verdict.key(record) for record, verdict in sorted(verdicts.items())),
            **gone.inputs,
        },
    )

    def build(writer: TableWriter) -> None:
        rows = heapq.merge(
            _kept(table, model, verdicts, gone, keep_undecided, writer),
            _edited(table, model, verdicts, gone),
            key=lambda record: record.id,
        )
        found: Counter[str] = Counter()
        for chunk in _chunks(_unique(rows, writer), 4096):
            writer.write(to_batch(chunk, model.schema))
            found.update(row.verdict for row in chunk if isinstance(row, BenchmarkItem))
        writer.notes["decisions"] = len(verdicts)
        if model is BenchmarkItem:
            left = {reason: writer.counts.dropped.get(reason, 0) for reason in _LEAVE}
            writer.notes["verdicts"] = {name: count for name, count in sorted((found + Counter(left)).items()) if count}
        if gone.people:
            writer.notes["people who withdrew"] = gone.people

    return workspace.make_table(recipe, model.schema, build)


def _verdicts(db: Database, campaign: Campaign, labels: Mapping[str, dict[str, Any]] | None) -> dict[str, _Verdict]:
    """By record id. `labels` are those of benchmark items; None for records, which have none."""
    decisions = current_decisions(db, campaign)
    with db.reading() as session:
        names = {person.id: person.public_name for person in session.scalars(select(Person))}
        query = select(Response.id, Response.person_id).where(Response.campaign_id == campaign.id)
        named = {row[0]: names[row[1]] for row in session.execute(query)}
    return {
        record: _Verdict(
            conclusion,
            tuple(sorted({named[number] for number in conclusion.supporters})),
            {} if labels is None else {**_verdict_column(conclusion), **labels.get(record, {})},
        )
        for record, conclusion in decisions.items()
    }


def _verdict_column(conclusion: Conclusion) -> dict[str, Any]:
    verdict = translation_verdict(conclusion.outcome, conclusion.answers)
    return {"verdict": verdict} if verdict else {}


def _kept(
    table: Table,
    model: type[Record],
    verdicts: Mapping[str, _Verdict],
    gone: Withdrawals,
    keep_undecided: bool,
    writer: TableWriter,
) -> Iterator[Record]:
    """The rows that stay as they are, in the table's order; the others leave by their reason."""
    for batch in table.batches():
        writer.count_in(batch.num_rows)
        for record in rows_of(batch, model):
            verdict = verdicts.get(record.id)
            outcome = verdict.conclusion.outcome if verdict else "undecided"
            if gone.took(record.contributor):
                writer.drop("withdrawn", record.id)
            elif verdict is not None and outcome == "accepted":
                yield record.edited(validated_by=verdict.names, **verdict.labels)
            elif outcome in {"undecided", "disputed"} and keep_undecided:
                yield record
            elif outcome == "undecided" and record.id in gone.records:
                writer.drop("withdrawn", record.id, "nobody else's answers decide it")
            elif outcome != "edited":
                writer.drop(verdict.reason if verdict else outcome, record.id)


def _edited(table: Table, model: type[Record], verdicts: Mapping[str, _Verdict], gone: Withdrawals) -> list[Record]:
    """The rows that people rewrote, by their new ids; only as many as people had time for, so they fit in memory."""
    wanted = {record: verdict for record, verdict in verdicts.items() if verdict.conclusion.outcome == "edited"}
    edited: list[Record] = []
    for batch in table.batches() if wanted else ():
        rows = batch.filter(pc.is_in(batch["id"], pa.array(sorted(wanted), pa.string())))
        for record in rows_of(rows, model):
            if gone.took(record.contributor):
                continue
            verdict = wanted[record.id]
            payload = {"record": record.model_dump(mode="json", by_alias=True)}
            after = apply_edits(payload, verdict.conclusion.edits or {})
            edited.append(after.edited(validated_by=verdict.names, **verdict.labels))
    return sorted(edited, key=lambda record: record.id)


def _unique(rows: Iterable[Record], writer: TableWriter) -> Iterator[Record]:
    """An edit may turn a row into one that is there already; it is kept once."""
    former = ""
    for record in rows:
        if record.id == former:
            writer.drop("duplicate", record.id, "after an edit the same as another row")
        else:
            yield record
        former = record.id


def _chunks(rows: Iterable[Record], size: int) -> Iterator[list[Record]]:
    iterator = iter(rows)
    while chunk := list(itertools.islice(iterator, size)):
        yield chunk
