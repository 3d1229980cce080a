"""The phrases say the same in every language, as far as a program can tell."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from _translation_lint import phrases

LANGUAGES = ("es", "ca", "gl", "eu", "pt")
FILES = sorted((Path(phrases.__file__).parent / "phrases").glob("*.toml"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_every_language_has_the_places_that_english_has(path: Path) -> None:
    for entries in tomllib.loads(path.read_text(encoding="utf-8")).values():
        for row in entries if isinstance(entries, list) else ():
            for language in LANGUAGES:
                if isinstance(row.get("en"), str) and isinstance(row.get(language), str):
                    assert _places(row["en"]) == _places(row[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_phrases_for_every_theme(language: str) -> None:
    for theme, name in (
        ("talk", "preface"), ("talk", "refusal"), ("talk", "note"), ("talk", "explanation"), ("figures", "measure"),
        ("figures", "counted"), ("references", "reference"), ("asides", "aside"), ("asides", "generic"),
        ("content", "bound"), ("content", "culture"), ("content", "idiom"), ("grammar", "noun"),
    ):  # fmt: skip
        assert phrases.rows(theme, name, language)


def test_what_a_table_says_of_a_language_it_lacks_is_nothing() -> None:
    assert phrases.value("grammar", "determiners", "eu") is None
    assert phrases.rows("content", "friend", "eu") == []


def _places(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", text))
