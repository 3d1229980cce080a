"""Where sentences end."""

from __future__ import annotations

import re

__all__ = ["sentences", "whole_sentences"]

_END = re.compile(r"(?:[.!?]+|…)[»”’\"')\]]*\s+(?=[«“‘\"'(\[¿¡—–-]*[\w¿¡])")
_LAST_END = re.compile(r"(?:[.!?]+|…)[»”’\"')\]]*(?=\s|$)")
# Spanish, Catalan, Galician, Portuguese, Basque, English
_ABBREVIATIONS = frozenset(
    """
    a.c d.c aprox art av avda cap cía cf d dª dr dra ed ee ej etc ex excm f fig gral i.e e.g ibíd lic ltd máx mín mr
    mrs ms n núm nº op p pág págs pp prof ps r s sr sra srta st sta sto tel uu v vid vol vs zk adib or hor
    """.split()  # noqa: SIM905 - a list of strings would be a page of quotation marks
)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph, in order; joined with spaces they are the paragraph again.

    A full stop after an abbreviation, an initial or before a small letter ends nothing.

    >>> sentences("El Dr. Vera vive en EE. UU. desde 1990. ¿Volverá? Nadie lo sabe.")
    ['El Dr. Vera vive en EE. UU. desde 1990.', '¿Volverá?', 'Nadie lo sabe.']
    """
    found, start = [], 0
    for end in _END.finditer(text):
        if _is_end(text[start : end.start() + 1], text[end.end() :]):
            found.append(text[start : end.end()].strip())
            start = end.end()
    rest = text[start:].strip()
    return [*found, rest] if rest else found


def _is_end(before: str, after: str) -> bool:
    opening = after.lstrip("«“‘\"'([¿¡—–-")[:1]
    if opening.islower() and not after.startswith(("¿", "¡")):
        return False
    if not before.endswith("."):
        return True
    word = before[:-1].rsplit(maxsplit=1)[-1].lstrip("«“‘\"'([¿¡").casefold() if before[:-1].strip() else ""
    return word not in _ABBREVIATIONS and not (len(word) == 1 and word.isalpha())


def whole_sentences(text: str) -> str:
    """`text` up to the end of its last whole sentence; empty when it has none.

    >>> whole_sentences("El chuño es papa seca. Se guarda duran")
    'El chuño es papa seca.'
    """
    ends = [end.end() for end in _LAST_END.finditer(text)]
    return text[: ends[-1]].strip() if ends else ""
