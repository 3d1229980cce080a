from __future__ import annotations

from typing import Any

import pytest

from minga.community.models import Item
from minga.errors import CommunityError
from minga.review.fields import apply_edits, clean_edits, fields_of

SHARED = {"benchmark": "b", "language": "es", "origin": "translated", "licence": "MIT"}
PROBLEM = {"question": "¿2 + 2?", "solution": "2 y 2 son 4.", "reference": "4", "task": "problem"}
NLI = {
    "context": "Llueve.", "question": "Hace sol.", "choices": ["entailment", "neutral", "contradiction"], "answer": 2,
    "task": "entailment",
}  # fmt: skip
SEVERAL = {"question": "¿Qué pasa?", "choices": ["Nada", "Todo", "Poco"], "answer": 0, "answers": [0, 2]}


def payload(row: dict[str, Any]) -> dict[str, Any]:
    return {"record": SHARED | row}


def test_a_worked_solution_is_read_before_the_answer_and_may_be_edited() -> None:
    names = [field.name for field in fields_of("validate-translation", payload(PROBLEM))]
    assert names == ["question", "solution", "reference"]
    edited = apply_edits(payload(PROBLEM), {"solution": "Dos y dos son 4."})
    assert edited.model_dump()["solution"] == "Dos y dos son 4."
    assert edited.parents == (apply_edits(payload(PROBLEM), {}).id,)


def test_names_of_labels_are_read_and_not_edited() -> None:
    fields = {field.name: field.editable for field in fields_of("validate-translation", payload(NLI))}
    assert fields == {
        "context": True, "question": True, "choices[0]": False, "choices[1]": False, "choices[2]": False,
    }  # fmt: skip
    with pytest.raises(CommunityError, match="no such text"):
        clean_edits("validate-translation", Item(payload=payload(NLI)), {"choices[0]": "implicación"})


def test_all_right_choices_are_marked() -> None:
    fields = fields_of("validate-translation", payload(SEVERAL))
    assert [field.name for field in fields if field.is_key] == ["choices[0]", "choices[2]"]
