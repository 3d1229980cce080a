"""Benchmark items as they get into training data: as they are, changed a little, or translated."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable, Sequence

from minga.curate.contamination.item_texts import ItemText

__all__ = ["KINDS", "inside"]

_SIGNS = re.compile(r"[^\w\s]+")


def _verbatim(item: ItemText, draw: random.Random) -> str:
    return f"{item.asked}\n{item.answer}"


def _recased(item: ItemText, draw: random.Random) -> str:
    return _verbatim(item, draw).upper() if draw.random() < 0.5 else _verbatim(item, draw).title()


def _punctuation(item: ItemText, draw: random.Random) -> str:
    """Other signs, other white space, and accents as signs of their own."""
    text = _SIGNS.sub(
        lambda found: draw.choice([" — ", " … ", " "]) if found[0] not in "'’" else "’", _verbatim(item, draw)
    )
    return unicodedata.normalize("NFD", re.sub(r"\s", lambda _: draw.choice([" ", "\n", "\u00a0"]), text))


def _unaccented(item: ItemText, draw: random.Random) -> str:
    decomposed = unicodedata.normalize("NFD", _verbatim(item, draw))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _reworded(item: ItemText, draw: random.Random) -> str:
    """One word in eight is another or gone, and here and there two neighbours change places; the answer as well."""
    said = _verbatim(item, draw).split()
    for place in range(draw.randrange(4), len(said), 8):
        said[place] = draw.choice(["", "entonces", "very"])
    for place in range(4, len(said) - 1, 11):
        said[place], said[place + 1] = said[place + 1], said[place]
    return " ".join(said)


KINDS: dict[str, Callable[[ItemText, random.Random], str]] = {
    "verbatim": _verbatim,
    "recased": _recased,
    "punctuation": _punctuation,
    "unaccented": _unaccented,
    "reworded": _reworded,
}
"""What is done to an item; `inside` and `translated` need more than the item."""


def inside(item: ItemText, clean: Sequence[str], draw: random.Random) -> str:
    """The question, without its answer, in the middle of other text."""
    return f"{draw.choice(clean)} {item.asked} {draw.choice(clean)}"
