"""Texts that were read with the wrong encoding: `acciÃ³n` for `acción`, `Espa�a` for `España`."""

from __future__ import annotations

import re
from itertools import islice

import pyarrow as pa

from minga.curate.example import Example, without_code
from minga.curate.rules import Measure, told

__all__ = ["MEASURES", "MOJIBAKE"]

_ENCODINGS = ("cp1252", "latin-1", "cp1250", "mac-roman", "cp437")
_LEADS = (0xC2, 0xC3, 0xC4, 0xC5, 0xCC, 0xCD, 0xE1, 0xE2, 0xEF, 0xF0)
"""First bytes, in UTF-8, of Latin letters with marks, of punctuation and of emoji."""
_WINDOW = 24
"""Characters on each side of a suspicion: ftfy is too slow for whole texts."""
_TRIED = 8
"""Suspicions that are looked into."""
_SAMPLE = 100_000


def _leads() -> str:
    misread = {bytes([lead]).decode(encoding, "ignore") for lead in _LEADS for encoding in _ENCODINGS}
    return "".join(sorted(character for character in misread if character > "\x7f"))


_SUSPICION = re.compile(rf"[{re.escape(_leads())}][^\x00-\x7f]|\ufffd")
_PAIR = re.compile("[\x80-\U0010ffff][\x80-\U0010ffff]")
"""Rare in Latin script, and found faster than a suspicion."""
_LOST = re.compile(r"\w\ufffd|\ufffd\w")
_SPACE = re.compile(r"\s")


def _mojibake(example: Example) -> str | None:
    """What stands in a word or before it for another character, and that character: `Ã³ → ó`."""
    text = example.conversation[:_SAMPLE]
    if text.isascii() or not ("\ufffd" in text or _PAIR.search(text)):
        return None
    if "`" in text:
        text = without_code(text)
    for found in islice(_SUSPICION.finditer(text), _TRIED):
        window = _window(text, found.start())
        if found[0] == "\ufffd":
            if _LOST.search(window):
                return "\ufffd"
        elif garbled := _garbled(window):
            return garbled
    return None


def _window(text: str, place: int) -> str:
    """The word around a place, cut off where it is long."""
    before = _SPACE.split(text[max(0, place - _WINDOW) : place])[-1]
    after = _SPACE.split(text[place : place + _WINDOW], maxsplit=1)[0]
    return before + after


def _garbled(word: str) -> str | None:
    """What ftfy puts right in a word that has letters besides; without them it may be what a text is about."""
    from ftfy import fix_encoding
    from ftfy.badness import badness

    mended = fix_encoding(word)
    if mended == word or badness(mended) >= badness(word):
        return None
    start = next((at for at, (old, new) in enumerate(zip(word, mended, strict=False)) if old != new), 0)
    rest = 0
    while rest < len(mended) - start - 1 and word[-1 - rest] == mended[-1 - rest]:
        rest += 1
    wrong, right = word[start : len(word) - rest], mended[start : len(mended) - rest]
    others = word[:start] + word[len(word) - rest :]
    return f"{wrong} → {right}" if any(map(str.isalnum, others)) else None


MEASURES = (Measure("quality.mojibake", pa.string(), _mojibake),)
MOJIBAKE = told("mojibake", "quality.mojibake")
