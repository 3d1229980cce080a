from __future__ import annotations

from pathlib import Path

import pytest

from minga.translate.readers.forms.continuations import clean_wikihow
from tests.translate.readers.making import items_in, lines, table_of

ENDINGS = ["walks away.", "[substeps] pours the water.", "sleeps.", "sings [step] a song."]
JSON = {
    "ind": 24, "activity_label": "Drinking mate", "ctx_a": "[header] How to drink [title] Heat water.",
    "ctx_b": "the host", "ctx": "[header] How to drink [title] Heat water. the host", "split": "val",
    "endings": ENDINGS, "label": "1", "source_id": "wikihow~1",
}  # fmt: skip
TEXT = """\
Drinking mate: How to drink. Heat water. The host
1
walks away.
pours the water.
sleeps.
sings a song.
"""


def test_json_and_text_of_one_hellaswag_question_are_the_same_item(tmp_path: Path) -> None:
    [one] = items_in(table_of(tmp_path, "val.jsonl", lines(JSON)))
    [two] = items_in(table_of(tmp_path, "val.txt", TEXT))
    assert one.id == two.id
    assert one.question == "Drinking mate: How to drink. Heat water. The host"
    assert one.choices == ("walks away.", "pours the water.", "sleeps.", "sings a song.")
    assert (one.answer, one.subject, one.task) == (1, "Drinking mate", "continuation")
    assert (one.number, one.split) == ("24", "validation")
    assert (two.number, two.split, two.subject) == ("1", "validation", "Drinking mate")


def test_a_text_that_ends_early_loses_only_its_last_question(tmp_path: Path) -> None:
    table = table_of(tmp_path, "val.txt", TEXT + "Fishing: He\n0\nswims.\n")
    assert len(items_in(table)) == 1
    assert table.manifest.counts.dropped == {"invalid-row": 1}
    assert [row["id"] for row in table.dropped()] == ["row 2"]


def test_a_question_without_its_label_is_counted(tmp_path: Path) -> None:
    table = table_of(tmp_path, "test.jsonl", lines(JSON, JSON | {"label": "", "ind": 25}))
    assert table.manifest.counts.dropped == {"no-answer": 1}


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("[header] How to dance [title] Listen. [step] Move.", "How to dance. Listen. Move."),
        ("[substeps] Sit down.", "Sit down."),
        ("No marks here.", "No marks here."),
    ],
)
def test_marks_of_wikihow_go_as_the_harness_takes_them_out(text: str, clean: str) -> None:
    assert clean_wikihow(text) == clean


def test_it_is_what_the_harness_does() -> None:
    utils = pytest.importorskip("lm_eval.tasks.hellaswag.utils")
    for text in [JSON["ctx"], *ENDINGS, "a [b] c", "  d [title] e  f"]:
        assert clean_wikihow(str(text)) == utils.preprocess(str(text)).strip()


@pytest.mark.parametrize("asks", ["cause", "effect"])
def test_copa_asks_for_a_cause_or_an_effect(tmp_path: Path, asks: str) -> None:
    row = {
        "premise": "Llovió.", "choice1": "La calle está mojada.", "choice2": "Hay nubes.", "question": asks,
        "label": 1, "idx": 7, "changed": False,
    }  # fmt: skip
    table = table_of(tmp_path, "test.es.jsonl", lines(row), language="es")
    [item] = items_in(table)
    assert (item.question, item.choices, item.answer) == ("Llovió.", ("La calle está mojada.", "Hay nubes."), 1)
    assert (item.task, item.number, item.split) == (asks, "7", "test")
    assert table.manifest.notes["form"] == "copa"
