from __future__ import annotations

from pathlib import Path

import pytest

from tests.translate.readers.making import items_in, lines, table_of

CHOICES = {"text": ["wood", "iron", "wool"], "label": ["A", "B", "C"]}
HUB = {"id": "Mercury_7", "question": "Which conducts best?", "choices": CHOICES, "answerKey": "B"}
AI2 = {
    "id": "Mercury_7",
    "question": {
        "stem": "Which conducts best?",
        "choices": [{"text": text, "label": label} for text, label in zip(CHOICES["text"], "ABC", strict=True)],
    },
    "answerKey": "B",
}


@pytest.mark.parametrize("row", [HUB, AI2], ids=["of the Hub", "of AI2"])
def test_both_layouts_of_arc_are_the_same_item(tmp_path: Path, row: dict[str, object]) -> None:
    table = table_of(tmp_path, "ARC-Challenge-Test.jsonl", lines(row))
    [item] = items_in(table)
    assert (item.question, item.choices, item.answer) == ("Which conducts best?", ("wood", "iron", "wool"), 1)
    assert (item.number, item.split, item.task) == ("Mercury_7", "test", "question")
    assert table.manifest.notes["form"] == "arc"


@pytest.mark.parametrize(
    ("labels", "key", "answer"), [("123", "3", 2), ("ABC", "3", 2), ("123", "C", 2), ("BCD", "C", 1)]
)
def test_labels_may_be_numbers(tmp_path: Path, labels: str, key: str, answer: int) -> None:
    row = HUB | {"choices": CHOICES | {"label": list(labels)}, "answerKey": key}
    [item] = items_in(table_of(tmp_path, "arc.jsonl", lines(row)))
    assert item.answer == answer


def test_a_key_that_names_no_choice_is_counted(tmp_path: Path) -> None:
    table = table_of(tmp_path, "arc.jsonl", lines(HUB, HUB | {"answerKey": "E"}, HUB | {"choices": ["x"]}))
    assert table.manifest.counts.dropped == {"no-answer": 1, "unreadable-choices": 1}


def test_openbookqa_calls_its_stem_otherwise(tmp_path: Path) -> None:
    row = {"id": "8-3", "question_stem": "Iron is", "choices": CHOICES, "answerKey": "B"}
    table = table_of(tmp_path, "test.jsonl", lines(row))
    [item] = items_in(table)
    assert (item.question, item.choices[item.answer or 0], item.number) == ("Iron is", "iron", "8-3")
    assert table.manifest.notes["form"] == "openbookqa"
