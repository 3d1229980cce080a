"""What experts wrote beside an item: MMLU-Redux and its like have a label for every question."""

from __future__ import annotations

import re
from collections.abc import Iterator

from minga.translate.source_checks.source_item import Flaw, SourceItem

__all__ = ["expert_flagged"]

_SOUND = {"", "ok", "correct", "no error", "none", "expert"}
_KEY = re.compile(r"ground ?truth|answer|key|correct")


def expert_flagged(item: SourceItem) -> Iterator[Flaw]:
    """An expert found something wrong with the item: with its key, or with its question or choices."""
    said = item.item.error_type
    label = re.sub(r"[\W_]+", " ", said).strip().casefold()
    if label in _SOUND:
        return
    if item.key is not None and _KEY.search(label):
        yield Flaw(f"choices[{item.key}]", said)
    else:
        yield Flaw("choices[0]" if "option" in label and item.choices else "question", said)
