"""Everything that is measured of records, a batch at a time: the columns of the tables `annotated/…`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from minga.credits import name_hash
from minga.curate.example import Example, examples_of
from minga.curate.personal_data.measures import COUNT, without_originals
from minga.curate.rules import Annotator, annotated

__all__ = ["Annotate", "CONTRIBUTOR", "DIGEST", "LENGTH", "TEXT", "conversation_text"]

CONTRIBUTOR = "contributor"
"""Hash of the name of who gave the record; null where nobody is named."""
DIGEST = "duplicates.digest"
"""Hash of the normalised turns: equal for exact duplicates."""
LENGTH = "duplicates.words"
"""Words of all turns."""
TEXT = "text"
"""The words that near duplicates are compared by; null if they are too few for a shingle. No table keeps it."""
_OWN = {CONTRIBUTOR: pa.string(), DIGEST: pa.binary(), LENGTH: pa.int32(), TEXT: pa.string()}


@dataclass(frozen=True)
class Annotate:
    """Applies `annotators` to Arrow arrays of messages, languages, tasks, countries and contributors."""

    annotators: Sequence[Annotator]
    shingle: int

    @property
    def columns(self) -> dict[str, pa.DataType]:
        """What it fills, by name."""
        return _OWN | {name: kind for one in self.annotators for name, kind in one.columns.items()}

    @property
    def type(self) -> pa.DataType:
        """Of the array that it returns: a struct of all columns."""
        # Daft's own types: with others every batch would be cast
        large = {pa.string(): pa.large_string(), pa.binary(): pa.large_binary()}
        large[pa.list_(pa.string())] = pa.large_list(pa.large_string())
        return pa.struct([pa.field(name, large.get(kind, kind)) for name, kind in self.columns.items()])

    def __call__(
        self, messages: pa.Array, languages: pa.Array, tasks: pa.Array, countries: pa.Array, contributors: pa.Array
    ) -> pa.Array:
        """One struct a record."""
        names = contributors.to_pylist()
        hashes = {name: name_hash(name) if name else None for name in set(names)}
        examples = examples_of((messages, languages, tasks, countries))
        rows = annotated(self.annotators, examples)
        for name, example, row in zip(names, examples, rows, strict=True):
            if row.get(COUNT):
                row |= without_originals(row)
            row |= {CONTRIBUTOR: hashes[name], **self._own(example)}
        fields = list(self.type)
        columns = [pa.array([row.get(field.name) for row in rows], field.type) for field in fields]
        return pa.StructArray.from_arrays(columns, fields=fields)

    def _own(self, example: Example) -> dict[str, object]:
        count = len(example.conversation_words)
        text = conversation_text(example) if count >= self.shingle else None
        return {DIGEST: _digest(example), LENGTH: count, TEXT: text}


def conversation_text(example: Example) -> str:
    """The words of all turns, separated by single spaces."""
    return " ".join(example.conversation_words)


def _digest(example: Example) -> bytes:
    turns = "\x1e".join(f"{role}\x1f{text}" for role, text in example.normalised_turns)
    return hashlib.blake2b(turns.encode(), digest_size=16).digest()
