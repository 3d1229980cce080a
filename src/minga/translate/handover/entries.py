"""One text of one item, as it goes to a translator and comes back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from minga.records import BenchmarkItem, records_of
from minga.tables import Table
from minga.translate.texts import choice_name, texts_of

__all__ = ["Entry", "entries_of"]


@dataclass(frozen=True)
class Entry:
    """A text of a source item with its translation."""

    item: str
    """Id of the source item."""
    field: str
    """`question`, `context`, `reference` or `choices[2]`."""
    source: str = ""
    target: str = ""
    """Empty where it is not translated yet."""
    note: str = ""
    """For the translator: which choice is the right one."""


def entries_of(source: Table, translated: Table | None = None) -> Iterator[Entry]:
    """Every text of the source items in their order, with its translation where `translated` has one."""
    done: Mapping[str, BenchmarkItem] = {}
    if translated is not None:
        done = {item.source_item: item for item in records_of(translated.batches(), BenchmarkItem)}
    for item in records_of(source.batches(), BenchmarkItem):
        theirs = texts_of(done[item.id]) if item.id in done else {}
        for field, text in texts_of(item).items():
            yield Entry(item.id, field, text, theirs.get(field, ""), _note(item, field))


def _note(item: BenchmarkItem, field: str) -> str:
    right = item.answer is not None and field == choice_name(item.answer)
    return "the right answer" if right else ""
