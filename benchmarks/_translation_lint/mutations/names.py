"""Names of people and places."""

from __future__ import annotations

import random
import re
from functools import lru_cache

from langcodes import Language

from _translation_lint.mutations.places import break_text
from _translation_lint.pairs import WORD, Material, Pair, Planted
from _translation_lint.phrases import rows

__all__ = ["country_swapped", "name_lost", "name_swapped"]

_NAME = re.compile(r"(?<=[\w,»”\")] )[A-Z][\w’'-]{2,}(?: [A-Z][\w’'-]+)*")
_TERRITORIES = re.findall(
    r"\w+",
    "AR AU AT BE BR CA CL CN CO CU DE DK EG ES FI FR GB GR IE IN IQ IR IT JP KR MX NL NO NZ PE PL PT RU SE TR US VE ZA",
)


def name_lost(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A name is missing, or a vague word stands for it."""
    found = _some_name(pair, draw)
    if found is None:
        return None
    name, known = found
    vague = draw.choice([said for _, said in rows("asides", "generic", material.base)])
    return _put(pair, name, known, draw.choice(["", vague]))


def name_swapped(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """Another item's name stands there."""
    found = _some_name(pair, draw)
    if found is None:
        return None
    name, known = found
    for _ in range(20):
        other = _some_name(draw.choice(material.pairs), draw)
        if other and not set(other[1].split()) & set(" ".join(map(str, pair.texts.values())).split()):
            return _put(pair, name, known, other[1])
    return None


def country_swapped(pair: Pair, draw: random.Random, material: Material) -> Planted | None:
    """A country, by its name in each language, became another one."""
    known = _countries(material.base)
    found = [
        (name, theirs)
        for name, (source, target) in pair.texts.items()
        for ours, theirs in known
        if re.search(rf"\b{re.escape(ours)}\b", source) and len(re.findall(rf"\b{re.escape(theirs)}\b", target)) == 1
    ]
    if not found:
        return None
    name, country = draw.choice(sorted(found))
    text = " ".join(pair.texts[name])
    return _put(pair, name, country, draw.choice([theirs for ours, theirs in known if ours not in text]))


@lru_cache(maxsize=8)
def _countries(language: str) -> tuple[tuple[str, str], ...]:
    tags = [Language.get(f"und-{territory}") for territory in _TERRITORIES]
    return tuple((tag.territory_name("en"), tag.territory_name(language)) for tag in tags)


def _some_name(pair: Pair, draw: random.Random) -> tuple[str, str] | None:
    """A name that stands once and in the same form on both sides, not at the beginning of a sentence."""
    found = [
        (name, known[0])
        for name, (source, target) in pair.texts.items()
        for known in _NAME.finditer(target)
        if known[0] in source and target.count(known[0]) == 1 and len(WORD.findall(target)) > len(known[0].split()) + 1
    ]
    return draw.choice(found) if found else None


def _put(pair: Pair, name: str, known: str, other: str) -> Planted | None:
    broken = pair.texts[name][1].replace(known, other, 1)
    return break_text(pair, name, re.sub(r"\s{2,}", " ", broken).strip())
