from __future__ import annotations

import contextlib
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.errors import InputError
from minga.settings import BenchmarkSettings
from minga.translate.readers.forms.table import FORMS, recognise
from minga.translate.readers.rows import FileRow, Unusable
from tests.translate.readers.making import items_in, lines, table_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
COLUMNS = st.sampled_from(
    ["question", "Question", "choices", "choice1", "choice2", "answer", "answerKey", "answer_number", "A", "B", "C",
     "D", "label", "gold_label", "endings", "query", "ctx", "ctx_a", "ctx_b", "premise", "hypothesis", "sentence1",
     "sentence2", "mc1_targets", "mc2_targets", "correct_answers", "incorrect_answers", "best_answer", "flores_passage",
     "correct_answer_num", "mc_answer1", "prompt", "id", "language", "split", "error_type", "solution", "reference"]
)  # fmt: skip


def test_every_form_can_be_named_in_the_settings() -> None:
    names = set(get_args(BenchmarkSettings.model_fields["form"].annotation))
    assert names == {"auto", *FORMS}


@pytest.mark.parametrize("form", FORMS)
@given(values=st.dictionaries(COLUMNS, VALUES, max_size=8))
def test_no_row_is_more_than_unusable(form: str, values: dict[str, object]) -> None:
    recognise(values)
    with contextlib.suppress(Unusable):
        made = FORMS[form].read(FileRow("row 1", "1", values, "file"), "es")
        assert "question" in made or form == "items"


def test_a_form_given_by_hand_wins(tmp_path: Path) -> None:
    row = {"question": "2 + 2?", "choices": ["3", "4"], "answer": 1}
    assert items_in(table_of(tmp_path, "a.jsonl", lines(row)))[0].task == ""
    assert items_in(table_of(tmp_path, "b.jsonl", lines(row), form="mmlu"))[0].task == "exam"


def test_an_unknown_form_says_which_columns_it_saw(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no known form") as caught:
        table_of(tmp_path, "x.jsonl", lines({"colour": "red", "size": 3}))
    assert "its columns are colour, size" in str(caught.value)
    assert "form = one of" in str(caught.value)
