"""GSM8K and MGSM: problems in words whose answer is a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.translate.readers.forms.cells import about, number_in, text_in
from minga.translate.readers.rows import FileRow, Unusable

__all__ = ["answer_of", "read_problem"]

_MARK = "####"


def read_problem(row: FileRow, _language: str) -> Mapping[str, Any]:
    """GSM8K's JSON Lines, whose answer is a worked solution that ends in `#### 18`, and MGSM's pairs of question and
    number. The number stands as `reference`, its digits ungrouped."""
    values = row.values
    solution, number = answer_of(values)
    return {
        **about(row, "id"),
        "task": "problem",
        "question": text_in(values, "question"),
        "solution": solution,
        "reference": number,
        "origin": "human",
    }


def answer_of(values: Mapping[str, Any]) -> tuple[str, str]:
    """The worked solution, which may be empty, and the number. Raises Unusable `no-answer` without a number."""
    answer = values.get("answer")
    text = str(answer) if isinstance(answer, str | int | float) else ""
    solution, mark, last = text.rpartition(_MARK)
    given = values.get("answer_number")
    number = number_in(str(given if given is not None else last))
    if number is None:
        raise Unusable("no-answer", text[-200:])
    worked = solution if mark else text if given is not None else ""
    return worked.strip(), number.removesuffix(".0")
