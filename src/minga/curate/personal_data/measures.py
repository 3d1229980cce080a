"""What is measured of a record's personal data: which kinds, and how many. Never the data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.personal_data.finding import countries_of, find_personal_data

__all__ = ["COUNT", "KINDS", "PersonalData", "without_originals"]

KINDS = "personal.kinds"
"""The kinds that a record's messages hold, in alphabetical order (`email`, `dni` …)."""
COUNT = "personal.count"
"""How many pieces of personal data they hold."""
_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,8}|-\d{3})*")
_TRACE = re.compile(r"(?<!\S)[^\s@\d]*+[@\d]\S*")


@dataclass(frozen=True)
class PersonalData:
    """Looks at all messages of a record, those of the system too."""

    @property
    def columns(self) -> Mapping[str, pa.DataType]:
        """Kinds and number."""
        return {KINDS: pa.list_(pa.string()), COUNT: pa.int32()}

    def __call__(self, example: Example) -> Mapping[str, Any]:
        """What was found; an empty list and 0 where nothing was."""
        countries = countries_of(example.country, example.language)
        spans = [span for turn in example.messages for span in find_personal_data(turn["content"], countries)]
        return {KINDS: sorted({span.kind for span in spans}), COUNT: len(spans)}


def without_originals(row: Mapping[str, Any]) -> dict[str, Any]:
    """What else was measured of a record with personal data, without a word of it.

    Some columns show some words of a text, which may be cut off in the middle of a number: every word with a digit or
    an @ goes. Language tags stay.
    """
    return {name: _masked(value) for name, value in row.items()}


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return value if _TAG.fullmatch(value) else _TRACE.sub("…", value)
    return [_masked(one) for one in value] if isinstance(value, list) else value
