"""What models answered to TruthfulQA's questions, as `validation_experiment.py --record` keeps it in `answers.csv`.

A row is a question (its place in the file, from 0) and a model; for the English source, and for the machine's and the
human version in each language, how far the right choice leads before the best wrong one (nats) and which share of the
choices' likelihood it has.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RECORDED = Path(__file__).with_name("answers.csv")
VERSIONS = ("source-en", "machine-es", "validated-es", "machine-ca", "validated-ca")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """One model's answers to one version; (items,) each."""

    lead: Floats
    share: Floats

    @property
    def scores(self) -> dict[str, Floats]:
        """By metric: `mc1` is 1 where the right choice is the likeliest; `share` is mc2 over the choices of mc1."""
        return {"mc1": (self.lead > 0).astype(np.float64), "share": self.share}


@dataclass(frozen=True)
class Recorded:
    """One model's answers to all versions of the same questions."""

    model: str
    questions: NDArray[np.int64]
    """(items,) places of the questions in the source's file."""
    versions: dict[str, Answers]


def recorded(path: Path = RECORDED) -> list[Recorded]:
    """The answers of every model in the file."""
    rows: dict[str, list[dict[str, str]]] = {}
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            rows.setdefault(row["model"], []).append(row)
    return [
        Recorded(
            model,
            np.array([int(row["question"]) for row in known]),
            {
                version: Answers(
                    *(np.array([float(row[f"{version} {what}"]) for row in known]) for what in ("lead", "share"))
                )
                for version in VERSIONS
            },
        )
        for model, known in rows.items()
    ]


def record(path: Path, found: list[tuple[str, int, dict[str, tuple[float, float]]]]) -> None:
    """Write answers: model, question, and lead and share by version."""
    with path.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(
            ["question", "model", *(f"{version} {what}" for version in VERSIONS for what in ("lead", "share"))]
        )
        for model, question, by_version in sorted(found, key=lambda row: row[:2]):
            numbers = [
                f"{value:.3g}" if what else f"{value:.2f}"
                for one in VERSIONS
                for what, value in enumerate(by_version[one])
            ]
            writer.writerow([question, model, *numbers])
