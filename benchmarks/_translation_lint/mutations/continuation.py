"""Items as HellaSwag has them: a context that breaks off, and endings that go on."""

from __future__ import annotations

import random
import re

from _translation_lint.pairs import Material, Pair, Planted
from minga.translate.texts import choice_name

__all__ = ["continued", "ending_form", "ending_swapped"]

_CUT = re.compile(r"(?<=\w)[,:;] ")
_LEAST, _ENDINGS = 3, 4
_DRAWS = 200


def ending_swapped(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """One ending goes on with another item's context."""
    clean = continued(pair, draw, material)
    if clean is None:
        return None
    for _ in range(_DRAWS):
        found = _cuts(draw.choice(material.pairs))
        stranger = draw.choice(found)[1][1] if found else ""
        if stranger and stranger not in clean.target.choices:
            name = choice_name(draw.randrange(_ENDINGS))
            return Planted(clean, clean.targets({name: stranger}), frozenset({name}))
    return None


def ending_form(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """The context was closed with a full stop, or the endings begin as sentences of their own."""
    clean = continued(pair, draw, material)
    if clean is None:
        return None
    if draw.random() < 0.5:
        closed = clean.texts["question"][1].rstrip(",:;") + "."
        return Planted(clean, clean.text("question", target=closed), frozenset())
    changed = {name: text[:1].upper() + text[1:] for name, (_, text) in clean.texts.items() if name != "question"}
    return Planted(clean, clean.targets(changed), frozenset())


def continued(pair: Pair, draw: random.Random, material: Material) -> Pair | None:
    """A sentence of the pair that has one comma in both languages, cut there; endings of other items beside its own."""
    own = _cuts(pair)
    if not own:
        return None
    context, ending = draw.choice(own)
    endings = [ending]
    for _ in range(_DRAWS):
        found = _cuts(draw.choice(material.pairs))
        if found and (other := draw.choice(found)[1]) not in endings:
            endings.append(other)
        if len(endings) == _ENDINGS:
            break
    else:
        return None
    draw.shuffle(endings)
    key = endings.index(ending)
    choices = tuple(ours for ours, _ in endings), tuple(theirs for _, theirs in endings)
    return pair.both(question=context, choices=choices, answer=(key, key))


def _cuts(pair: Pair) -> list[tuple[tuple[str, str], tuple[str, str]]]:
    found = []
    for source, target in pair.texts.values():
        ours, theirs = list(_CUT.finditer(source)), list(_CUT.finditer(target))
        if len(ours) != 1 or len(theirs) != 1 or source[0:2] == "No" or target.startswith("¿"):
            continue
        heads = source[: ours[0].start() + 1], target[: theirs[0].start() + 1]
        tails = source[ours[0].end() :], target[theirs[0].end() :]
        small = tails[0][0].islower() == tails[1][0].islower()
        if small and all(len(part.split()) >= _LEAST for part in (*heads, *tails)):
            found.append((heads, tails))
    return found
