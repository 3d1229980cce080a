from __future__ import annotations

import pytest

from minga.benchmark.prompt_words import prompt_words

WORDS = {"question", "answer", "worked", "cause", "effect", "tag", "yes", "also", "no"}


@pytest.mark.parametrize("tag", ["es-PE", "ca-valencia", "gl", "eu", "pt-BR", "en", "gn", "qu", "quy", "nah", "fr"])
def test_no_language_lacks_a_word(tag: str) -> None:
    words = prompt_words(tag)
    assert set(words) == WORDS
    assert all(words.values())


def test_a_language_takes_what_it_lacks_from_its_neighbour() -> None:
    assert (prompt_words("gn")["question"], prompt_words("gn")["no"]) == ("Porandu:", "No")
    assert prompt_words("oc")["answer"] == "Resposta:"
    assert prompt_words("fr")["answer"] == "Answer:"
