"""Marks that open, close and ask."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = [
    "lost_brackets",
    "lost_exclamation_mark",
    "lost_question_mark",
    "lost_quotes",
    "missing_opening_mark",
    "opened",
    "unbalanced_brackets",
    "unbalanced_quotes",
]

_OPENING = {"?": "¿", "!": "¡"}
_ASKED = re.compile(r"[?!]+")
_SENTENCE_START = re.compile(r"(?:(?<![.\s][A-Z])(?<!^[A-Z])[.!?…]+[)»”\"']*\s+|\n)(?=\S)")
_BORDER = re.compile(r"[:;]\s|(?<=\w)[,)»”\"]\s|—\s?")
_BRACKETS = (("(", ")"), ("[", "]"), ("{", "}"))
_EXCLAIMED = re.compile(r"(?:(?<=[^\W\d_]{2})|(?<=[’'»”\")\]…?]))!+(?![=\w])")
"""Not the factorial nor `!=`."""
_QUOTE = re.compile(r"[\"“”«»„]")
_APOSTROPHE_QUOTE = re.compile(r"(?<!\w)['‘](?=\w)[^'’‘]{1,80}?(?<=\w)[.,?!]?['’](?!\w)")


def missing_opening_mark(text: TextPair) -> Iterator[Fault]:
    """Spanish opens questions with ¿ and exclamations with ¡; the finding suggests the text with them."""
    if not text.target_rules.opening_marks or not _ASKED.search(text.target):
        return
    mended = opened(text.target, text)
    if mended != text.target:
        found = _ASKED.search(text.target)
        start = found.start() if found else -1
        yield Fault(text.name, found[0] if found else "", start, suggestion=mended)


def opened(target: str, text: TextPair) -> str:
    """`target` with the opening marks that it lacks.

    They go before the question word where a clause begins with it, else to the beginning of the sentence.
    """
    out: list[str] = []
    place = 0
    for found in _ASKED.finditer(target):
        starts = [one.end() for one in _SENTENCE_START.finditer(target, place, found.start())]
        start = starts[-1] if starts else place
        sentence, mark = target[start : found.end()], found[0][0]
        if _OPENING[mark] not in sentence and re.search(r"[^\W\d_]", sentence):
            at = start + _clause(sentence, text, mark)
            out += [target[place:at], _OPENING[mark], target[at : found.end()]]
        else:
            out.append(target[place : found.end()])
        place = found.end()
    return "".join([*out, target[place:]])


def _clause(sentence: str, text: TextPair, mark: str) -> int:
    """Where the question begins in `sentence`."""
    start = len(sentence) - len(sentence.lstrip(" \t)]}»”\"'–—-*"))
    if mark != "?":
        return start
    word = text.target_rules.words("question_words")
    before = rf"(?:{text.target_rules.values.get('prepositions', '')})\s+"
    for border in _BORDER.finditer(sentence):
        rest = sentence[border.end() :]
        led = re.match(before, rest, re.IGNORECASE)
        if word.match(rest, led.end() if led else 0):
            return border.end()
    return start


def lost_question_mark(text: TextPair) -> Iterator[Fault]:
    """The source asks, and the translation ends without a question mark."""
    if text.source.rstrip(" \"'”»)").endswith("?") and "?" not in text.target:
        place = text.source.rindex("?")
        yield text.in_source(place, place + 1)


def unbalanced_brackets(text: TextPair) -> Iterator[Fault]:
    """A bracket that opens in the translation does not close, or the other way round, though the source's do."""
    for opening, closing in _BRACKETS:
        if text.source.count(opening) != text.source.count(closing):
            continue
        excess = text.target.count(opening) - text.target.count(closing)
        if excess:
            place = text.target.rfind(opening) if excess > 0 else text.target.find(closing)
            yield text.in_target(place, place + 1)


def lost_brackets(text: TextPair) -> Iterator[Fault]:
    """The source has a pair of brackets more than the translation, which has none of any kind."""
    for opening, closing in _BRACKETS:
        ours = min(text.source.count(opening), text.source.count(closing))
        if not ours or text.target.count(opening) or text.target.count(closing):
            continue
        if not any(mark in text.target for mark in '([{«“"—–') or opening in "[{":
            start = text.source.index(opening)
            end = text.source.find(closing, start) + 1
            yield text.in_source(start, max(end, start + 1))
            return


def unbalanced_quotes(text: TextPair) -> Iterator[Fault]:
    """A quotation opens in the translation and does not close, or the other way round; the same for ¿ and ¡."""
    for opening, closing in (("«", "»"), ("“", "”"), ("¿", "?"), ("¡", "!")):
        excess = text.target.count(opening) - text.target.count(closing)
        if not excess or (excess < 0 and opening in "¿¡"):
            continue
        if opening == "“" and closing not in text.target and excess % 2 == 0:
            continue  # “so“ is wrong, but nothing is missing
        if opening in "«“" and text.source.count(opening) != text.source.count(closing):
            continue
        if opening in "¿¡" and "!" in text.target and "?" in text.target:
            continue  # ¿…! and ¡…? are right
        place = text.target.rfind(opening) if excess > 0 else text.target.find(closing)
        yield text.in_target(place, place + 1)
        return
    if text.target.count('"') % 2 and text.source.count('"') % 2 == 0 and not re.search(r"\d\s*\"", text.target):
        place = text.target.rfind('"')
        yield text.in_target(place, place + 1)


def lost_exclamation_mark(text: TextPair) -> Iterator[Fault]:
    """The source exclaims, and the translation does not, or not as often."""
    if "!" not in text.source:
        return
    marks = list(_EXCLAIMED.finditer(text.source))
    if len(marks) > len(_EXCLAIMED.findall(text.target)):
        yield text.in_source(*marks[-1].span())


def lost_quotes(text: TextPair) -> Iterator[Fault]:
    """The source quotes, and the translation has no quotation mark of any kind, or fewer pairs."""
    if not any(mark in text.source for mark in "'\"“‘«„”»"):
        return
    marks = list(_QUOTE.finditer(text.source))
    single = _APOSTROPHE_QUOTE.search(text.source)
    if len(marks) < 2 and single is None:
        return
    if _pairs(text.target) >= _pairs(text.source) or (len(marks) < 4 and re.search(r"[\"“”«»„'‘’]", text.target)):
        return
    start, end = (marks[0].start(), marks[1].end()) if len(marks) > 1 else single.span() if single else (0, 0)
    yield text.in_source(start, end)


def _pairs(text: str) -> int:
    """How many quotations there are, in marks of any kind."""
    return len(_QUOTE.findall(text)) // 2 + len(_APOSTROPHE_QUOTE.findall(text))
