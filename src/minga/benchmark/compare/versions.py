"""The versions of a benchmark, item by item."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from minga.benchmark.compare.comparison import Version
from minga.errors import InputError, NothingToDo
from minga.records import BenchmarkItem, records_of
from minga.tables import Table

__all__ = ["EDITED", "Trio", "UNCHANGED", "Versions", "item_texts", "trios"]

UNCHANGED, EDITED = "unchanged", "edited"
_OPEN = frozenset({"undecided", "disputed", "withdrawn"})
"""Reasons for which nothing is known yet of an item that is not in the validated version."""
_SEVERITIES = ("error", "warning", "note")


@dataclass(frozen=True)
class Versions:
    """Three tables of one benchmark; items of the last two name their source item."""

    source: Table
    machine: Table
    validated: Table

    @property
    def tables(self) -> dict[Version, Table]:
        """The tables by the names of the versions."""
        return {"source": self.source, "machine": self.machine, "validated": self.validated}


@dataclass(frozen=True)
class Trio:
    """One item in its versions."""

    source: BenchmarkItem
    machine: BenchmarkItem
    validated: BenchmarkItem | None
    verdict: str
    """`unchanged`, `edited`, `adapted`, or why there is no validated version."""

    @property
    def judged(self) -> bool:
        """Whether people have decided on it."""
        return self.verdict not in _OPEN

    @property
    def changed(self) -> bool:
        """Whether people edited it or took it out."""
        return self.judged and self.verdict != UNCHANGED

    @cached_property
    def texts(self) -> dict[str, tuple[str, str]]:
        """The machine's and the validated text by name; nothing without a validated version."""
        if self.validated is None:
            return {}
        ours, theirs = item_texts(self.machine), item_texts(self.validated)
        return {name: (ours.get(name, ""), theirs.get(name, "")) for name in ours | theirs}

    @property
    def severity(self) -> str:
        """The worst finding in the machine version: `error`, `warning`, `note` or `none`."""
        found = {finding.severity for finding in self.machine.findings}
        return next((severity for severity in _SEVERITIES if severity in found), "none")

    @property
    def checks(self) -> tuple[str, ...]:
        """The checks that found something in the machine version, sorted."""
        return tuple(sorted({finding.check for finding in self.machine.findings}))


def item_texts(item: BenchmarkItem) -> dict[str, str]:
    """`context`, `question`, `choices[0]` …, `reference` and `solution`, without those that are empty."""
    choices = {f"choices[{place}]": choice for place, choice in enumerate(item.choices)}
    texts = {"context": item.context, "question": item.question, **choices, "reference": item.reference}
    texts["solution"] = item.solution
    return {name: text for name, text in texts.items() if text}


def trios(versions: Versions) -> dict[str, Trio]:
    """Every item that was translated, by the id of its source item and in the order of these ids.

    Raises NothingToDo when no item was translated, InputError when two items translate the same one.
    """
    sources = {item.id: item for item in records_of(versions.source.batches(), BenchmarkItem)}
    machine = _by_source(versions.machine)
    validated = _by_source(versions.validated)
    reasons = {row["id"]: row["reason"] for row in versions.validated.dropped()}
    found = {
        key: Trio(sources[key], item, validated.get(key), _verdict(item, validated.get(key), reasons))
        for key, item in sorted(machine.items())
        if key in sources
    }
    if not found:
        where = f"{versions.source.name} and {versions.machine.name}"
        raise NothingToDo("these versions have no item in common", where=where, hint="translate it: minga translate")
    return found


def _verdict(machine: BenchmarkItem, validated: BenchmarkItem | None, reasons: dict[str, str]) -> str:
    if validated is None:
        return reasons.get(machine.id, "undecided")
    keys = (machine.answer, machine.answers), (validated.answer, validated.answers)
    same = item_texts(machine) == item_texts(validated) and keys[0] == keys[1]
    return UNCHANGED if same else "adapted" if validated.verdict == "adapted" else EDITED


def _by_source(table: Table) -> dict[str, BenchmarkItem]:
    items: dict[str, BenchmarkItem] = {}
    for item in records_of(table.batches(), BenchmarkItem):
        if item.source_item in items:
            raise InputError("two items translate the same one", where=f"{table.name}, {item.source_item}")
        items[item.source_item] = item
    return items
