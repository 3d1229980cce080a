"""Numbers and units."""

from __future__ import annotations

import random
import re

from _translation_lint.mutations.places import break_text, insert, some_text
from _translation_lint.pairs import Material, Pair, Planted
from _translation_lint.phrases import entries, rows

__all__ = ["number_added", "number_changed", "number_lost", "number_word_changed", "unit_lost", "unit_swapped"]

_NUMBER = re.compile(r"(?<![\w.,])\d+(?:[.,\s]\d{3})*(?:[.,]\d+)?(?![\w]|[.,]\d)")
_AMOUNTS = (3, 7, 12, 15, 25, 40, 90, 150, 600)


def number_changed(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """One digit of a number is another one, or two changed places."""
    found = _some_number(pair, draw)
    if found is None:
        return None
    name, number = found
    digits = [index for index, sign in enumerate(number[0]) if sign.isdigit()]
    index = draw.choice(digits)
    other = draw.choice([digit for digit in "123456789" if digit != number[0][index]])
    changed = number[0][:index] + other + number[0][index + 1 :]
    return break_text(pair, name, _replaced(pair, name, number, changed))


def number_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A number is missing."""
    found = _some_number(pair, draw)
    if found is None:
        return None
    name, number = found
    return break_text(pair, name, re.sub(r"\s{2,}", " ", _replaced(pair, name, number, "")).strip())


def number_added(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A number stands in the translation that the source does not have."""
    name = some_text(pair, draw, lambda source, target: len(target.split()) >= 4 and not _digits(source + target))
    if name is None:
        return None
    parts = pair.texts[name][1].split()
    place = draw.randrange(1, len(parts))
    number = draw.choice([str(draw.choice(_AMOUNTS)), f"{draw.choice(_AMOUNTS)} %", f"({draw.randrange(1850, 2020)})"])
    return break_text(pair, name, " ".join([*parts[:place], number, *parts[place:]]))


def number_word_changed(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A number in words, a fraction, a century or a decimal became another one, or is missing."""
    source, (right, *wrong) = draw.choice(rows("figures", "counted", material.base))
    clean = insert(pair, source, right)
    return break_text(clean, "question", clean.texts["question"][1].replace(right, draw.choice(wrong), 1))


def unit_swapped(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A unit became another one of its kind, with the same figure."""
    clean, sentence, unit, kind, figure = _measured(pair, draw, material)
    others = [row[material.base] for row in entries("figures", "unit") if row["kind"] == kind]
    other = draw.choice([other for other in others if other != unit])
    return _measure_broken(clean, sentence, sentence.replace(f"{figure} {unit}", f"{figure} {other}"))


def unit_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A figure stands there without its unit."""
    clean, sentence, unit, _, figure = _measured(pair, draw, material)
    return _measure_broken(clean, sentence, sentence.replace(f"{figure} {unit}", figure))


def _measured(pair: Pair, draw: random.Random, material: Material) -> tuple[Pair, str, str, str, str]:
    measures = [row for row in entries("figures", "measure") if material.base in row]
    measure = draw.choice(measures)
    kind = measure["units"]
    unit = draw.choice([row for row in entries("figures", "unit") if row["kind"] == kind])
    figure = str(draw.choice(_AMOUNTS))
    source, target = (measure[language].format(n=figure, unit=unit[language]) for language in ("en", material.base))
    return insert(pair, source, target), target, unit[material.base], kind, figure


def _measure_broken(clean: Pair, sentence: str, broken: str) -> Planted | None:
    return break_text(clean, "question", clean.texts["question"][1].replace(sentence, broken, 1))


def _some_number(pair: Pair, draw: random.Random) -> tuple[str, re.Match[str]] | None:
    """A number of a translation that stands in the source too, and only once in each."""
    found = [
        (name, number)
        for name, (source, target) in pair.texts.items()
        for number in _NUMBER.finditer(target)
        if _digits(target).count(_plain(number[0])) == 1 == _digits(source).count(_plain(number[0]))
    ]
    return draw.choice(found) if found else None


def _digits(text: str) -> list[str]:
    return [_plain(number[0]) for number in _NUMBER.finditer(text)]


def _plain(number: str) -> str:
    return re.sub(r"\D", "", number)


def _replaced(pair: Pair, name: str, number: re.Match[str], other: str) -> str:
    target = pair.texts[name][1]
    return target[: number.start()] + other + target[number.end() :]
