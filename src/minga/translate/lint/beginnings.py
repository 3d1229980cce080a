"""What the matches of a regular expression must have in them, so that most texts need not be searched at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["DIGIT", "WHOLE", "alternatives", "beginnings", "signals"]

WHOLE = "\0"
"""Stands behind letters that are a whole word: search for them in words with this behind them."""
DIGIT = "0"
"""Stands for any digit."""
_WORD_END = re.compile(r"(?: |\\[.bsW])(?![?*{])|\\s\*:")

_LETTERS = re.compile(r"[^\W\d_]*")
_REPEATS = "?*{"
_SIGN = re.compile(r"(?:\\d|\d|\[(?P<set>(?:\\?[^\w\s\\\]^])+|[\d-]+)\])(?![?*{])")
"""A digit, or a set of signs or digits."""
_LETTER_SET = re.compile(r"\[([^\W\d_]+)\](?:\\b| )")
"""Letters of which each is a whole word."""
_CLASS = re.compile(r"\\.|\[(?:\\.|[^\]])+\]")
_WORD_BEGINS = re.compile(r"(?:^|(?<=[ -]))([^\W\d_]{3,})([?*{])?")


def signals(alternative: str) -> frozenset[str] | None:
    """As `beginnings`, or the beginning of a longer word that every match of a pattern without `|` has in it.

    >>> signals("the ball is in your court"), signals("(?:one|two|a)[- ]thirds?")
    (frozenset({'court'}), frozenset({'third'}))
    """
    starts = beginnings(alternative)
    word = _longest_word(alternative)
    if starts is None or min(len(start.rstrip(WHOLE)) for start in starts) < len(word):
        return frozenset({word}) if word else starts
    return starts


def beginnings(pattern: str) -> frozenset[str] | None:
    r"""Letters (in lower case) or a sign one of which every match of `pattern` begins with; None for other patterns.

    Letters that are a whole word have `WHOLE` behind them; `DIGIT` is any digit.

    >>> sorted(beginnings(r"fals[oa]s?|(?:not|n)ever|\bhope that\b|[(\[]sic"))
    ['(', '[', 'fals', 'hope\x00', 'n', 'not']
    """
    found: set[str] = set()
    for alternative in alternatives(pattern):
        starts = _starts(alternative)
        if starts is None:
            return None
        found |= starts
    return frozenset(found) or None


def alternatives(pattern: str) -> Iterator[str]:
    r"""The parts of `pattern` between the `|` that are in no brackets but those around a whole part.

    >>> list(alternatives(r"\b(?:an? (?:old|new) house|hut)\b|tent"))
    ['\\ban? (?:old|new) house\\b', '\\bhut\\b', 'tent']
    """
    for part in _split(pattern):
        start = r"\b" if part.startswith(r"\b(?:") else ""
        end = r"\b" if part.endswith(r")\b") else ""
        group = part[len(start) : len(part) - len(end)]
        if group.startswith("(?:") and _closing(group) == len(group) - 1:
            yield from (f"{start}{one}{end}" for one in alternatives(group[3:-1]))
        else:
            yield part


def _longest_word(alternative: str) -> str:
    """The longest word, or beginning of one, that stands in no brackets and is not optional."""
    plain: list[str] = []
    at = 0
    while at < len(alternative):
        end = at + 1
        if alternative[at] == "(":
            end = at + _closing(alternative[at:]) + 1
        elif alternative[at] in "[\\" and (found := _CLASS.match(alternative, at)):
            end = found.end()
        part = alternative[at:end]
        spaced = part in {r"\b", "[- ]"} or part.endswith(" )")
        plain.append(part if len(part) == 1 else " " if spaced else "_")
        at = end + (part.endswith(" )") and alternative[end : end + 1] == "?")
    words = [found[1][:-1] if found[2] else found[1] for found in _WORD_BEGINS.finditer("".join(plain))]
    return max(words, key=len, default="").lower()


def _starts(alternative: str) -> set[str] | None:
    text = alternative.removeprefix(r"\b").removeprefix(r"\(")
    sign = _SIGN.match(text)
    if sign:
        signs = sign["set"] or DIGIT
        return {DIGIT} if DIGIT in signs or signs[-1].isdigit() else set(signs.replace("\\", ""))
    letters = _LETTER_SET.match(text)
    if letters:
        return {letter + WHOLE for letter in letters[1].lower()}
    if text.startswith("(?:"):
        end = _closing(text)
        inside = beginnings(text[3:end])
        if inside is None:
            return None
        if text[end + 1 : end + 2] not in ("?", "*"):
            return set(inside)
        rest = _starts(text[end + 2 :])
        return None if rest is None else rest | inside
    start = found[0] if (found := _LETTERS.match(text)) else ""
    if text[len(start) : len(start) + 1] in tuple(_REPEATS):
        start = start[:-1]
    if not start:
        return None
    return {start.lower() + (WHOLE if _ends_word(text[len(start) :]) else "")}


def _ends_word(rest: str) -> bool:
    """Whether what follows some letters shows that they are a whole word."""
    if rest.startswith("(?:") and rest[(end := _closing(rest)) + 1 : end + 2] not in tuple(_REPEATS):
        return all(part[:1] in (" ", "'") and part[1:2] not in tuple(_REPEATS) for part in _split(rest[3:end]))
    return _WORD_END.match(rest) is not None


def _split(pattern: str) -> Iterator[str]:
    """The parts between the `|` that are in no brackets."""
    depth, start, in_set, at = 0, 0, False, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 1
        elif in_set:
            in_set = sign != "]"
        elif sign == "[":
            in_set = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            yield pattern[start:at]
            start = at + 1
        at += 1
    yield pattern[start:]


def _closing(text: str) -> int:
    """Where the bracket that `text` begins with closes."""
    depth = 0
    for found in re.finditer(rf"{_CLASS.pattern}|[()]", text):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if not depth and found[0] == ")":
            return found.start()
    return len(text)
