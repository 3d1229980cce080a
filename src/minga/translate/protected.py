"""What no translation may change: formulas, code, addresses, placeholders, blanks, and letters that name things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["Kind", "Protected", "protected_parts"]

Kind = Literal["formula", "code", "address", "placeholder", "blank", "letter", "term"]


@dataclass(frozen=True)
class Protected:
    """One part of a text that stays as it is."""

    start: int
    end: int
    text: str
    """What stands for it in the translation: the part itself, or of a `term` what the glossary has."""
    kind: Kind


# Atomic groups and bounded repeats: a text from outside must not make the search slow.
_SIGNS = r"\^=\\≤≥≠≈≡±×÷√∑∏∫∂∞∈∉⊂⊆∪∩∀∃∧∨¬⊃⇒⇔→↔~·•∇"
_SIGN_TOKEN = rf"[^\s{_SIGNS}]{{0,60}}[{_SIGNS}]\S{{0,200}}"
_CALL = r"\b[A-Za-z]\w?\([^()\n]{0,40}\)"
_CHEMICAL = r"\b(?:[A-Z][a-z]?\d+\w*|\d+[A-Z](?![Mm]\b)\w*|[A-Za-z]\w{0,30}_\w+)"
_NUMBER = r"[-+−]?\d{1,30}(?:[.,]\d{1,30}){0,6}"
_WORDS = "a|an|as|at|be|by|do|go|he|if|in|is|it|me|my|no|of|on|or|so|to|up|us|we"
_VARIABLE = rf"\b(?!(?:{_WORDS})\b)[A-Za-z]{{1,2}}\b|\ba(?=\s*[+*=<>])|(?<=[+*=<>] )a\b"
_OPERAND = rf"(?>{_SIGN_TOKEN}|{_CALL}|{_CHEMICAL}|{_NUMBER}[A-Za-z]?\b%?|{_VARIABLE})"
_CHAIN = rf"{_OPERAND}(?:\s*(?:[+*=<>≤≥≠≈≡±×÷·∪∩⊂⊆∈∧∨⊃→↔]|\\[a-z]+)\s*{_OPERAND})+"
_ARITHMETIC = rf"{_NUMBER}(?:\s*[-−/]\s*{_NUMBER})+"
_LATEX = (
    r"\$\$[^$]+\$\$|\$(?:[^$\\\n^_={}<>]*(?:\\[^\n]|[\^_={}<>]))+[^$\\\n^_={}<>]*\$"
    r"|\$[A-Za-z][A-Za-z0-9']{0,3}\$|\$-?\d[\d.,]{0,30}\$(?!\d)"
)

_LETTER = (
    r"(?<![.°'’\w\[])[B-HJ-Z]\b(?![.'’]\w)"  # A is an article and I a pronoun, unless their neighbours say otherwise
    r"|(?<=[Bb]oth )[AI]\b|(?<=either )[AI]\b|(?<=only )[AI]\b|(?<=and )[AI]\b(?=\s*(?:only|[.,;)]|$))|\(A\)"
    r"|\b[AI](?=\s*(?:,|&|/|and|or|nor)\s*\(?(?:[B-HJ-Z]|I{2,3}|IV)\b)|(?<=\b[B-H] and )A\b|(?<=\b[B-H] or )A\b"
    r"|\b(?:I{2,3}|IV|VI{0,3}|IX|X[IVX]*)\b"
)
_KINDS: dict[Kind, str] = {
    "code": r"`[^`\n]+`",
    "address": r"\b(?:https?://|www\.)[^\s<>]+|\b[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+",
    "placeholder": (
        r"\$?\{\{?\s*\w+\s*\}?\}|%\(\w+\)[sd]|%(?:\d\$)?[sd]\b|</?[A-Za-z][^<>\n]{0,200}>|&(?:[a-z]{2,8}|#\d{1,6});"
        r"|\[(?:header|title|step|substeps?)\]"
    ),
    "blank": r"_{2,}|\.{4,}|-{4,}",
    "formula": (rf"{_LATEX}|\\\([^\n]+?\\\)|\\\[[^\n]+?\\\]|{_CHAIN}|{_ARITHMETIC}|{_CALL}|{_SIGN_TOKEN}|{_CHEMICAL}"),
    "letter": _LETTER,
}
_PATTERN = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
_AROUND = ".,;:?!\"'”»"
_BRACKETS = {")": "(", "]": "[", "}": "{"}


def protected_parts(text: str) -> Iterator[Protected]:
    """The parts of `text` that a translation must leave as they are, in their order and without overlap.

    >>> [part.text for part in protected_parts("Find all c in Z_3 such that x^2 + c = 0.")]
    ['Z_3', 'x^2 + c = 0']
    """
    place = 0
    while found := _PATTERN.search(text, place):
        kind: Kind = found.lastgroup  # type: ignore[assignment]  # the groups are the kinds
        end = found.end() if kind in {"code", "placeholder", "blank"} else _end(text, found.start(), found.end())
        place = max(end, found.start() + 1)
        if end > found.start():
            yield Protected(found.start(), end, text[found.start() : end], kind)


def _end(text: str, start: int, end: int) -> int:
    """Where the part ends without the punctuation of the sentence around it, and with the brackets that it opened."""
    while end > start and (text[end - 1] in _AROUND or _excess(text[start:end], text[end - 1]) > 0):
        end -= 1
    while end < len(text) and _excess(text[start:end], text[end]) < 0:
        end += 1
    return end


def _excess(part: str, bracket: str) -> int:
    """How many more of a closing bracket there are than of its opening one; 0 for what is no bracket."""
    return part.count(bracket) - part.count(_BRACKETS[bracket]) if bracket in _BRACKETS else 0
