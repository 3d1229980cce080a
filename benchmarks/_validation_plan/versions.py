"""TruthfulQA in English, by people and by Apertium, with the risk that the linter gives each translation."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from minga.errors import MissingPart
from minga.records import BenchmarkItem
from minga.translate.engines.apertium import apertium_for
from minga.translate.engines.engine import Translation
from minga.translate.lint import lint, risk_of, unknown_words


@dataclass(frozen=True)
class Question:
    """One question, with all answers that either metric asks for."""

    question: str
    single: list[str]
    """Choices of mc1; `right` is the place of the right one."""
    right: int
    several: list[str]
    """Choices of mc2."""
    true: list[bool]
    """Which of those are true."""


def read(path: Path) -> list[Question]:
    rows = json.loads(path.read_text(encoding="utf-8"))
    return [
        Question(
            row["question"],
            row["mc1_targets"]["choices"],
            row["mc1_targets"]["labels"].index(1),
            row["mc2_targets"]["choices"],
            [label == 1 for label in row["mc2_targets"]["labels"]],
        )
        for row in rows
    ]


def machine(questions: list[Question], language: str, cache: Path) -> tuple[list[Question], NDArray[np.float64]]:
    """The questions as Apertium translates them, and the risk of each (the linter's, over question and mc1)."""
    path = cache / f"apertium-{language}.json"
    if not path.exists():
        path.write_text(json.dumps(_translated(questions, language), ensure_ascii=False), encoding="utf-8")
    answers = [
        {name: Translation(text, tuple((a, b) for a, b in unknown)) for name, (text, unknown) in one.items()}
        for one in json.loads(path.read_text(encoding="utf-8"))
    ]
    made = [
        Question(
            answer["question"].text,
            [answer[f"choices[{place}]"].text for place in range(len(question.single))],
            question.right,
            [answer[f"several[{place}]"].text for place in range(len(question.several))],
            question.true,
        )
        for question, answer in zip(questions, answers, strict=True)
    ]
    risks = [_risk(*one, language) for one in zip(questions, made, answers, strict=True)]
    return made, np.array(risks)


def _translated(questions: list[Question], language: str) -> list[dict[str, tuple[str, list[list[int]]]]]:
    engine = apertium_for("en", language)
    if engine is None:
        raise MissingPart(f"Apertium for en to {language} is not installed", hint="apt-get install apertium-eng-spa")
    texts = [
        {"question": one.question}
        | {f"choices[{place}]": text for place, text in enumerate(one.single)}
        | {f"several[{place}]": text for place, text in enumerate(one.several)}
        for one in questions
    ]
    return [
        {name: (done.text, [list(pair) for pair in done.unknown]) for name, done in answer.items()}
        for answer in engine.translate(texts)
        if isinstance(answer, dict)
    ]


def _risk(source: Question, target: Question, answer: dict[str, Translation], language: str) -> float:
    ours, theirs = _item(source, "en"), _item(target, language)
    known = {name: one for name, one in answer.items() if not name.startswith("several")}
    return risk_of((*unknown_words(ours, theirs, known), *lint(ours, theirs)))


def _item(question: Question, language: str) -> BenchmarkItem:
    return BenchmarkItem(
        benchmark="truthfulqa", question=question.question, choices=tuple(question.single), answer=question.right,
        language=language, origin="human", licence="Apache-2.0",
    )  # fmt: skip
