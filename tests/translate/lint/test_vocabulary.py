from __future__ import annotations

import pytest

from minga.translate.lint.vocabulary import is_left_in_english, meanings


@pytest.mark.parametrize(
    ("word", "language"),
    [("abejas", "es"), ("abelles", "ca"), ("abellas", "gl"), ("erleak", "eu"), ("abelhas", "pt"), ("bees", "en")],
)
def test_a_common_word_means_the_same_in_all_languages(word: str, language: str) -> None:
    assert "bee" in meanings(word, language)


def test_a_longer_word_is_another_word() -> None:
    assert meanings("solución", "es") == frozenset()
    assert meanings("anything", "fi") == frozenset()


def test_a_word_is_left_in_english_where_the_language_has_it_not() -> None:
    assert is_left_in_english("street", "gl")
    assert not is_left_in_english("animal", "es")
    assert not is_left_in_english("street", "fi")
