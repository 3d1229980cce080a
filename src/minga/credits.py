"""The names that people chose, as they stand in tables, pages and cards."""

from __future__ import annotations

import re

__all__ = ["is_simulated"]

_SIMULATED = re.compile(r"\((simulad[ao]|simulat|simulatua|simulated)\)$")


def is_simulated(name: str) -> bool:
    """Whether a public name is that of one of the demonstration's simulated people, who say so in their names.

    >>> is_simulated("Persona de prueba 1 (simulada)"), is_simulated("Rosa")
    (True, False)
    """
    return _SIMULATED.search(name) is not None
