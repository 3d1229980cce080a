"""Where in a pair a defect may be planted, and putting a sentence before the question of both sides."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from difflib import SequenceMatcher

from _translation_lint.pairs import WORD, Pair, Planted

__all__ = ["break_text", "insert", "plain", "some_text", "unlike", "words"]


def words(text: str) -> list[str]:
    """The words of a text."""
    return WORD.findall(text)


def plain(text: str) -> str:
    """A text without case, punctuation and spaces, for comparing."""
    return re.sub(r"[\W_]+", "", text).casefold()


def unlike(one: str, other: str) -> bool:
    """Whether two texts differ by more than accents and endings."""
    return SequenceMatcher(None, plain(one), plain(other)).ratio() < 0.7


def some_text(pair: Pair, draw: random.Random, fits: Callable[[str, str], bool]) -> str | None:
    """The name of one text whose source and target fit."""
    names = [name for name, (source, target) in pair.texts.items() if fits(source, target)]
    return draw.choice(names) if names else None


def break_text(clean: Pair, name: str, broken: str) -> Planted | None:
    """A defect in one text; None where it changes nothing or leaves nothing."""
    if not broken.strip() or broken == clean.texts[name][1]:
        return None
    return Planted(clean, clean.text(name, target=broken), frozenset({name}))


def insert(pair: Pair, source: str, target: str) -> Pair:
    """The pair with a sentence of its own before the question."""
    ours, theirs = pair.texts["question"]
    return pair.text("question", source=f"{source} {ours}", target=f"{target} {theirs}")
