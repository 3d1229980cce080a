"""Sentence pairs as one sentence with a label's word between; lm-evaluation-harness calls `process_docs`."""

from __future__ import annotations

from typing import Any

__all__ = ["process_docs"]

_LABELS = {"entailment": 0, "neutral": 1, "contradiction": 2}


def process_docs(dataset: Any) -> Any:
    """Pairs with both sentences, the first one open and the second one going on; labels as numbers."""
    return dataset.filter(_whole).map(_joined)


def _whole(doc: dict[str, Any]) -> bool:
    return bool((doc["premise"] or "").strip() and (doc["hypothesis"] or "").strip())


def _joined(doc: dict[str, Any]) -> dict[str, Any]:
    premise, hypothesis = doc["premise"].strip().rstrip(".!?…"), doc["hypothesis"].strip()
    # a word in capitals stays as it is
    goes_on = hypothesis if hypothesis[1:2].isupper() else hypothesis[:1].lower() + hypothesis[1:]
    return {"premise": premise, "hypothesis": goes_on, "label": _LABELS.get(doc["label"], doc["label"])}
