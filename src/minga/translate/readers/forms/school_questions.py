"""ARC and OpenBookQA: a stem, labelled choices, the label of the right one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.translate.readers.forms.cells import about, text_in, texts_in
from minga.translate.readers.rows import FileRow, Unusable

__all__ = ["read_arc"]


def read_arc(row: FileRow, _language: str) -> Mapping[str, Any]:
    """Both layouts: AI2's, where the question holds its choices, and the Hub's, where texts and labels are lists.

    Some questions are labelled 1 to 4: the answer counts by its place among the labels.
    """
    values = row.values
    asked = values.get("question")
    if isinstance(asked, dict):
        stem, given = text_in(asked, "stem"), asked.get("choices")
    else:
        stem, given = text_in(values, "question", "question_stem"), values.get("choices")
    choices, labels = _choices(given)
    return {
        **about(row, "id"),
        "task": "question",
        "question": stem,
        "choices": choices,
        "answer": _answer(values.get("answerKey"), labels),
        "origin": "exam",
    }


def _choices(given: Any) -> tuple[list[str], list[str]]:
    if isinstance(given, list) and all(isinstance(one, dict) for one in given):
        given = {"text": [one.get("text") for one in given], "label": [one.get("label") for one in given]}
    if not isinstance(given, dict):
        raise Unusable("unreadable-choices", f"choices: {given!r}"[:200])
    texts, labels = texts_in(given, "text"), texts_in(given, "label")
    if len(texts) != len(labels) or len(set(labels)) != len(labels):
        raise Unusable("unreadable-choices", f"{len(texts)} choices with the labels {', '.join(labels)}")
    return texts, labels


def _answer(key: Any, labels: list[str]) -> int:
    text = str(key if key is not None else "").strip()
    size = len(labels)
    # some keys are numbers where the labels are letters, or the reverse
    for names in (labels, list("ABCDE")[:size], list("12345")[:size]):
        if text in names:
            return names.index(text)
    raise Unusable("no-answer", f"{text or 'nothing'} is not one of {', '.join(labels)}")
