"""Items of three benchmarks, as minga reads them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from minga.curate.contamination.item_texts import ItemText
from minga.records import BenchmarkItem
from minga.settings import BenchmarkSettings
from minga.translate.readers import rows_in_order

__all__ = ["hellaswag", "mgsm", "mmlu", "truthfulqa", "version_of"]


def truthfulqa(data: Path, language: str) -> dict[int, ItemText]:
    """By their number, which is the same in every language."""
    return _read(data / "truthfulqa-multi", name="truthfulqa", path=f"{language}.json", form="truthfulqa",
                 language=language)  # fmt: skip


def mmlu() -> dict[int, ItemText]:
    """The development questions that lm-eval carries."""
    return _read(Path(), name="mmlu", path="lm-eval:mmlu", language="en")


def hellaswag(data: Path) -> dict[int, ItemText]:
    """The validation items."""
    return _read(data / "hellaswag", name="hellaswag", path="hellaswag_val_full.txt.bz2", form="hellaswag",
                 language="en")  # fmt: skip


def mgsm(data: Path, language: str) -> dict[int, ItemText]:
    """School problems, in English and by people's translation in Spanish; by their number."""
    lines = (data / "mgsm" / f"mgsm_{language}.tsv").read_text(encoding="utf-8").splitlines()
    texts = (line.split("\t") for line in lines)
    return {n: ItemText(f"{language}-{n}", "mgsm", str(n), "", text, answer) for n, (text, answer) in enumerate(texts)}


def _read(folder: Path, **settings: str) -> dict[int, ItemText]:
    rows = rows_in_order(BenchmarkSettings.model_validate({"licence": "MIT", **settings}), folder)
    return {number: _text(row) for number, row in enumerate(rows) if isinstance(row, BenchmarkItem)}


def _text(item: BenchmarkItem) -> ItemText:
    answer = item.choices[item.answer] if item.answer is not None and item.choices else item.reference
    return ItemText(item.id, item.benchmark, item.id, item.context, item.question, answer)


def version_of(root: ItemText, item: ItemText) -> ItemText:
    """`item` as a translation of `root`."""
    return dataclasses.replace(item, root=root.id)
