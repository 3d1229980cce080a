"""Text in a wrong language: the source's, or a neighbour's."""

from __future__ import annotations

import random

from _translation_lint.mutations.places import break_text, some_text, unlike, words
from _translation_lint.pairs import Material, Pair, Planted
from minga.translate.texts import texts_of

__all__ = ["choice_untranslated", "half_untranslated", "stem_untranslated", "wrong_language", "wrong_language_half"]

_HALF, _LONG = 8, 5


def choice_untranslated(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A choice stands there in the source's language."""
    choices = {name: texts for name, texts in pair.texts.items() if name.startswith("choices[") and unlike(*texts)}
    if not choices:
        return None
    name = draw.choice(sorted(choices))
    return break_text(pair, name, choices[name][0])


def stem_untranslated(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """The question stands there in the source's language."""
    source, target = pair.texts["question"]
    return break_text(pair, "question", source) if unlike(source, target) else None


def half_untranslated(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A sentence begins in one language and goes on in the other."""
    name = some_text(pair, draw, lambda source, target: min(len(source.split()), len(target.split())) >= _HALF)
    if name is None:
        return None
    source, target = pair.texts[name]
    share = draw.uniform(0.35, 0.65)
    parts = (_head(target, share), _tail(source, share)), (_head(source, share), _tail(target, share))
    mixed, other = parts if draw.random() < 0.7 else parts[::-1]
    english, there = (mixed[1], other[1]) if mixed == parts[0] else (mixed[0], other[0])
    return break_text(pair, name, " ".join(mixed)) if unlike(english, there) else None


def wrong_language(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A text is in a neighbouring language."""
    found = _neighbour(pair, draw, material)
    return None if found is None else break_text(pair, *found)


def wrong_language_half(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A text goes on in a neighbouring language."""
    found = _neighbour(pair, draw, material, _HALF)
    if found is None:
        return None
    name, other = found
    share = draw.uniform(0.35, 0.6)
    return break_text(pair, name, f"{_head(pair.texts[name][1], share)} {_tail(other, share)}")


def _neighbour(pair: Pair, draw: random.Random, material: Material, length: int = _LONG) -> tuple[str, str] | None:
    """A text of some words whose wording in a neighbouring language is another one."""
    languages = [language for language, items in material.others.items() if pair.number in items]
    if not languages:
        return None
    there = texts_of(material.others[draw.choice(sorted(languages))][pair.number])
    names = [
        name
        for name, (_, target) in pair.texts.items()
        if len(words(there.get(name, ""))) >= length and len(words(target)) >= length and unlike(target, there[name])
    ]
    if not names:
        return None
    name = draw.choice(names)
    return name, there[name]


def _head(text: str, share: float) -> str:
    parts = text.split()
    return " ".join(parts[: round(len(parts) * share)])


def _tail(text: str, share: float) -> str:
    parts = text.split()
    return " ".join(parts[round(len(parts) * share) :])
