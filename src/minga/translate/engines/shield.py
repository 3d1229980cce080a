"""Hiding what may not change from an engine that would change it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from minga.translate.glossary import Glossary
from minga.translate.protected import Protected, protected_parts

__all__ = ["Shielded", "shield"]

_STAND_IN = "Zq{}{}"
_FIRST, _LETTERS = ord("a"), 26
STAND_IN = re.compile(r"Zq[a-z]{2}")
"""A word that no dictionary knows, so that a rule-based engine passes it through where a noun would stand."""
_NO_TERMS = Glossary()


@dataclass(frozen=True)
class Shielded:
    """A text with stand-ins for its protected parts."""

    text: str
    parts: tuple[Protected, ...]
    """What each stand-in stands for, in order."""
    between: tuple[str, ...]
    """The words before, between and after the parts: one more than there are parts."""

    def part(self, stand_in: str) -> str | None:
        """What a stand-in stands for."""
        number = (ord(stand_in[2]) - _FIRST) * _LETTERS + ord(stand_in[3]) - _FIRST
        return self.parts[number].text if number < len(self.parts) else None

    def survived(self, translated: str) -> bool:
        """Whether every stand-in is there exactly once."""
        return sorted(STAND_IN.findall(translated)) == [_stand_in(number) for number in range(len(self.parts))]

    def restored(self, translated: str) -> str:
        """A translation with the parts back in their places."""
        return STAND_IN.sub(lambda found: self.part(found[0]) or found[0], translated)


def shield(text: str, glossary: Glossary = _NO_TERMS) -> Shielded:
    """`text` with stand-ins for its protected parts and for the terms of `glossary`, which come back translated.

    Nothing is hidden where there are too many parts, or words like stand-ins in the text itself.
    """
    parts = _with_terms(tuple(protected_parts(text)), text, glossary)
    if len(parts) > _LETTERS**2 or STAND_IN.search(text):
        return Shielded(text, (), (text,))
    ends = [0, *(part.end for part in parts)]
    starts = [*(part.start for part in parts), len(text)]
    between = tuple(text[end:start] for end, start in zip(ends, starts, strict=True))
    pieces = [piece + _stand_in(number) for number, piece in enumerate(between[:-1])]
    return Shielded("".join([*pieces, between[-1]]), parts, between)


def _with_terms(parts: Sequence[Protected], text: str, glossary: Glossary) -> tuple[Protected, ...]:
    terms = [Protected(use.start, use.end, use.wanted, "term") for use in glossary.uses(text)]
    free = [term for term in terms if not any(term.start < part.end and part.start < term.end for part in parts)]
    return tuple(sorted([*parts, *free], key=lambda part: part.start))


def _stand_in(number: int) -> str:
    return _STAND_IN.format(*(chr(_FIRST + digit) for digit in divmod(number, _LETTERS)))
