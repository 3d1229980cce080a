"""Text that is missing or too much, and choices that give the key away."""

from __future__ import annotations

import random

from _translation_lint.mutations.places import break_text, some_text
from _translation_lint.pairs import Material, Pair, Planted
from _translation_lint.phrases import rows
from minga.translate.texts import choice_name

__all__ = ["doubled_text", "key_form", "key_padded", "truncated"]

_LONG = 8


def truncated(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A text breaks off before its middle."""
    name = some_text(pair, draw, lambda source, target: min(len(source.split()), len(target.split())) >= _LONG)
    if name is None:
        return None
    parts = pair.texts[name][1].split()
    return break_text(pair, name, " ".join(parts[: max(2, int(len(parts) * draw.uniform(0.2, 0.45)))]))


def doubled_text(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A text stands there twice, or another text of the item stands behind it."""
    name = some_text(pair, draw, lambda source, target: len(target.split()) >= 4)
    if name is None:
        return None
    target = pair.texts[name][1]
    longer = [text for other, (_, text) in pair.texts.items() if other != name and len(text) >= len(target)]
    behind = draw.choice(longer) if longer and draw.random() < 0.5 else target
    return break_text(pair, name, f"{target} {behind}")


def key_padded(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Only the right choice was made longer, and is now by far the longest."""
    key = pair.target.answer
    if key is None or len(pair.target.choices) < 3:
        return None
    choices = pair.target.choices
    padded = choices[key].rstrip(".") + draw.choice(rows("grammar", "padding", material.base))[1]
    others = [len(choice) for index, choice in enumerate(choices) if index != key]
    before = [len(choice) for index, choice in enumerate(pair.source.choices) if index != key]
    if len(padded) < 1.3 * max(others) or len(pair.source.choices[key]) > 1.2 * max(before):
        return None
    broken = pair.targets({choice_name(key): padded})
    return Planted(pair, broken, frozenset({choice_name(key)}))


def key_form(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """The right choice differs from all others by its form: a full stop, a capital, quotation marks."""
    key = pair.target.answer
    if key is None or len(pair.target.choices) < 3 or any(choice[-1:] in ".?!" for choice in pair.target.choices):
        return None
    choices = {choice_name(index): choice for index, choice in enumerate(pair.target.choices) if choice}
    name = choice_name(key)
    way = draw.randrange(3)
    if way == 0 or any(not choice[:1].isupper() for choice in choices.values()):
        changed = {name: f"{choices[name]}."}
    elif way == 1:
        changed = {other: f"{text}." for other, text in choices.items() if other != name}
    else:
        changed = {other: text[:1].lower() + text[1:] for other, text in choices.items() if other != name}
    return Planted(pair, pair.targets(changed), frozenset())
