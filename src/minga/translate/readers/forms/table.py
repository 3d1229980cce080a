"""Every form: its name, and how a file of it is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from minga.translate.readers.forms.continuations import read_copa, read_hellaswag
from minga.translate.readers.forms.exams import read_belebele, read_mmlu_row
from minga.translate.readers.forms.items import ITEM_FIELDS, read_item
from minga.translate.readers.forms.problems import answer_of, read_problem
from minga.translate.readers.forms.prompts import read_prompt
from minga.translate.readers.forms.school_questions import read_arc
from minga.translate.readers.forms.sentence_pairs import read_nli, read_paws
from minga.translate.readers.forms.truthfulness import read_mc1, read_mc2, read_written
from minga.translate.readers.rows import RowReader, Unusable

__all__ = ["FORMS", "Form", "recognise"]

_MMLU = {"question", "subject", "choices", "answer"}

Fits = Callable[[Mapping[str, Any]], bool]


@dataclass(frozen=True)
class Form:
    """One layout of a benchmark's rows."""

    name: str
    read: RowReader
    fits: Fits
    """Whether a row's columns are those of this form."""


def _has(*names: str) -> Fits:
    return lambda row: all(name in row for name in names)


def _is_item(row: Mapping[str, Any]) -> bool:
    """Minga's own fields; MMLU and GSM8K have some of them too."""
    own = "question" in row and row.keys() <= ITEM_FIELDS and not isinstance(row.get("answer"), str)
    return own and not _is_mmlu_of_the_hub(row)


def _is_mmlu_of_the_hub(row: Mapping[str, Any]) -> bool:
    choices = row.get("choices")
    return row.keys() == _MMLU and isinstance(choices, list) and len(choices) == 4


def _is_arc(row: Mapping[str, Any]) -> bool:
    return "answerKey" in row and (isinstance(row.get("question"), dict) or {"question", "choices"} <= row.keys())


def _is_openbookqa(row: Mapping[str, Any]) -> bool:
    return "answerKey" in row and ("question_stem" in row or "fact1" in row)


def _is_mmlu(row: Mapping[str, Any]) -> bool:
    lettered = {"A", "B", "C", "D"} <= row.keys()
    question = "question" in row or "Question" in row
    return question and ("answer" in row or "Answer" in row) and (lettered or "choices" in row)


def _is_problem(row: Mapping[str, Any]) -> bool:
    try:
        return "question" in row and bool(answer_of(row))
    except Unusable:
        return False


def _is_nli(row: Mapping[str, Any]) -> bool:
    named = {"premise", "hypothesis"} <= row.keys() and ("label" in row or "gold_label" in row)
    return named or {"sentence1", "sentence2", "gold_label"} <= row.keys()


def _is_written(row: Mapping[str, Any]) -> bool:
    return {"correct_answers", "incorrect_answers"} <= row.keys() or {"Correct Answers", "Best Answer"} <= row.keys()


_FORMS = (
    Form("items", read_item, _is_item),
    Form("truthfulqa", read_mc1, _has("mc1_targets")),
    Form("truthfulqa-mc2", read_mc2, _has("mc2_targets")),
    Form("truthfulqa-generation", read_written, _is_written),
    Form("belebele", read_belebele, _has("flores_passage", "correct_answer_num")),
    Form("hellaswag", read_hellaswag, _has("endings", "label")),
    Form("openbookqa", read_arc, _is_openbookqa),
    Form("arc", read_arc, _is_arc),
    Form("copa", read_copa, _has("premise", "choice1", "choice2")),
    Form("xnli", read_nli, _is_nli),
    Form("paws", read_paws, _has("sentence1", "sentence2", "label")),
    Form("mmlu", read_mmlu_row, _is_mmlu),
    Form("gsm8k", read_problem, _is_problem),
    Form("mgsm", read_problem, lambda _row: False),
    Form("prompts", read_prompt, lambda row: isinstance(row.get("prompt"), str) and "answer" not in row),
)
FORMS: Mapping[str, Form] = {form.name: form for form in _FORMS}
"""By the name that `form` has in `minga.toml`, in the order in which they are tried; MGSM is read as GSM8K."""


def recognise(row: Mapping[str, Any]) -> Form | None:
    """The first form that the row fits; None where it fits none."""
    return next((form for form in _FORMS if form.fits(row)), None)
