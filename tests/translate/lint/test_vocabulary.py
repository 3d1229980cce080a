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


def test_a_whole_word_of_the_table_is_no_beginning_of_others() -> None:
    assert meanings("wines", "en") == meanings("vins", "ca") == {"wine"}
    assert "wine" not in meanings("vida", "ca")


@pytest.mark.parametrize("word", ["dogma", "carnal", "placenta", "mantis"])
def test_an_english_word_ends_as_english_words_do(word: str) -> None:
    assert meanings(word, "en") == frozenset()
    assert not is_left_in_english(word, "es")
