from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from minga.words import has_words, normalised, shingles, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¿Qué es, pues, la «minga»?", ["qué", "es", "pues", "la", "minga"]),
        ("L'ull de la col·lecció d’art", ["l'ull", "de", "la", "col·lecció", "d’art"]),
        ("Che ñe'ẽ g̃uarã, mitãnguéra", ["che", "ñe'ẽ", "g̃uarã", "mitãnguéra"]),
        ("'entre comillas' y rock'n'roll", ["entre", "comillas", "y", "rock'n'roll"]),
        ("2 + 2 = 4 (€3,50)", ["2", "2", "4", "3", "50"]),
        ("… — ¡! ...", []),
    ],
)
def test_words_are_those_of_the_languages_here(text: str, expected: list[str]) -> None:
    assert words(normalised(text)) == expected


def test_normalising_takes_case_width_and_white_space_away_and_nothing_else() -> None:
    assert normalised(" ＥＳＴÁ\n\tBien. ") == "está bien."
    assert normalised("2+2") != normalised("2-2")


@settings(deadline=None)
@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing_that_rules_compare(text: str) -> None:
    assert words(normalised(normalised(text))) == words(normalised(text))


@settings(deadline=None)
@given(st.text(max_size=80), st.integers(0, 10))
def test_counting_stops_early_and_agrees(text: str, count: int) -> None:
    assert has_words(text, count) == (len(words(text)) >= count)


def test_shingles_are_all_sequences_of_words() -> None:
    assert shingles("a b c d", 3) == {"a b c", "b c d"}
    assert shingles("a b", 3) == frozenset()
