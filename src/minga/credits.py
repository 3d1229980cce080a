"""The names that people chose, as they stand in tables, pages and cards."""

from __future__ import annotations

import hashlib
import re
import unicodedata

__all__ = ["collation_key", "is_simulated", "name_hash"]

_SIMULATED = re.compile(r"\((simulad[ao]|simulat|simulatua|simulated)\)$")
_ENE = frozenset({"es", "eu", "gl", "ast", "qu", "ay", "gn", "an", "fil"})
"""Languages in whose alphabet ñ is a letter of its own, after n (Unicode CLDR, collation)."""


def is_simulated(name: str) -> bool:
    """Whether a public name is that of one of the demonstration's simulated people, who say so in their names.

    >>> is_simulated("Persona de prueba 1 (simulada)"), is_simulated("Rosa")
    (True, False)
    """
    return _SIMULATED.search(name) is not None


def collation_key(name: str, locale: str = "es") -> tuple[str, str, str]:
    """What to sort names by, as a dictionary of that language would: accents and capitals count only between names
    that are otherwise the same, and ñ follows n where it is a letter of its own.

    >>> sorted(["Nuria", "Ñusta", "Óscar", "Oca"], key=collation_key)
    ['Nuria', 'Ñusta', 'Oca', 'Óscar']
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    if locale.partition("-")[0] in _ENE:
        folded = folded.replace("ñ", "n\uffff")
    letters = unicodedata.normalize("NFD", folded)
    plain = "".join(sign for sign in letters if unicodedata.category(sign) not in {"Mn", "Pd", "Po"})
    return plain, letters, name


def name_hash(name: str) -> str:
    """What stands for the name of somebody who took her texts back, so that the name itself need not be kept.

    >>> name_hash(" Ana  Quispe") == name_hash("ANA QUISPE")
    True
    """
    plain = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    return hashlib.sha256(f"contributor {plain}".encode()).hexdigest()
