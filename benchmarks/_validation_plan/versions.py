"""The risk that the linter gives Apertium's translations of TruthfulQA."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minga.errors import MissingPart
from minga.records import BenchmarkItem
from minga.translate.engines.apertium import apertium_for
from minga.translate.engines.engine import Translation
from minga.translate.inspection import looked_over
from minga.translate.lint import unknown_words

Texts = dict[str, str]


def machine_risk(source: Path, language: str, cache: Path) -> NDArray[np.float64]:
    """The risk of each question with its choices of mc1 in Apertium's translation, which is kept in `cache`."""
    rows = json.loads(source.read_text(encoding="utf-8"))
    texts = [_texts(row) for row in rows]
    kept = cache / f"apertium-{language}-mc1.json"
    if not kept.exists():
        kept.write_text(json.dumps(_translated(texts, language), ensure_ascii=False), encoding="utf-8")
    risks = []
    for ours, answer in zip(texts, json.loads(kept.read_text(encoding="utf-8")), strict=True):
        known = {name: Translation(text, tuple((a, b) for a, b in unknown)) for name, (text, unknown) in answer.items()}
        one, other = _item(ours, "en"), _item({name: done.text for name, done in known.items()}, language)
        risks.append(looked_over(one, other, unknown=unknown_words(one, other, known)).risk)
    return np.array(risks)


def _texts(row: dict[str, Any]) -> Texts:
    choices = {f"choices[{place}]": text for place, text in enumerate(row["mc1_targets"]["choices"])}
    return {"question": row["question"]} | choices


def _translated(texts: list[Texts], language: str) -> list[dict[str, tuple[str, list[list[int]]]]]:
    engine = apertium_for("en", language)
    if engine is None:
        raise MissingPart(f"Apertium for en to {language} is not installed", hint="apt-get install apertium-eng-spa")
    return [
        {name: (done.text, [list(pair) for pair in done.unknown]) for name, done in answer.items()}
        for answer in engine.translate(texts)
        if isinstance(answer, dict)
    ]


def _item(texts: Texts, language: str) -> BenchmarkItem:
    choices = tuple(text for name, text in texts.items() if name != "question")
    return BenchmarkItem(
        benchmark="truthfulqa", question=texts["question"], choices=choices, answer=0, language=language,
        origin="human", licence="Apache-2.0",
    )  # fmt: skip
