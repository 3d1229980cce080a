"""Everything that is measured of records, a batch at a time: the columns of the tables `annotated/…`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from minga.credits import name_hash
from minga.curate.duplicates.compared_texts import CONVERSATION, ComparedText
from minga.curate.example import Example, examples_of
from minga.curate.personal_data.measures import COUNT, without_originals
from minga.curate.rules import Annotator, annotated

__all__ = ["Annotate", "CONTRIBUTOR", "LENGTH"]

CONTRIBUTOR = "contributor"
"""Hash of the name of who gave the record; null where nobody is named."""
LENGTH = "duplicates.words"
"""Words of all turns."""
_OWN = {CONTRIBUTOR: pa.string(), LENGTH: pa.int32()}


@dataclass(frozen=True)
class Annotate:
    """Applies `annotators` to Arrow arrays of messages, languages, tasks, countries and contributors."""

    annotators: Sequence[Annotator]
    shingle: int
    equal: Sequence[ComparedText] = (CONVERSATION,)
    """What gets a hash, by which it is found again."""
    near: Sequence[ComparedText] = (CONVERSATION,)
    """What gets a column with its words, null if they are too few for a shingle. No table keeps it."""

    @property
    def columns(self) -> dict[str, pa.DataType]:
        """What it fills, by name."""
        own = _OWN | {text.digest_column: pa.binary() for text in self.equal}
        own |= {text.words_column: pa.string() for text in self.near}
        return own | {name: kind for one in self.annotators for name, kind in one.columns.items()}

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
        own: dict[str, object] = {LENGTH: sum(map(len, example.turn_words))}
        own |= {text.digest_column: text.digest(example) for text in self.equal}
        return own | {text.words_column: self._words(text, example) for text in self.near}

    def _words(self, text: ComparedText, example: Example) -> str | None:
        said = text.words(example)
        return " ".join(said) if len(said) >= self.shingle else None
