"""Units of measurement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["converted_unit", "is_converted", "lost_unit", "swapped_unit"]

_FIGURE = re.compile(r"\d[\d.,]*")


def lost_unit(text: TextPair) -> Iterator[Fault]:
    """A number's unit is missing in the translation, and none of its kind stands there instead."""
    for dimension, unit, found in _measures(text):
        if not _there(text, dimension, unit) and _other(text, dimension) is None:
            yield text.in_source(found.start(), found.end())


def swapped_unit(text: TextPair) -> Iterator[Fault]:
    """Another unit stands behind the same number: five miles are not five kilometres."""
    for found, other in _changes(text):
        if _figure(text.source, found) == _figure(text.target, other):
            yield text.in_target(other.start(), other.end(), source=found[0])


def converted_unit(text: TextPair) -> Iterator[Fault]:
    """Miles became kilometres with another number: right for readers, but is the number still right?"""
    for found, other in _changes(text):
        if _figure(text.source, found) != _figure(text.target, other):
            yield text.in_target(other.start(), other.end(), source=found[0])


def is_converted(text: TextPair) -> bool:
    """Whether a measure stands in another unit, so that its number may differ."""
    return any(True for _ in converted_unit(text))


def _changes(text: TextPair) -> Iterator[tuple[re.Match[str], re.Match[str]]]:
    """Units of the source that are not in the translation, with those of the same kind that are."""
    for dimension, unit, found in _measures(text):
        other = None if _there(text, dimension, unit) else _other(text, dimension)
        if other is not None:
            yield found, other


def _figure(side: str, unit: re.Match[str]) -> str:
    """The number beside a unit, without its marks: 1.000 and 1,000 are one."""
    before = list(_FIGURE.finditer(side, max(0, unit.start() - 24), unit.start()))
    if before and not side[before[-1].end() : unit.start()].strip(" -\u00a0\u202f"):
        found: re.Match[str] | None = before[-1]
    else:
        found = _FIGURE.match(side, unit.end()) or _FIGURE.match(side, unit.end() + 1)
    return re.sub(r"\D", "", found[0]) if found else ""


def _measures(text: TextPair) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Dimension, unit and place of the units that stand behind (or, as currency signs, before) a number."""
    if not text.has_digits or not text.target_rules.units or not text.source_rules.any_unit.search(text.source):
        return
    for dimension, units in text.source_rules.units.items():
        for unit, pattern in units.items():
            for found in pattern.finditer(text.source):
                before = text.source[: found.start()].rstrip(" -\u00a0")
                if before[-1:].isdigit() or (found[0] in "$£€" and text.source[found.end() :][:1].isdigit()):
                    yield dimension, unit, found
                    break


def _there(text: TextPair, dimension: str, unit: str) -> bool:
    pattern = text.target_rules.units.get(dimension, {}).get(unit)
    return pattern is None or pattern.search(text.target) is not None


def _other(text: TextPair, dimension: str) -> re.Match[str] | None:
    """Another unit of the same dimension beside a number of the translation."""
    for pattern in text.target_rules.units.get(dimension, {}).values():
        for found in pattern.finditer(text.target):
            if text.target[: found.start()].rstrip(" \u00a0\u202f")[-1:].isdigit():
                return found
            if found[0] in "$£€" and text.target[found.end() :].lstrip()[:1].isdigit():
                return found
    return None
