"""Choices that became identical, changed places, or disappeared; the key; references from one choice to others."""

from __future__ import annotations

import random
from itertools import combinations

from _translation_lint.mutations.places import plain, unlike
from _translation_lint.pairs import Material, Pair, Planted
from _translation_lint.phrases import rows
from minga.translate.texts import choice_name

__all__ = [
    "choice_lost",
    "choices_identical",
    "choices_swapped",
    "key_moved",
    "reference_broken",
    "reference_moved",
]


def choices_identical(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Two different choices got the same translation, up to a full stop, a space or a capital."""
    couple = _unlike_choices(pair, draw)
    if couple is None:
        return None
    one, other = couple
    text = pair.target.choices[one]
    text = draw.choice([text, text, text.rstrip(".") + ".", text[:1].lower() + text[1:], f"{text} "])
    broken = pair.targets({choice_name(other): text})
    return Planted(pair, broken, frozenset(map(choice_name, couple)))


def choices_swapped(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Two choices changed places, and the key stayed where it was."""
    couple = _unlike_choices(pair, draw)
    if couple is None:
        return None
    one, other = couple
    choices = pair.target.choices
    broken = pair.targets({choice_name(one): choices[other], choice_name(other): choices[one]})
    return Planted(pair, broken, frozenset(map(choice_name, couple)))


def key_moved(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Another choice is marked as the right one."""
    count = len(pair.target.choices)
    if count < 2:
        return None
    other = draw.choice([index for index in range(count) if index != pair.target.answer])
    return Planted(pair, pair.both(answer=(pair.source.answer, other)), frozenset())


def choice_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A wrong choice is missing, or stands there twice."""
    choices, key = pair.target.choices, pair.target.answer
    if len(choices) < 3 or key is None:
        return None
    index = draw.choice([index for index in range(len(choices)) if index != key])
    if draw.random() < 0.5:
        after, answer = (*choices[:index], *choices[index + 1 :]), key - (index < key)
    else:
        after, answer = (*choices, choices[index]), key
    broken = pair.both(choices=(pair.source.choices, after), answer=(key, answer))
    return Planted(pair, broken, frozenset())


def reference_broken(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """The last choice names others ("Both A and B", "All of the above"), and its translation names something else."""
    made = _with_reference(pair, draw, material)
    if made is None:
        return None
    clean, wrong = made
    last = choice_name(len(clean.target.choices) - 1)
    return Planted(clean, clean.targets({last: draw.choice(wrong)}), frozenset({last}))


def reference_moved(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """The choice that names those above came to stand before them; the others kept their order."""
    made = _with_reference(pair, draw, material, "above")
    if made is None:
        return None
    clean, _ = made
    choices, key = clean.target.choices, clean.target.answer or 0
    broken = clean.both(choices=(clean.source.choices, (choices[-1], *choices[:-1])), answer=(key, key + 1))
    return Planted(clean, broken, frozenset())


def _with_reference(
    pair: Pair, draw: random.Random, material: Material, word: str = ""
) -> tuple[Pair, list[str]] | None:
    found = [row for row in rows("references", "reference", material.base) if word in row[0]]
    if not found or len(pair.target.choices) < 3 or len(pair.target.choices) > 6:
        return None
    source, (right, *wrong) = draw.choice(found)
    key = pair.source.answer
    choices = (*pair.source.choices, source), (*pair.target.choices, right)
    return pair.both(choices=choices, answer=(key, key)), wrong


def _unlike_choices(pair: Pair, draw: random.Random) -> tuple[int, int] | None:
    """Two choices that differ in both languages by more than a letter."""
    ours, theirs = pair.source.choices, pair.target.choices
    couples = [
        (one, other)
        for one, other in combinations(range(min(len(ours), len(theirs))), 2)
        if plain(theirs[one]) and plain(theirs[other]) and unlike(ours[one], ours[other])
        if unlike(theirs[one], theirs[other])
    ]
    return draw.choice(couples) if couples else None
