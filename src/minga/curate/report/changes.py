"""What is otherwise than in the last run: settings, donations, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from minga.curate.curated_run import ANNOTATED
from minga.curate.decisions import TABLE
from minga.manifests import Manifest, flat_options
from minga.tables import Table

__all__ = ["Change", "Changes", "changes"]


@dataclass(frozen=True)
class Change:
    """A count in the last run and in this one."""

    label: str
    then: int
    now: int


@dataclass(frozen=True)
class Changes:
    """Why this run came out otherwise than the last one, and how."""

    why: list[str] = field(default_factory=list)
    """In words: settings, inputs, decisions."""
    counts: list[Change] = field(default_factory=list)
    """Those that differ, and what came in and stayed; empty where none differs."""


def changes(now: Table, before: Table | None, reasons: Sequence[str]) -> Changes | None:
    """What changed since the run that made `before`; None where there was none."""
    if before is None:
        return None
    old, new = before.manifest.counts, now.manifest.counts
    gone = sorted(reason for reason in old.dropped if reason not in reasons)
    rows = [Change(reason, old.dropped.get(reason, 0), new.dropped.get(reason, 0)) for reason in [*reasons, *gone]]
    counts = [
        Change("came in", old.rows_in, new.rows_in),
        *(row for row in rows if row.then != row.now),
        Change("stayed", old.rows_kept, new.rows_kept),
    ]
    differ = any(row.then != row.now for row in counts)
    return Changes(_why(before.manifest, now.manifest), counts if differ else [])


def _why(old: Manifest, new: Manifest) -> list[str]:
    was, now = (flat_options(one.options.get("curate", {})) for one in (old, new))
    values = {key: (_value(was.get(key)), _value(now.get(key))) for key in sorted(was.keys() | now.keys())}
    said = [f"{key} was {before} and is {after}" for key, (before, after) in values.items() if before != after]
    then, here = _inputs(old), _inputs(new)
    said += [f"{name} is new" for name in sorted(here.keys() - then.keys())]
    said += [f"{name} is not there any more" for name in sorted(then.keys() - here.keys())]
    said += [f"{name} has changed" for name in sorted(here.keys() & then.keys()) if here[name] != then[name]]
    return said + (["minga decides otherwise than it did"] if old.code != new.code else [])


def _inputs(manifest: Manifest) -> Mapping[str, str]:
    """Contents of what went in, by name: what was measured and looked for follows from it."""
    made = {parent.name: parent.content for parent in manifest.parents}
    found = {name: content for name, content in made.items() if ANNOTATED + name in made}
    people = {"what people decided": made[TABLE]} if TABLE in made else {}
    taken_back = {"what was taken back": manifest.inputs["withdrawn"]} if "withdrawn" in manifest.inputs else {}
    return found | people | taken_back


def _value(value: Any) -> str:
    if value is None or value in ([], ""):
        return "not set"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
