"""Endings that should go on where the stem breaks off."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from minga.translate.lint.pairs import Fault, ItemPair, TextPair

__all__ = ["broken_continuation", "clashing_number", "repeated_stem"]

Patterns = Mapping[str, re.Pattern[str]]
_REPEATED = 3
"""Words of the stem's end that an ending may not begin with again."""
_CLOSED = re.compile(r"[.!?…]\s*[\"'”’»)]*$")


def broken_continuation(pair: ItemPair) -> Iterator[Fault]:
    """The source's ending goes on with a small letter, and the translation starts anew; or the stem was closed."""
    if not pair.continues or pair.stem is None:
        return
    stem = pair.stem
    if _CLOSED.search(stem.target.rstrip()) and stem.target.strip():
        end = len(stem.target.rstrip())
        yield stem.replaced(end - 1, end, "")
    for text in pair.choices:
        first = text.target_words[0] if text.target_words else None
        if first is None or not text.source[:1].islower() or not first.text[0].isupper():
            continue
        shared = any(word.text == first.text for word in text.source_words) or any(
            word.text == first.text and word.start for word in stem.target_words
        )
        if not shared and not (len(first.text) > 1 and first.text.isupper()):
            yield text.replaced(first.start, first.start + 1, first.text[0].lower())


def repeated_stem(pair: ItemPair) -> Iterator[Fault]:
    """A choice says the stem's last words again, and the source's does not."""
    stem = pair.stem
    if stem is None or stem.target.rstrip().endswith("?"):
        return
    tail = [word.low for word in stem.target_words[-_REPEATED:]]
    if len(tail) < _REPEATED or not pair.choices:
        return
    ours = [word.low for word in stem.source_words[-2:]]
    open_stem = bool(stem.source_words) and stem.source_words[-1].low in pair.rules[0].function_words
    for text in pair.choices:
        if not open_stem and not text.source[:1].islower():
            continue  # a sentence of its own says what it will
        said = [word.low for word in text.target_words[: 2 * _REPEATED]]
        starts = [at for at in range(len(said) - _REPEATED + 1) if said[at : at + _REPEATED] == tail]
        if not starts or [word.low for word in text.source_words[:8]][: len(ours)] == ours:
            continue
        last = text.target_words[starts[0] + _REPEATED - 1]
        if text.source.lower().find(" ".join(ours)) < 0:
            yield Fault(text.name, text.target[: last.end], 0, suggestion=text.target[last.end :].lstrip(" ,"))


def clashing_number(pair: ItemPair) -> Iterator[Fault]:
    """An ending begins with a verb in the singular where the source has the plural, or the other way round."""
    if not pair.continues or not pair.between_languages:
        return
    ours, theirs = (rules.patterns("verb_number") for rules in pair.rules)
    if not ours or not theirs:
        return
    for text in pair.choices:
        yield from _clash(text, ours, theirs)


def _clash(text: TextPair, ours: Patterns, theirs: Patterns) -> Iterator[Fault]:
    for number, other in (("singular", "plural"), ("plural", "singular")):
        if not ours[number].match(text.source):
            continue
        found = theirs[other].match(text.target)
        if found and not theirs[number].match(text.target):
            yield text.in_target(0, found.end(), source=text.source.split()[0])
