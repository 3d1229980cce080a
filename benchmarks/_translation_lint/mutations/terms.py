"""One term translated in two ways within an item, and two terms translated in one way."""

from __future__ import annotations

import random
import re

from _translation_lint.mutations.places import break_text, insert, plain, unlike, words
from _translation_lint.pairs import Material, Pair, Planted
from _translation_lint.phrases import rows, value

__all__ = ["term_inconsistent", "terms_collapsed"]

_SHORT = 5
_OFTEN = 3
_ENDING = 2
"""Words with the same last letters are taken for the same kind of word."""
_NOUN_FOLLOWS = r"(?:the|a|an|of|your|most|many|all|some)"


def term_inconsistent(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """In one text of several a noun has another translation than in the rest: another item's noun."""
    known = [found for found in _terms(pair) if _is_noun(found[0], pair)]
    if not known:
        return None
    _, theirs, names = draw.choice(known)
    name = draw.choice(names)
    whole = plain(" ".join(target for _, target in pair.texts.values()))
    for _ in range(40):
        other = draw.choice(_nouns(draw.choice(material.pairs), material.base) or [""])
        if other and other[-_ENDING:] == theirs[-_ENDING:] and unlike(other, theirs) and plain(other) not in whole:
            return break_text(pair, name, re.sub(rf"\b{theirs}\b", other, pair.texts[name][1]))
    return None


def terms_collapsed(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Two words that the source tells apart have become one."""
    ours, theirs = draw.choice(rows("terms", "contrast", material.base))
    source, target = draw.choice(rows("terms", "distinct", material.base))
    right = theirs.format(a=target[0], b=target[1])
    clean = insert(pair, ours.format(a=source[0], b=source[1]), right)
    kept = draw.choice(target)
    wrong = theirs.format(a=kept, b=kept)
    return break_text(clean, "question", clean.texts["question"][1].replace(right, wrong, 1))


def _terms(pair: Pair) -> list[tuple[str, str, tuple[str, ...]]]:
    """Words of source and translation that stand in exactly the same texts of the item, three of them at least."""
    ours, theirs = _places(pair, 0), _places(pair, 1)
    found = []
    for word, names in ours.items():
        same = [other for other, there in theirs.items() if there == names]
        alike = [other for other, there in ours.items() if there == names]
        if len(names) >= _OFTEN and len(same) == 1 and len(alike) == 1:
            found.append((word, same[0], names))
    return sorted(found)


def _places(pair: Pair, side: int) -> dict[str, tuple[str, ...]]:
    places: dict[str, list[str]] = {}
    for name, texts in pair.texts.items():
        for word in {word for word in words(texts[side]) if len(word) >= _SHORT and word.islower()}:
            places.setdefault(word, []).append(name)
    return {word: tuple(names) for word, names in places.items()}


def _is_noun(word: str, pair: Pair) -> bool:
    """Whether an article or the like stands before the word somewhere in the source."""
    return any(re.search(rf"\b{_NOUN_FOLLOWS} {word}\b", source, re.IGNORECASE) for source, _ in pair.texts.values())


def _nouns(pair: Pair, language: str) -> list[str]:
    """Words of the translations that follow an article; in a language without articles all longer ones."""
    articles = value("grammar", "determiners", language)
    text = " ".join(target for _, target in pair.texts.values())
    if not articles:
        return [word for word in words(text) if len(word) >= _SHORT and word.islower()]
    found = [word for article in articles for word in re.findall(rf"\b{article} ([^\W\d_]{{{_SHORT},}})", text)]
    return sorted({word for word in found if word.islower()})
