"""A model of letters, for machines on which a language model takes hours: which letter follows five others.

Interpolated with Witten and Bell's weights (1991), from 700,000 letters of English (HellaSwag) and as many of Spanish
(recipes). Its scores are as real as those of any model that is near chance on TruthfulQA, and they take seconds.
"""

from __future__ import annotations

import bz2
import csv
import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from _validation_plan.versions import Question

ORDER = 5
LETTERS = 700_000


class Letters:
    def __init__(self, text: str) -> None:
        self.following: list[dict[str, Counter[str]]] = [defaultdict(Counter) for _ in range(ORDER + 1)]
        for place in range(ORDER, len(text)):
            for length in range(ORDER + 1):
                self.following[length][text[place - length : place]][text[place]] += 1
        self.totals = [{before: sum(after.values()) for before, after in one.items()} for one in self.following]

    def log(self, before: str, answer: str) -> float:
        text = before[-ORDER:] + answer
        return sum(
            math.log(self._chance(text[:place], text[place])) for place in range(len(before[-ORDER:]), len(text))
        )

    def _chance(self, before: str, letter: str) -> float:
        chance = 1 / 300
        for length in range(min(ORDER, len(before)) + 1):
            seen = before[len(before) - length :]
            after = self.following[length].get(seen)
            if after is None:
                break
            total, kinds = self.totals[length][seen], len(after)
            chance = (after[letter] + kinds * chance) / (total + kinds)
        return chance


def train(data: Path) -> Letters:
    """The model, from two files of the shared data."""
    english = bz2.decompress((data / "hellaswag" / "hellaswag_val_full.txt.bz2").read_bytes()).decode()[:LETTERS]
    with (data / "recetas" / "recetasabuela_es.csv").open(encoding="utf-8", newline="") as file:
        spanish = "\n".join(" ".join(row) for row in csv.reader(file))[:LETTERS]
    return Letters(english + "\n" + spanish)


def ask(model: Letters, questions: Sequence[Question]) -> dict[int, dict[str, float]]:
    """Log-likelihoods of every answer by question."""
    return {
        place: {text: model.log(f"{one.question}\n", text) for text in dict.fromkeys([*one.single, *one.several])}
        for place, one in enumerate(questions)
    }
