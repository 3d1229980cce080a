"""HellaSwag, COPA and XCOPA: which text goes on where another ends."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from minga.translate.readers.forms.cells import about, index_of, text_in, texts_in
from minga.translate.readers.rows import FileRow, Unusable

__all__ = ["clean_wikihow", "read_copa", "read_hellaswag"]

_BRACKETED = re.compile(r"\[.*?\]")
_ENDINGS = 4
_LONGEST_ACTIVITY = 60


def clean_wikihow(text: str) -> str:
    """`text` without the marks of WikiHow's pages, as lm-evaluation-harness takes them out.

    >>> clean_wikihow("Relationships: [header] How to dance [title] Listen.")
    'Relationships: How to dance. Listen.'
    """
    text = text.strip().replace(" [title]", ". ")
    return _BRACKETED.sub("", text).replace("  ", " ").strip()


def read_hellaswag(row: FileRow, _language: str) -> Mapping[str, Any]:
    """HellaSwag's JSON Lines, and its text form of six lines a question.

    What is to be continued begins with its activity (`Canoeing: Two women …`), as the harness shows it; the activity
    is the item's subject.
    """
    values = row.values
    activity, query = _query(values)
    endings = [clean_wikihow(ending) for ending in texts_in(values, "endings")]
    if len(endings) < 2 or ("query" in values and len(endings) != _ENDINGS):
        raise Unusable("invalid-row", f"{len(endings)} endings")
    if not all(endings):
        raise Unusable("empty-choice", f"endings[{endings.index('')}]: only marks")
    return {
        **about(row, "ind"),
        "task": "continuation",
        "subject": activity,
        "question": query,
        "choices": endings,
        "answer": index_of(values.get("label"), [str(place) for place in range(len(endings))]),
        "origin": "human",
    }


def _query(values: Mapping[str, Any]) -> tuple[str, str]:
    """The activity and the whole text before the endings."""
    if "query" in values:
        query = clean_wikihow(text_in(values, "query"))
        activity, colon, _ = query.partition(": ")
        return (activity if colon and len(activity) <= _LONGEST_ACTIVITY else ""), query
    if values.get("ctx_a") is not None:
        begun = str(values.get("ctx_b") or "")
        context = f"{values['ctx_a']} {begun.capitalize()}".strip()
    else:
        context = text_in(values, "ctx")
    if not context:
        raise Unusable("invalid-row", "ctx: is empty")
    activity = str(values.get("activity_label") or "").strip()
    return activity, clean_wikihow(f"{activity}: {context}" if activity else context)


def read_copa(row: FileRow, _language: str) -> Mapping[str, Any]:
    """COPA and XCOPA: a premise, and which of two sentences is its cause or its effect."""
    values = row.values
    asks = str(values.get("question") or values.get("asks-for") or "").strip().lower()
    if asks not in {"cause", "effect"}:
        raise Unusable("invalid-row", f"question: {asks or 'nothing'} is neither cause nor effect")
    return {
        **about(row, "idx", "id"),
        "task": asks,
        "question": text_in(values, "premise"),
        "choices": [text_in(values, "choice1"), text_in(values, "choice2")],
        "answer": index_of(values.get("label"), ("0", "1")),
        "origin": "human",
    }
