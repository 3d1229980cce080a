from __future__ import annotations

from pathlib import Path

from minga.curate.variety.regional_words import words_of


def test_words_of_few_countries_are_theirs_and_those_of_many_nobody_s(tmp_path: Path) -> None:
    words = {
        "AR": ["bondi/S", "casona", "Bariloche"], "UY": ["bondi/S", "casona"], "CL": ["casona", "micro"],
        "MX": ["jitomate/S\tpo:noun"], "US": ["jitomate"],
    }  # fmt: skip
    for country, entries in words.items():
        text = "\n".join([str(len(entries)), *entries])
        (tmp_path / f"es_{country}.dic").write_text(text, encoding="utf-8")
    assert words_of(tmp_path) == {
        "bondi": frozenset({"AR", "UY"}),
        "micro": frozenset({"CL"}),
        "jitomate": frozenset({"MX"}),
    }


def test_without_dictionaries_there_is_no_word(tmp_path: Path) -> None:
    assert words_of(tmp_path) == {}
