"""Agreement of the two annotators of truthfulqa-multi, for each language and question.

    python examples/agreement/run.py FOLDER

FOLDER holds `evaluated_LANGUAGE.csv` (first annotator) and `iaa_LANGUAGE.csv` (second annotator), each with the
columns id, truthfulness and informativeness (yes or no), as published by hitz-zentroa/truthfulqa-multi (Apache-2.0).
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from minga.review.agreement import Agreement, Ratings, agreement, agreement_of_two

QUESTIONS = ("truthfulness", "informativeness")
SEED = 600
DRAWS = 10_000

Answers = dict[str, NDArray[np.float64]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table. Exit code 2 when there is nothing to read."""
    arguments = sys.argv[1:] if arguments is None else arguments
    folder = Path(arguments[0]) if len(arguments) == 1 else None
    languages = sorted(path.stem.removeprefix("iaa_") for path in folder.glob("iaa_*.csv")) if folder else []
    if folder is None or not languages:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    print("| language | question | items | yes, 1st / 2nd | same answer | Cohen's κ (95 %) | Krippendorff's α (95 %) |")
    print("|---|---|--:|--:|--:|--:|--:|")
    for language in languages:
        for question in QUESTIONS:
            print(_row(folder, language, question))
    return 0


def judgements(folder: Path, language: str) -> tuple[Answers, Answers]:
    """The answers of the first and the second annotator to what both judged, by question: 1 is yes, 0 is no."""
    first, second = (_read(folder / f"{name}_{language}.csv") for name in ("evaluated", "iaa"))
    common = sorted(first.keys() & second.keys())
    one, other = (
        {question: np.array([float(rows[key][question] == "yes") for key in common]) for question in QUESTIONS}
        for rows in (first, second)
    )
    return one, other


def _read(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _row(folder: Path, language: str, question: str) -> str:
    first, second = (answers[question] for answers in judgements(folder, language))
    count = len(first)
    ratings = Ratings(
        items=np.tile(np.arange(count), 2), people=np.repeat([0, 1], count), values=np.concatenate([first, second])
    )
    kappa = agreement_of_two(first, second, np.random.default_rng(SEED), draws=DRAWS)
    alpha = agreement(ratings, "nominal", np.random.default_rng(SEED), draws=DRAWS)
    said = f"{first.mean():.0%} / {second.mean():.0%}".replace("%", " %")
    same = f"{kappa.equal:.0%}".replace("%", " %")
    return f"| {language} | {question} | {count} | {said} | {same} | {_written(kappa)} | {_written(alpha)} |"


def _written(found: Agreement) -> str:
    if found.value is None:
        return found.reason or ""
    interval = "" if found.low is None else f" ({found.low:.2f} to {found.high:.2f})"
    return f"{found.value:.2f}{interval}"


if __name__ == "__main__":
    sys.exit(main())
