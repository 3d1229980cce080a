"""Everything that is measured of records, a batch at a time: the columns of the tables `annotated/…`."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from minga.credits import name_hash
from minga.curate.example import Example
from minga.curate.personal_data.measures import COUNT, without_originals
from minga.curate.rules import Annotator

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
        columns = (messages, languages, tasks, countries)
        rows = zip(*(column.to_pylist() for column in columns), strict=True)
        measured = [self._measured(Example(*row)) for row in rows]
        return pa.array(
            [{CONTRIBUTOR: hashes[name], **row} for name, row in zip(names, measured, strict=True)], self.type
        )

    def _measured(self, example: Example) -> dict[str, object]:
        enough = len(example.conversation_words) >= self.shingle
        measured: dict[str, object] = {}
        for annotator in self.annotators:
            measured |= annotator(example)
        if measured.get(COUNT):
            measured = without_originals(measured)
        return {
            DIGEST: _digest(example),
            LENGTH: len(example.conversation_words),
            TEXT: conversation_text(example) if enough else None,
            **measured,
        }


def conversation_text(example: Example) -> str:
    """The words of all turns, separated by single spaces."""
    return " ".join(example.conversation_words)


def _digest(example: Example) -> bytes:
    turns = "\x1e".join(f"{role}\x1f{text}" for role, text in example.normalised_turns)
    return hashlib.blake2b(turns.encode(), digest_size=16).digest()
