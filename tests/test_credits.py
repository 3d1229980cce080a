from __future__ import annotations

import pytest

from minga.credits import is_simulated
from minga.review.simulated import _NAMES


@pytest.mark.parametrize("pattern", sorted(_NAMES.values()))
def test_names_of_simulated_people_are_known_in_every_language(pattern: str) -> None:
    assert is_simulated(pattern.format(3))


@pytest.mark.parametrize("name", ["Rosa", "simulada", "Rosa (simulada) Mamani", "Persona (real)"])
def test_other_names_are_those_of_people(name: str) -> None:
    assert not is_simulated(name)
