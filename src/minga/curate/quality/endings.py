"""Answers that end before they are finished."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.example import Example
from minga.curate.quality.balance import open_fence
from minga.curate.rules import Measure, Rule

__all__ = ["MEASURES", "unfinished_rule"]

UNFINISHED = "quality.unfinished"
_TAIL = 2000
"""Characters at the end that are looked at."""
_FEW, _MANY = 6, 12
"""Words of a last line below which it may be a label, and from which it should end with a mark."""
_VERSE = 60
"""Characters of a verse; three lines so short are a poem or a list without marks."""
_LIST = re.compile(r"[-*+•·–—|#>]|\(?\w{1,3}[.)]\s")
_PAIRS = (("(", ")"), ("[", "]"), ("«", "»"), ("“", "”"), ("¿", "?"), ("¡", "!"))
_UNFINISHED = {
    "es": (
        "y e ni que de del al en con por para sin según porque aunque hasta desde hacia los las el la un unos unas"
        " su sus mi mis muy cuyo cuya cuyos cuyas les nos"
    ),
    "ca": "i ni que de del dels al als en amb per des perquè sinó els les el la",
    "gl": "e nin que de do da dos das ao aos en no na nos nas con por para sen porque os as ata desde senón moi",
    "pt": "e nem que de do da dos das ao aos em no na nos nas com por para sem porque os as até desde",
    "eu": "eta edo nahiz zeren",
    "en": "and or but the a an because although",
}
"""No sentence ends in them. Catalan *sense* and *segons*, Portuguese *segundo* and *muito* may, and so may *una*, *um*
and *unha*, which are pronouns too."""
_WORDS = {language: frozenset(words.split()) for language, words in _UNFINISHED.items()}


def _unfinished(example: Example) -> str | None:
    """What shows that an answer breaks off, strongest sign first; null for lists, poems, code and labels."""
    if open_fence(example.answer):
        return "fence"
    tail = example.answer[-_TAIL:].rstrip()
    lines = [line.strip() for line in tail.splitlines() if line.strip()]
    if not lines or "`" in lines[-1] or _LIST.match(lines[-1]) or _verses(lines):
        return None
    return _sign(lines[-1], example.language.partition("-")[0])


def _sign(line: str, language: str) -> str | None:
    words = line.split()
    last = line[-1]
    if len(words) < _FEW:
        return None
    if last in ",;" or (last in "-\u2010" and line[-2:-1].isalpha()):
        return "comma" if last in ",;" else "hyphen"
    if last.isalpha() and words[-1].casefold() in _WORDS.get(language, ()):
        return "word"
    if last == ":":
        return "colon"
    if any(line.rfind(opening) > line.rfind(closing) for opening, closing in _PAIRS):
        return "bracket"
    return "mark" if last.isalnum() and len(words) >= _MANY else None


def _verses(lines: list[str]) -> bool:
    return len(lines) >= 3 and max(map(len, lines[-3:])) <= _VERSE


MEASURES = (Measure(UNFINISHED, pa.string(), _unfinished),)


def unfinished_rule(signs: tuple[str, ...]) -> Rule:
    """Answers that end in one of these ways leave."""
    return Rule(
        "unfinished",
        [UNFINISHED],
        lambda seen: pc.is_in(seen[UNFINISHED], value_set=pa.array(signs, pa.string())),
        lambda row: str(row[UNFINISHED]),
    )
