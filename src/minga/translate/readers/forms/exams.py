"""MMLU and its kin: a stem, choices with letters, the letter or number of the right one."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

from minga.translate.readers.forms.cells import about, index_of, text_in, texts_in
from minga.translate.readers.rows import FileRow, Unusable

__all__ = ["read_belebele", "read_mmlu_row"]

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST = 100_000
_SPLIT_ENDING = re.compile(r"_(?:test|dev|val|validation|train)$")


def read_mmlu_row(row: FileRow, _language: str) -> Mapping[str, Any]:
    """MMLU as its authors' CSV has it (question, A, B, C, D, answer), the Hub's rows, and MMLU-Redux.

    The subject is what the row says, else that which the file is named after. MMLU-Redux writes its choices as a Python
    list, and what experts found wrong with the question into `error_type`.
    """
    values = row.values
    choices = _choices(values)
    return {
        **about(row, "id", "question_id"),
        "task": "exam",
        "subject": str(values.get("subject") or values.get("Subject") or _subject(row)),
        "question": text_in(values, "question", "Question"),
        "choices": choices,
        "answer": index_of(values.get("answer", values.get("Answer")), _LETTERS[: len(choices)]),
        "error_type": re.sub(r"\W+", "_", str(values.get("error_type") or "").strip().lower()),
        "origin": "exam",
    }


def _subject(row: FileRow) -> str:
    one_a_file = "A" in row.values or "error_type" in row.values
    return _SPLIT_ENDING.sub("", row.stem) if one_a_file else ""


def _choices(values: Mapping[str, Any]) -> list[str]:
    found = values.get("choices")
    if found is None:
        return [text_in(values, letter) for letter in "ABCD"]
    return texts_in({"choices": _python_list(found) if isinstance(found, str) else found}, "choices")


def _python_list(text: str) -> Any:
    """`['a', "b"]` as it stands in MMLU-Redux; nothing is run."""
    if len(text) > _LONGEST:
        raise Unusable("unreadable-choices", f"{len(text)} characters")
    try:
        return ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        raise Unusable("unreadable-choices", text) from error


def read_belebele(row: FileRow, _language: str) -> Mapping[str, Any]:
    """Belebele: a passage, a question, four answers, and the right one's number from 1."""
    values = row.values
    link, number = str(values.get("link") or ""), str(values.get("question_number") or "")
    return {
        **about(row),
        **({"number": f"{link}#{number}"} if link and number else {}),
        "task": "exam",
        "context": text_in(values, "flores_passage"),
        "question": text_in(values, "question"),
        "choices": [text_in(values, f"mc_answer{place}") for place in range(1, 5)],
        "answer": index_of(values.get("correct_answer_num"), ("1", "2", "3", "4")),
        "origin": "human",
    }
