"""Records drawn for people to look at, and how often curating was wrong by what they said."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pyarrow.compute as pc

from minga.curate.answer_sheets import read_sheet
from minga.curate.curated_run import CuratedRun, dropped_rows
from minga.curate.excerpts import excerpt
from minga.curate.reasons import WITHDRAWN, other_record
from minga.errors import InputError, NothingToDo, UsageError

__all__ = ["COLUMNS", "ErrorRate", "KEPT", "Sampled", "answers_of", "audited", "draw", "draw_several", "error_rates"]

KEPT = "kept"
"""Stands for the reason of records that stay."""
_CONTAMINATED = "contaminated"
_LONGEST = 8000
"""Characters of an answer that are shown for an audit."""
_YES = frozenset(("yes", "y", "true", "1", "sí", "si", "s", "bai", "sim", "right"))
_NO = frozenset(("no", "n", "false", "0", "ez", "não", "non", "wrong"))


@dataclass(frozen=True)
class Sampled:
    """A record for a person to judge."""

    id: str
    reason: str
    """`kept`, or why it was dropped."""
    detail: str
    table: str
    language: str
    prompt: str
    answer: str
    """Of a long one the part that was decisive, where that is known, or else the beginning."""
    right: str = ""
    """For the person: whether keeping or dropping it was right, yes or no."""
    why: str = ""
    """Likewise: why not, in her own words."""


COLUMNS = tuple(Sampled.__dataclass_fields__)
"""Of a file with a sample."""


@dataclass(frozen=True)
class ErrorRate:
    """How often curating was wrong, of the records that people judged."""

    reason: str
    judged: int
    wrong: int
    rate: float
    low: float
    high: float
    """Ends of the exact 95 % interval (Clopper & Pearson 1934)."""
    unanswered: int
    """Rows without yes or no."""


def draw(run: CuratedRun, reason: str, size: int, seed: int) -> list[Sampled]:
    """`size` records (all, where there are fewer) that were kept or that left for `reason`, in the order of their ids.

    The same run and seed give the same records. Raises UsageError for a reason that no record left for, NothingToDo
    where nothing was kept.
    """
    return draw_several(run, [reason], size, seed)[reason]


def draw_several(
    run: CuratedRun, reasons: Sequence[str], size: int, seed: int, length: int = _LONGEST
) -> dict[str, list[Sampled]]:
    """The same for several reasons, whose texts are read together; answers are cut at `length` characters."""
    chosen = {
        reason: _kept(run, size, seed) if reason == KEPT else _dropped(run, reason, size, seed) for reason in reasons
    }
    ids = {id_ for details in chosen.values() for id_ in details}
    records = run.records(ids)
    held = {id_: other_record(detail) for id_, detail in chosen.get(_CONTAMINATED, {}).items()}
    items = run.items(held.values())

    def sampled(id_: str, reason: str, detail: str) -> Sampled:
        row = records[id_]
        item = items.get(held.get(id_, ""), "")
        shown = excerpt(row, length, reason=reason, detail=detail, item=item)
        return Sampled(id_, reason, detail, row["table"], row["language"], shown.prompt, shown.answer)

    return {
        reason: [sampled(id_, reason, detail) for id_, detail in sorted(details.items())]
        for reason, details in chosen.items()
    }


def _kept(run: CuratedRun, size: int, seed: int) -> dict[str, str]:
    if not run.curated.rows:
        raise NothingToDo("no record was kept", hint="see why they left: minga curate sample --reason REASON")
    places = iter(_places(run.curated.rows, size, seed, KEPT))
    chosen: dict[str, str] = {}
    start, place = 0, next(places, None)
    for batch in run.curated.batches(["id"], size=1 << 16):
        while place is not None and place < start + batch.num_rows:
            chosen[batch["id"][place - start].as_py()] = ""
            place = next(places, None)
        start += batch.num_rows
    return chosen


def _dropped(run: CuratedRun, reason: str, size: int, seed: int) -> dict[str, str]:
    if reason == WITHDRAWN:
        raise UsageError("what was taken back is nobody's to read", hint="draw for another reason")
    rows = dropped_rows(run.curated)
    rows = rows.filter(pc.equal(rows["reason"], reason))
    if not rows.num_rows:
        counts = run.curated.manifest.counts.dropped
        there = ", ".join(f"{name} ({count:,})" for name, count in counts.items()) or "none: every record was kept"
        raise UsageError(f"no record left for the reason {reason!r}", hint=f"reasons are {there}")
    chosen = rows.take(_places(rows.num_rows, size, seed, reason))
    return {row["id"]: row["detail"] for row in chosen.to_pylist()}


def _places(rows: int, size: int, seed: int, reason: str) -> list[int]:
    drawn = random.Random(f"{seed} {reason}")  # noqa: S311 - a sample, not a secret
    return sorted(drawn.sample(range(rows), min(size, rows)))


def audited(path: Path) -> Iterator[Mapping[str, str]]:
    """The rows of a sample (CSV, or JSON Lines where the name ends so) that came back. Raises InputError."""
    return read_sheet(path, "write one with: minga curate sample --output FILE")


def error_rates(rows: Iterable[Mapping[str, str]], where: object) -> list[ErrorRate]:
    """How often the decisions of an audited sample were wrong, for each reason, with the exact 95 % interval.

    Raises InputError where columns are missing, an answer is neither yes nor no, or nothing was answered.
    """
    said: dict[str, list[bool | None]] = {}
    for row, answer in answers_of(rows, where):
        said.setdefault(str(row["reason"]), []).append(answer)
    rates = [_rate(reason, answers) for reason, answers in sorted(said.items()) if any(a is not None for a in answers)]
    if not rates:
        raise InputError("has no answer in the column `right`", where=where, hint="write yes or no for each record")
    return rates


def answers_of(rows: Iterable[Mapping[str, str]], where: object) -> Iterator[tuple[Mapping[str, str], bool | None]]:
    """The rows of an audited sample, each with yes or no, in any language of the interface; None for nothing.

    Raises InputError where columns are missing or an answer is something else.
    """
    for number, row in enumerate(islice(rows, 1_000_000), 1):
        if "right" not in row or not row.get("reason"):
            raise InputError("has no column `right` and `reason`", where=where, hint="keep the columns of the sample")
        yield row, _answer(row["right"] or "", f"{where}, row {number}")


def _answer(text: str, where: str) -> bool | None:
    word = text.strip().casefold()
    if word in _YES or word in _NO:
        return word in _YES
    if not word:
        return None
    raise InputError(f"{text[:40]!r} in the column `right` is neither yes nor no", where=where, hint="write yes or no")


def _rate(reason: str, answers: Sequence[bool | None]) -> ErrorRate:
    from scipy.stats import binomtest

    judged = [answer for answer in answers if answer is not None]
    wrong = judged.count(False)
    interval = binomtest(wrong, len(judged)).proportion_ci(0.95, method="exact")
    unanswered = len(answers) - len(judged)
    rate = wrong / len(judged)
    return ErrorRate(reason, len(judged), wrong, rate, float(interval.low), float(interval.high), unanswered)
