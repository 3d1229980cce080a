"""Question and exclamation marks, quotation marks, brackets."""

from __future__ import annotations

import random

from _translation_lint.mutations.places import break_text, insert, some_text
from _translation_lint.pairs import Material, Pair, Planted
from _translation_lint.phrases import rows

__all__ = [
    "brackets_lost",
    "brackets_unbalanced",
    "exclamation_lost",
    "opening_mark_lost",
    "question_mark_lost",
    "quotes_lost",
    "quotes_unbalanced",
]

_QUOTES = ("«»", "“”", '""')
_BRACKETS = ("()", "[]")


def opening_mark_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Spanish without its ¿."""
    name = some_text(pair, draw, lambda source, target: material.base == "es" and "¿" in target)
    return None if name is None else break_text(pair, name, pair.texts[name][1].replace("¿", "", 1))


def question_mark_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A question that no longer is one: without its marks, or closed with a full stop."""
    name = some_text(pair, draw, lambda source, target: source.endswith("?") and target.endswith("?"))
    if name is None:
        return None
    target = pair.texts[name][1][:-1]
    ways = [target, f"{target}."] + ([target.replace("¿", "")] if "¿" in target else [])
    return break_text(pair, name, draw.choice(ways))


def exclamation_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """An exclamation without its marks, or without the one that opens it."""
    source, target = draw.choice(rows("asides", "exclaimed", material.base))
    clean = insert(pair, source, target)
    opened = [target.lstrip("¡")] if target.startswith("¡") else []
    broken = draw.choice([*opened, target.strip("¡!") + "."])
    return break_text(clean, "question", clean.texts["question"][1].replace(target, broken, 1))


def quotes_unbalanced(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """One of two quotation marks is missing."""
    clean, quoted, marks = _quoted(pair, draw, material)
    broken = draw.choice([quoted.removesuffix(marks[1]), quoted.removeprefix(marks[0])])
    return break_text(clean, "question", clean.texts["question"][1].replace(quoted, broken, 1))


def quotes_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """What is quoted in the source is not in the translation."""
    clean, quoted, _ = _quoted(pair, draw, material)
    return break_text(clean, "question", clean.texts["question"][1].replace(quoted, quoted[1:-1], 1))


def brackets_unbalanced(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """One of two brackets is missing."""
    clean, aside = _bracketed(pair, draw, material)
    broken = draw.choice([aside[:-1], aside[1:]])
    return break_text(clean, "question", clean.texts["question"][1].replace(aside, broken, 1))


def brackets_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """What stands in brackets in the source is missing, or stands there without them."""
    clean, aside = _bracketed(pair, draw, material)
    target = clean.texts["question"][1]
    broken = target.replace(aside, aside[1:-1], 1) if draw.random() < 0.5 else target.replace(f" {aside}", "", 1)
    return break_text(clean, "question", broken)


def _quoted(pair: Pair, draw: random.Random, material: Material) -> tuple[Pair, str, str]:
    ours, theirs = draw.choice(rows("asides", "aside", material.base))
    source, target = draw.choice(rows("asides", "quoted", material.base))
    marks = draw.choice(_QUOTES)
    quoted = f"{marks[0]}{target}{marks[1]}"
    return insert(pair, ours.format(part=f"“{source}”"), theirs.format(part=quoted)), quoted, marks


def _bracketed(pair: Pair, draw: random.Random, material: Material) -> tuple[Pair, str]:
    """The question with a remark in brackets behind its first sentence."""
    ours, theirs = draw.choice(rows("asides", "aside", material.base))
    source, target = draw.choice(rows("asides", "quoted", material.base))
    open_, close = draw.choice(_BRACKETS)
    aside = f"{open_}{target}{close}"
    before = ours.format(part=f"page 7 {open_}{source}{close}")
    after = theirs.format(part=f"{_PAGE[material.base]} {aside}")
    return insert(pair, before, after), aside


_PAGE = {"es": "la página 7", "ca": "la pàgina 7", "gl": "a páxina 7", "eu": "7. orria", "pt": "a página 7"}
