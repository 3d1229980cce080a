"""Sentences that came, went, or were cut short."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["added_sentence", "cut_short", "lost_sentence"]

_END = re.compile(r"[.!?…:;)\]»”\"'’]\s*$")
_STOP = re.compile(r"[.!?…]\s*[)»”\"'’]*\s*$")
_ABBREVIATED = re.compile(r"\b(?:[A-Z]|etc|Jr|Sr|Inc|Co|Ltd|a\.m|p\.m)\.\W*$")
_MORE, _LESS = 1.35, 0.85
"""How much longer or shorter than the source a text with more or fewer sentences is at least, in characters."""
_SHORTER = 0.8
"""How much shorter a text is that lacks more than its full stop."""
_HALF = 0.6
"""How much shorter one is that has lost more than its question mark."""
_MARKS = 3
"""Characters with which a sentence closes."""
_LONG = 25
"""Characters of a text that is a sentence."""


def lost_sentence(text: TextPair) -> Iterator[Fault]:
    """The translation has fewer sentences than the source, and is shorter than it."""
    ours, theirs = text.sentences
    if len(theirs) < len(ours) and len(text.target) < _LESS * len(text.source):
        yield text.whole("error" if len(text.target) < 0.6 * len(text.source) else None)


def added_sentence(text: TextPair) -> Iterator[Fault]:
    """The translation has more sentences than the source, and is longer than languages differ."""
    ours, theirs = text.sentences
    if len(theirs) <= len(ours) or not text.target:
        return
    if len(text.target) > _MORE * len(text.source):
        start = text.target.rfind(theirs[-1])
        yield text.in_target(start, start + len(theirs[-1]))


def cut_short(text: TextPair) -> Iterator[Fault]:
    """The translation ends with a word that something must follow, or without the source's full stop."""
    if not text.source_words or not text.target_words:
        return
    last = text.target_words[-1]
    rules = text.target_rules
    rest = text.target[last.end :].strip(" \"'”’»)")
    quoted = text.target[last.end : last.end + 1] in ('"', "”", "»")
    if (
        not rest
        and not quoted
        and text.target[last.end - 1].isalpha()
        and last.low in rules.dangling
        and last.text == last.low
    ):
        ours = text.source_words[-1]
        open_end = not text.source[ours.end :].strip() or "_" in text.source[ours.end :]
        small = (
            ours.low in text.source_rules.function_words or ours.low in text.source_rules.dangling or len(ours.low) == 1
        )
        if not (open_end and small) and len(text.target_words) > 1:
            yield text.in_target(last.start, last.end, source=ours.text)
            return
    if text.target.rstrip()[-1:] in ",;(¿¡«“" and text.source.rstrip()[-1:] not in ",;(":
        end = len(text.target.rstrip())
        yield text.in_target(end - 1, end)
    elif (
        len(text.source) >= _LONG
        and _STOP.search(text.source)
        and not _ABBREVIATED.search(text.source)
        and not _END.search(text.target)
    ):
        asks = "?" in text.source[-_MARKS:]
        shorter = len(text.target) < (_HALF if asks else _SHORTER) * len(text.source)
        if shorter or not asks:  # a lost question mark has a check of its own
            yield text.in_target(last.start, last.end, "warning" if shorter else "note")
