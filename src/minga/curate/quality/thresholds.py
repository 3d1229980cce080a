"""Thresholds that differ from language to language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc

from minga.curate.rules import Measure
from minga.settings import CurateSettings

__all__ = ["LANGUAGE", "MEASURES", "Threshold", "threshold"]

LANGUAGE = "quality.language"
"""The record's BCP-47 tag, by which its thresholds are chosen."""
MEASURES = (Measure(LANGUAGE, pa.string(), lambda example: example.language),)


@dataclass(frozen=True)
class Threshold:
    """One number, and those of languages for which it is another."""

    default: float
    languages: Mapping[str, float] = field(default_factory=dict)
    """By BCP-47 tag: that of `es` holds for `es-PE` too, unless `es-PE` has its own."""

    def of(self, tag: str | None) -> float:
        """That of records in the language `tag`."""
        for known in (tag or "", (tag or "").partition("-")[0]):
            if known in self.languages:
                return self.languages[known]
        return self.default

    def rows(self, seen: pa.Table) -> pa.Array | pa.Scalar:
        """That of each row, by its column `quality.language`."""
        if not self.languages:
            return pa.scalar(self.default, pa.float64())
        tags = pc.dictionary_encode(seen[LANGUAGE], null_encoding="encode").combine_chunks()
        values = pa.array([self.of(tag) for tag in tags.dictionary.to_pylist()], pa.float64())
        return values.take(tags.indices)


def threshold(settings: CurateSettings, name: str, default: float | None = None) -> Threshold:
    """The threshold `name`: `default`, or else that of `[curate.quality]`, and those of its languages."""
    quality = settings.quality
    own = {tag: getattr(part, name) for tag, part in quality.languages.items()}
    number = getattr(quality, name) if default is None else default
    return Threshold(number, {tag: value for tag, value in own.items() if value is not None})
