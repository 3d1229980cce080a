"""Gender and number between a stem and its choices, and between an article and its noun."""

from __future__ import annotations

import random
import re

from _translation_lint.mutations.places import break_text, some_text
from _translation_lint.pairs import Material, Pair, Planted
from _translation_lint.phrases import rows, value
from minga.translate.texts import choice_name

__all__ = ["article_noun", "article_stem", "one_choice", "subject_choices"]

_CHOICES = 4
_SINGULAR, _PLURAL = 0, 2
_HIS = r"[a-zà-ú]{3,}(?:[^aeiouls]o|ment|or)"
_HERS = r"[a-zà-ú]{3,}(?:ción?|ção|dad|tat|dade|ura|nça|nza)"
"""Nouns by endings that tell their gender in Spanish, Catalan, Galician and Portuguese."""


def subject_choices(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """All choices agree with another gender or number than the subject of the stem has."""
    clean, adjectives, form = _described(pair, draw, material)
    other = _other_form(form, draw, material)
    broken = clean.targets({choice_name(index): forms[other] for index, forms in enumerate(adjectives)})
    return Planted(clean, broken, frozenset())


def one_choice(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """One choice does not agree with the subject of the stem, as the others do."""
    clean, adjectives, form = _described(pair, draw, material)
    index = draw.randrange(len(adjectives))
    broken = clean.targets({choice_name(index): adjectives[index][_other_form(form, draw, material)]})
    return Planted(clean, broken, frozenset({choice_name(index)}))


def article_stem(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """The stem ends in an article that fits none of its choices."""
    stems, closing = value("grammar", "article_stem", material.base), value("grammar", "closing", material.base)
    if stems is None:
        return None
    gender = draw.randrange(2)
    picked = draw.sample(range(len(closing[gender])), _CHOICES)
    key = draw.randrange(_CHOICES)
    ours = value("grammar", "closing", "en")[gender]
    clean = pair.both(
        question=(value("grammar", "article_stem", "en"), stems[gender]),
        choices=(tuple(ours[one] for one in picked), tuple(closing[gender][one] for one in picked)),
        answer=(key, key),
    )
    return Planted(clean, clean.text("question", target=stems[1 - gender]), frozenset())


def article_noun(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """An article of the wrong gender before a noun whose ending tells its own."""
    swap = value("grammar", "determiners", material.base)
    if swap is None:
        return None
    he = [word for word in swap if word in {"el", "un", "este", "aquest", "o", "um"}]
    she = [word for word in swap if word in {"la", "una", "esta", "aquesta", "a", "unha", "uma"}]
    pattern = re.compile(rf"\b(?:({'|'.join(he)}) {_HIS}|({'|'.join(she)}) {_HERS})\b", re.IGNORECASE)
    name = some_text(pair, draw, lambda source, target: pattern.search(target) is not None)
    if name is None:
        return None
    target = pair.texts[name][1]
    found = pattern.search(target)
    assert found is not None
    word = found[1] or found[2]
    other = swap[word.lower()]
    other = other.capitalize() if word[0].isupper() else other
    return break_text(pair, name, target[: found.start()] + other + target[found.start() + len(word) :])


def _described(pair: Pair, draw: random.Random, material: Material) -> tuple[Pair, list[list[str]], int]:
    """An item such as "The windows are": "white", "new" …, in the forms of each language."""
    noun = draw.choice(rows("grammar", "noun", material.base))
    adjectives = draw.sample(rows("grammar", "adjective", material.base), _CHOICES)
    number = draw.choice([_SINGULAR, _PLURAL])
    form = number + (noun[1][2] == "f")
    ours = value("grammar", "stem", "en")[form].format(noun=noun[0][number // 2])
    theirs = value("grammar", "stem", material.base)[form].format(noun=noun[1][number // 2])
    key = draw.randrange(_CHOICES)
    choices = tuple(one[0] for one in adjectives), tuple(one[1][form] for one in adjectives)
    clean = pair.both(question=(ours, theirs[:1].upper() + theirs[1:]), choices=choices, answer=(key, key))
    return clean, [list(one[1]) for one in adjectives], form


def _other_form(form: int, draw: random.Random, material: Material) -> int:
    """Another gender, another number, or both; Basque has numbers only."""
    if material.base == "eu":
        return (form + 2) % 4
    return draw.choice([other for other in range(4) if other != form])
