"""Generated instruction records in Spanish: natural sentences, recombined, and near-copies, as a table of a project."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from _near_duplicates.corpus import edited, streams

from minga.external_sort import ExternalSorter, scratch_folder
from minga.records import InstructionRecord, to_batch
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = ["make_late_records", "make_records", "project_space"]

_BATCH = 10_000
_FUNCTION_WORDS = frozenset(
    ["de", "la", "el", "que", "los", "las", "en", "un", "una", "se", "para", "con", "por", "su", "es", "no"]
)


def project_space(folder: Path) -> Workspace:
    """Where the artifacts of the measured run are."""
    return Workspace(folder / "data", folder / ".minga")


def make_records(folder: Path, packages: Path, count: int) -> Table:
    """The table `donations/generated`; one record in ten is an edited copy."""

    def build(writer: TableWriter) -> None:
        spanish, rng = _spanish(packages), np.random.default_rng(1)
        sizes = (min(_BATCH, count - start) for start in range(0, count, _BATCH))
        _write(writer, (_conversations(spanish, rng, size) for size in sizes), "generated")

    recipe = Recipe("donations/generated", "test", 1, inputs={"count": str(count)})
    return project_space(folder).make_table(recipe, InstructionRecord.schema, build)


def make_late_records(folder: Path, packages: Path, corpus: Table, count: int) -> Table:
    """The table `donations/late`; one record in ten is an edited copy of a record of `corpus`."""
    rng = np.random.default_rng(2)
    copied = np.zeros(corpus.rows, bool)
    copied[rng.choice(corpus.rows, count // 10, replace=False)] = True
    found = [messages for batch in corpus.selected(copied, ["messages"]) for messages in batch["messages"].to_pylist()]
    copies = [(question["content"], edited(answer["content"], rng)) for question, answer in found]
    fresh = _conversations(_spanish(packages), rng, count - len(copies))
    recipe = Recipe("donations/late", "test", 1, inputs={"count": str(count)}, parents=[corpus])
    return project_space(folder).make_table(
        recipe, InstructionRecord.schema, lambda writer: _write(writer, [copies, fresh], "late")
    )


def _write(writer: TableWriter, conversations: Iterable[list[tuple[str, str]]], source: str) -> None:
    """Records in order of their ids; each has a source of its own, so that none is there twice."""
    with scratch_folder(writer.folder) as scratch:
        sorter = ExternalSorter(scratch, ["id"])
        for batch in conversations:
            records = [
                _record(question, answer, f"{source}/{writer.counts.rows_in + number}")
                for number, (question, answer) in enumerate(batch)
            ]
            writer.count_in(len(records))
            sorter.add(to_batch(records, InstructionRecord.schema))
        for rows in sorter.batches():
            writer.write(rows)


def _record(question: str, answer: str, source: str) -> InstructionRecord:
    messages = [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]
    values = {"messages": messages, "language": "es", "origin": "human", "licence": "CC0-1.0", "source": source}
    return InstructionRecord.model_validate(values)


def _spanish(packages: Path) -> list[list[str]]:
    """Sentences of 5 to 40 words; what was left in English is not among them."""
    languages = streams(packages / "unpacked")
    text = " ".join([*languages[0], *languages[4]])
    sentences = (sentence.split() for sentence in re.split(r"(?<=[.!?…:]) ", text))
    return [one for one in sentences if 5 <= len(one) <= 40 and len(_FUNCTION_WORDS.intersection(one)) > 1]


def _conversations(sentences: list[list[str]], rng: np.random.Generator, count: int) -> list[tuple[str, str]]:
    """Questions and answers."""
    found: list[tuple[str, str]] = []
    for number in range(count):
        if number and rng.random() < 0.1:
            question, answer = found[int(rng.integers(number))]
            found.append((question, edited(answer, rng)))
        else:
            found.append((_text(sentences, rng, (6, 25)), _text(sentences, rng, (40, 160))))
    return found


def _text(sentences: list[list[str]], rng: np.random.Generator, words: tuple[int, int]) -> str:
    """Sentences from anywhere, of as many words or a few more: two texts share one at most."""
    length, text = int(rng.integers(*words)), list[str]()
    while len(text) < length:
        text += sentences[int(rng.integers(len(sentences)))]
    return " ".join(text)
