from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.spreadsheets import csv_text, inert


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", "\ufeff=1"])
def test_what_a_spreadsheet_would_calculate_is_shown(text: str) -> None:
    assert inert(text) == "'" + text


def test_numbers_and_plain_text_stay_as_they_are() -> None:
    assert [inert(value) for value in (-1, 2.5, None, "maíz", "a=b", "")] == [-1, 2.5, None, "maíz", "a=b", ""]


@given(st.lists(st.dictionaries(st.sampled_from("ab"), st.text()), max_size=5))
def test_every_row_is_one_row_and_no_cell_begins_a_formula(rows: list[dict[str, str]]) -> None:
    read = list(csv.DictReader(io.StringIO(csv_text(["a", "b"], rows), newline="")))
    assert len(read) == len(rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in read for cell in row.values())
