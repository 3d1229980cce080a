"""Answers of large models to TruthfulQA, which people judged: which of them refuse."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from minga.curate.example import Example
from minga.curate.quality.refusals import MEASURES

__all__ = ["judged_refusals"]

_LABELS = Path(__file__).resolve().parent / "review_refusals.csv"
_MEASURE = MEASURES[0]


def judged_refusals(folder: Path) -> dict[str, dict[str, int]]:
    """By language, of the answers in `evaluated_es.csv` and those of ca and en: how many there are, how many refuse or
    speak of themselves as a model (by our labels), how many are found, and how many of these rightly."""
    report = {}
    for language in ("es", "ca", "en"):
        path = folder / f"evaluated_{language}.csv"
        if not path.is_file():
            continue
        refusing = set(_refusing(language))
        counts = {"answers": 0, "there": 0, "found": 0, "right": 0}
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                there, said = row["id"] in refusing, _MEASURE.of(_example(row, language))
                counts["answers"] += 1
                counts["there"] += there
                counts["found"] += bool(said)
                counts["right"] += there and bool(said)
                if there != bool(said):
                    print(f"{language} {row['id']}: {'a refusal' if there else 'none'}; said {said!r}")
        report[language] = counts
    return report


def _refusing(language: str) -> Iterator[str]:
    with _LABELS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["language"] == language:
                yield from (f"{row['question']}__{model}" for model in row["models"].split())


def _example(row: dict[str, str], language: str) -> Example:
    # the harness asked with "Q:" and "A:", and some models say the second themselves
    answer = row["model_answer"].removeprefix("A:").strip()
    messages = [{"role": "user", "content": row["question"]}, {"role": "assistant", "content": answer}]
    return Example(messages, language)
