"""One line of text to Apertium's stream format and back."""

from __future__ import annotations

import re
from functools import cached_property

from minga.translate.engines.engine import Translation
from minga.translate.engines.shield import STAND_IN, Shielded, shield
from minga.translate.glossary import Glossary

__all__ = ["Segment", "read_segment"]

_RESERVED = re.compile(r"[\^$/\\@<>\[\]{}]")
_LITERAL = str.maketrans("*#", "\ue000\ue001")
"""Marks of Apertium's own that stand in the source go through as characters of the private use area."""
_LITERAL_BACK = str.maketrans("\ue000\ue001", "*#")
_SENTENCE_END = ".[]"
"""A full stop that the reader takes away again: it tells the tagger that the sentence is over."""
_WORD_END = "[]"
"""Behind a single word a full stop would make an abbreviation: `No.` is a number."""
_MARKED = re.compile(rf"\\(.)|[*@#]?({STAND_IN.pattern})|[*@#](?=[^\W\d_])", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['’·-][^\W\d_]+)*")


class Segment:
    """A line as it is given to Apertium."""

    def __init__(self, line: str, glossary: Glossary | None = None) -> None:
        self.line = line
        self.body = line.strip()
        self.glossary = glossary or Glossary()

    @cached_property
    def shielded(self) -> Shielded:
        """The line's words, with stand-ins for what may not change."""
        # the dictionaries know don't, and not don’t
        return shield(self.body.replace("’", "'"), self.glossary)

    @property
    def end(self) -> str:
        """What closes the line for Apertium, and comes back with its answer."""
        return _SENTENCE_END if " " in self.shielded.text else _WORD_END

    @cached_property
    def stream(self) -> str:
        """What Apertium reads; empty where there is nothing to translate."""
        words = self.shielded.text
        if not _WORD.search(STAND_IN.sub("", words)):
            return ""
        return _RESERVED.sub(r"\\\g<0>", words).translate(_LITERAL) + self.end


def read_segment(segment: Segment, answer: str) -> Translation | None:
    """Apertium's answer as text, or None when it lost or doubled a protected part."""
    if not segment.stream:
        return Translation(segment.line)
    answer = answer.strip().removesuffix(segment.end)
    if "  " not in segment.body:
        answer = re.sub(" {2,}", " ", answer)  # where Apertium left a pronoun out
    if not segment.shielded.survived(answer):
        return None
    text, unknown = _without_marks(_as_cased(answer, segment.shielded.text), segment.shielded)
    before = len(segment.line) - len(segment.line.lstrip())
    after = len(segment.line.rstrip())
    return Translation(
        segment.line[:before] + text + segment.line[after:],
        tuple((start + before, end + before) for start, end in unknown),
    )


def _without_marks(answer: str, shielded: Shielded) -> tuple[str, list[tuple[int, int]]]:
    """The text without `*unknown`, `@untranslated` and `#ungenerated`, and where those words stand."""
    out: list[str] = []
    unknown: list[tuple[int, int]] = []
    place = length = 0

    def add(piece: str) -> None:
        nonlocal length
        out.append(piece)
        length += len(piece)

    for found in _MARKED.finditer(answer):
        add(answer[place : found.start()])
        place = found.end()
        if found[1]:
            add(found[1])
        elif found[2]:
            add(shielded.part(found[2]) or found[2])
        else:
            word = _WORD.match(answer, place)
            unknown.append((length, length + (len(word[0]) if word else 0)))
    add(answer[place:])
    return "".join(out).translate(_LITERAL_BACK), unknown


def _as_cased(answer: str, source: str) -> str:
    """Apertium makes the first letter of every sentence a capital; a choice that began small stays small."""
    ours, theirs = source[:1], answer[:1]
    if STAND_IN.match(answer) or STAND_IN.match(source):
        return answer
    if ours.islower() and theirs.isupper() and not answer[1:2].isupper():
        return theirs.lower() + answer[1:]
    if ours.isupper() and theirs.islower():
        return theirs.upper() + answer[1:]
    return answer
