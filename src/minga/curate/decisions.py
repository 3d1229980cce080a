"""What people decide of single records, whatever the rules say: `curate/decisions.csv` in a project's folder.

The file only grows: of several rows on a record the last one stands, and `undo` leaves it to the rules again. What
stands becomes the table `decisions`, from which the table `curated` is made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, cast, get_args

import pyarrow as pa

from minga.curate.answer_sheets import read_sheet
from minga.errors import InputError
from minga.manifests import hash_of
from minga.spreadsheets import csv_text
from minga.storage import locked, write_text
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.workspace import Recipe, Workspace

__all__ = [
    "BY_HAND",
    "Decision",
    "FILE",
    "FIRM",
    "TABLE",
    "Verdict",
    "add_decisions",
    "decisions_table",
    "read_decisions",
    "standing",
]

Verdict = Literal["keep", "drop", "undo"]

FILE = Path("curate", "decisions.csv")
"""Within the project's folder."""
TABLE = "decisions"
BY_HAND = "by-hand"
"""The reason of what a person lets go."""
FIRM = frozenset(("withdrawn", BY_HAND, "personal-data", "contaminated", "duplicate"))
"""Reasons that no `keep` overrules: they protect a person, a score, or say that the same text stays already."""
CODE = 1
_HINT = "the heading is: id,decision,reason,who,when"


@dataclass(frozen=True)
class Decision:
    """What a person decided of one record."""

    id: str
    """As the record came in."""
    decision: Verdict
    reason: str
    """In the person's own words."""
    who: str = ""
    when: str = ""
    """ISO 8601."""


_COLUMNS = tuple(Decision.__dataclass_fields__)
_SCHEMA = pa.schema([(name, pa.string()) for name in _COLUMNS])


def read_decisions(path: Path) -> dict[str, Decision]:
    """What stands, by id; empty where there is no file.

    Raises InputError when a row has no id or reason, or decides something else than `keep`, `drop` and `undo`.
    """
    found: dict[str, Decision] = {}
    for row, where in _rows(path):
        one = _decision(row, where)
        found.pop(one.id, None)
        if one.decision != "undo":
            found[one.id] = one
    return found


def add_decisions(path: Path, decisions: Sequence[Decision]) -> None:
    """Write `decisions` below the rows of the file, which stay as they are. Raises InputError when it is damaged."""
    with locked(path.with_name(f".{path.name}.lock")):
        read_decisions(path)
        rows: list[Mapping[str, Any]] = [*(row for row, _ in _rows(path)), *map(asdict, decisions)]
        columns = dict.fromkeys([*_COLUMNS, *(name for row in rows for name in row if name is not None)])
        write_text(path, csv_text(list(columns), rows))


def decisions_table(path: Path, workspace: Workspace) -> Table | None:
    """What stands as the table `decisions`, sorted by id; None where nothing does."""
    decided = sorted(read_decisions(path).values(), key=lambda one: one.id)
    if not decided:
        return None
    rows = pa.Table.from_pylist([asdict(one) for one in decided], _SCHEMA)

    def build(writer: TableWriter) -> None:
        writer.count_in(rows.num_rows)
        writer.write(rows)

    texts = (text for one in decided for text in asdict(one).values())
    return workspace.make_table(Recipe(TABLE, "curate", CODE, inputs={FILE.name: hash_of(texts)}), _SCHEMA, build)


def standing(table: Table | None) -> dict[str, Decision]:
    """The decisions of a table `decisions`, by id."""
    return {row["id"]: Decision(**row) for row in table.read().to_pylist()} if table is not None else {}


def _rows(path: Path) -> Iterator[tuple[Mapping[str, str], str]]:
    """The rows of the file that say anything, each with its place; none where there is no file."""
    if not path.exists():
        return
    for number, row in enumerate(read_sheet(path, _HINT), 2):
        if any(isinstance(value, str) and value.strip() for value in row.values()):
            yield row, f"{path}, row {number}"


def _decision(row: Mapping[str, str], where: str) -> Decision:
    values = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    values["decision"] = values["decision"].lower()
    if values["decision"] not in get_args(Verdict):
        raise InputError(f"decides {values['decision'][:40]!r}", where=where, hint="write keep, drop or undo")
    for name in ("id", "reason"):
        if not values[name]:
            raise InputError(f"has no {name}", where=where, hint=_HINT)
    return Decision(**cast("dict[str, Any]", values))
