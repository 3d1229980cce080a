from __future__ import annotations

from collections.abc import Sequence

import pytest

from minga.errors import InputError
from minga.review.edits import medoid


def nearest(texts: Sequence[str], weights: Sequence[float] | None = None) -> int:
    return medoid([{"q": text} for text in texts], weights or [1.0] * len(texts), {})[0]


def test_the_text_nearest_to_all_others_is_adopted() -> None:
    versions = [
        "¿De qué color es el cielo por la mañana?",
        "¿De qué color es el cielo por la noche?",
        "¿De qué color es el cielo de noche?",
    ]
    assert nearest(versions) == 1
    assert nearest([*versions, versions[0], versions[0]]) == 0


def test_of_two_texts_the_heavier_is_taken_and_of_equals_the_first() -> None:
    assert nearest(["la casa", "la cosa"]) == 0
    assert nearest(["la casa", "la cosa"], [0.6, 0.9]) == 1
    assert nearest(["la casa", "la cosa", "la casa"], [0.5, 0.9, 0.5]) == 0
    assert nearest(["la casa"]) == 0


def test_one_cannot_choose_from_nothing_or_with_missing_weights() -> None:
    with pytest.raises(InputError, match="no text to choose from"):
        nearest([])
    with pytest.raises(InputError, match="as many weights"):
        nearest(["a", "b"], [1.0])
