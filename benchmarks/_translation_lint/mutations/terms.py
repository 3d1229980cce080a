"""One term translated in two ways within an item, and two terms translated in one way."""

from __future__ import annotations

import random
import re
from itertools import permutations

from _translation_lint.mutations.places import plain, unlike, words
from _translation_lint.pairs import Material, Pair, Planted

__all__ = ["term_inconsistent", "terms_collapsed"]

_SHORT = 5
_OFTEN = 3
_ENDING = 2
"""Words with the same last letters are taken for the same kind of word."""


def term_inconsistent(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """In one text of several a term has another translation than in the rest: another item's word."""
    known = [found for found in _terms(pair) if len(found[2]) >= _OFTEN]
    if not known:
        return None
    _, theirs, names = draw.choice(known)
    name = draw.choice(names)
    whole = plain(" ".join(target for _, target in pair.texts.values()))
    for _ in range(40):
        other = draw.choice(_content(draw.choice(material.pairs).texts["question"][1]) or [""])
        if other and other[-_ENDING:] == theirs[-_ENDING:] and unlike(other, theirs) and plain(other) not in whole:
            broken = _replaced(pair.texts[name][1], theirs, other)
            return Planted(pair, pair.text(name, target=broken), frozenset({name}))
    return None


def terms_collapsed(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Two terms that differ in the source are one in the translation, without making two texts equal."""
    couples = [
        (one, other)
        for one, other in permutations(_terms(pair), 2)
        if one[1][-_ENDING:] == other[1][-_ENDING:] and unlike(one[0], other[0]) and unlike(one[1], other[1])
    ]
    draw.shuffle(couples)
    for (_, kept, _), (_, gone, names) in couples:
        changed = {name: _replaced(pair.texts[name][1], gone, kept) for name in names}
        after = [plain(changed.get(name, target)) for name, (_, target) in pair.texts.items()]
        if len(set(after)) == len({plain(target) for _, target in pair.texts.values()}):
            return Planted(pair, pair.targets(changed), frozenset())
    return None


def _terms(pair: Pair) -> list[tuple[str, str, tuple[str, ...]]]:
    """Words of source and translation that stand in exactly the same texts of the item, two of them at least."""
    ours, theirs = _places(pair, 0), _places(pair, 1)
    found = []
    for word, names in ours.items():
        same = [other for other, there in theirs.items() if there == names]
        alike = [other for other, there in ours.items() if there == names]
        if len(names) >= 2 and len(same) == 1 and len(alike) == 1:
            found.append((word, same[0], names))
    return sorted(found)


def _places(pair: Pair, side: int) -> dict[str, tuple[str, ...]]:
    places: dict[str, list[str]] = {}
    for name, texts in pair.texts.items():
        for word in set(_content(texts[side])):
            places.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in places.items()}


def _content(text: str) -> list[str]:
    return [word for word in words(text) if len(word) >= _SHORT and word.islower()]


def _replaced(text: str, word: str, other: str) -> str:
    return re.sub(rf"\b{re.escape(word)}\b", other, text)
