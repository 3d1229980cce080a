"""TruthfulQA in three languages, as minga reads it."""

from __future__ import annotations

from pathlib import Path

from _translation_lint.pairs import Material, Pair
from minga.records import BenchmarkItem
from minga.settings import BenchmarkSettings
from minga.translate.readers import rows_in_order

__all__ = ["LANGUAGES", "materials", "read"]

LANGUAGES = ("es", "ca")


def read(folder: Path, language: str) -> dict[int, BenchmarkItem]:
    """The items of one language by their number, with the choices of mc1 in the reader's order."""
    settings = BenchmarkSettings(
        name="truthfulqa", path=f"{language}.json", form="truthfulqa", language=language, licence="Apache-2.0"
    )
    rows = rows_in_order(settings, folder)
    return {number: row for number, row in enumerate(rows) if isinstance(row, BenchmarkItem)}


def materials(folder: Path) -> dict[str, Material]:
    """The pairs of each language that has a human translation."""
    source = read(folder, "en")
    items = {language: read(folder, language) for language in LANGUAGES}
    return {
        language: Material(
            language,
            [Pair(number, source[number], item) for number, item in there.items() if number in source],
            {other: items[other] for other in LANGUAGES if other != language},
        )
        for language, there in items.items()
    }
