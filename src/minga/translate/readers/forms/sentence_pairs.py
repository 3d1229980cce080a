"""XNLI, AmericasNLI, PAWS and PAWS-X: how two sentences relate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import langcodes

from minga.translate.readers.forms.cells import about, index_of, text_in
from minga.translate.readers.rows import FileRow, Unusable

__all__ = ["read_nli", "read_paws"]

_NLI = ("entailment", "neutral", "contradiction")
_PAWS = ("different", "paraphrase")
_NEIGHBOURS = 15
"""CLDR's distance below which two tags name one language; Galician and Spanish, say, are 20 apart or more."""


def read_nli(row: FileRow, language: str) -> Mapping[str, Any]:
    """A premise (the context) and a hypothesis (the question): does one follow from the other?

    XNLI's file holds all its languages; rows of another one than the benchmark's leave as `other-language`.
    """
    values = row.values
    said = values.get("language")
    if isinstance(said, str) and not _is(said, language):
        raise Unusable("other-language", said)
    answer = index_of(values.get("label", values.get("gold_label")), _NLI)
    place = about(row, "pairID", "id")
    if "pairID" not in values and values.get("id") is not None:  # AmericasNLI: one id for three hypotheses
        place["number"] += f"-{_NLI[answer]}"
    return {
        **place,
        "task": "entailment",
        "subject": str(values.get("genre") or ""),
        "context": text_in(values, "premise", "sentence1"),
        "question": text_in(values, "hypothesis", "sentence2"),
        "choices": list(_NLI),
        "answer": answer,
        "origin": "human",
    }


def _is(said: str, language: str) -> bool:
    """Whether a row's language is the benchmark's: `aym` is `ay`, and `quy` (Ayacucho Quechua) is `qu`."""
    try:
        return min(langcodes.tag_distance(said, language), langcodes.tag_distance(language, said)) < _NEIGHBOURS
    except (ValueError, LookupError):
        return said == language


def read_paws(row: FileRow, _language: str) -> Mapping[str, Any]:
    """Two sentences: does the second say what the first says?"""
    values = row.values
    return {
        **about(row, "id"),
        "task": "paraphrase",
        "context": text_in(values, "sentence1"),
        "question": text_in(values, "sentence2"),
        "choices": list(_PAWS),
        "answer": index_of(values.get("label"), _PAWS),
        "origin": "human",
    }
