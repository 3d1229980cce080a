from __future__ import annotations

import pytest

from minga.credits import collation_key, is_simulated
from minga.review.simulated import _NAMES


@pytest.mark.parametrize("pattern", sorted(_NAMES.values()))
def test_names_of_simulated_people_are_known_in_every_language(pattern: str) -> None:
    assert is_simulated(pattern.format(3))


@pytest.mark.parametrize("name", ["Rosa", "simulada", "Rosa (simulada) Mamani", "Persona (real)"])
def test_other_names_are_those_of_people(name: str) -> None:
    assert not is_simulated(name)


@pytest.mark.parametrize(
    ("locale", "names"),
    [
        ("es", ["Nuria", "Nza", "Ñusta", "Oca", "Óscar", "óscar b"]),
        ("gl", ["Nza", "Ñusta", "Oca"]),
        ("ca", ["Àngel", "Bet", "Ñusta", "Nza", "Òscar"]),
        ("pt", ["Açu", "Acv", "Ñusta", "Nza"]),
    ],
)
def test_names_stand_as_in_a_dictionary_of_the_language(locale: str, names: list[str]) -> None:
    shuffled = names[::-1]
    shuffled.sort(key=lambda name: collation_key(name, locale))
    assert shuffled == names


def test_names_that_differ_in_capitals_alone_have_an_order_too() -> None:
    assert sorted(["ada", "Ada", "ADA"], key=collation_key) == sorted(["ADA", "Ada", "ada"], key=collation_key)
