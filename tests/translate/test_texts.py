from __future__ import annotations

import pytest

from minga.records import BenchmarkItem
from minga.translate.texts import texts_of, values_from

SHARED = {"benchmark": "b", "language": "en", "origin": "human", "licence": "MIT"}
ITEMS = {
    "choices": {"context": "A passage.", "question": "Who?", "choices": ["Ana", "Luis"], "answer": 1},
    "problem": {"question": "2 + 2?", "solution": "2 + 2 = 4", "reference": "4", "task": "problem"},
    "labels": {
        "context": "It rains.", "question": "It is wet.", "choices": ["entailment", "neutral", "contradiction"],
        "answer": 0, "task": "entailment",
    },
    "written": {"question": "Why?", "reference": "Because."},
}  # fmt: skip


def item(name: str) -> BenchmarkItem:
    return BenchmarkItem.model_validate(SHARED | ITEMS[name])


@pytest.mark.parametrize("name", ITEMS)
def test_texts_come_back_into_their_fields(name: str) -> None:
    before = item(name)
    texts = {field: text.upper() for field, text in texts_of(before).items()}
    after = before.edited(**values_from(before, texts))
    assert texts_of(after) == texts


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("choices", ["context", "question", "choices[0]", "choices[1]"]),
        ("problem", ["question", "solution"]),
        ("labels", ["context", "question"]),
        ("written", ["question", "reference"]),
    ],
)
def test_what_is_the_same_in_every_language_is_no_text(name: str, fields: list[str]) -> None:
    assert list(texts_of(item(name))) == fields
