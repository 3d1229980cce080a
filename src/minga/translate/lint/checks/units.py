"""Units of measurement."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.lint.pairs import Fault, TextPair

__all__ = ["converted_unit", "is_converted", "lost_unit"]

_DIGITS = re.compile(r"\d")


def lost_unit(text: TextPair) -> Iterator[Fault]:
    """A number's unit is missing in the translation, or became another one that is no conversion."""
    for dimension, unit, found in _measures(text):
        if not _there(text, dimension, unit) and _other(text, dimension) is None:
            yield text.in_source(found.start(), found.end())


def converted_unit(text: TextPair) -> Iterator[Fault]:
    """Miles became kilometres: right in a text for readers, but is the number still right?"""
    for dimension, unit, found in _measures(text):
        other = None if _there(text, dimension, unit) else _other(text, dimension)
        if other is not None:
            yield text.in_target(other.start(), other.end(), source=found[0])


def is_converted(text: TextPair) -> bool:
    """Whether a measure stands in another unit, so that its number may differ."""
    return any(True for _ in converted_unit(text))


def _measures(text: TextPair) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Dimension, unit and place of the units that stand behind (or, as currency signs, before) a number."""
    if not _DIGITS.search(text.source) or not text.target_rules.units:
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
    """Another unit of the same dimension behind a number of the translation."""
    for pattern in text.target_rules.units.get(dimension, {}).values():
        for found in pattern.finditer(text.target):
            if text.target[: found.start()].rstrip(" \u00a0")[-1:].isdigit():
                return found
    return None
