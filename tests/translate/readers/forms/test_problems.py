from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.translate.readers.forms.cells import number_in
from tests.translate.readers.making import items_in, lines, table_of

WORKED = {"question": "Ana has 2 hens and buys 3. How many has she?", "answer": "She has 2+3=<<2+3=5>>5 hens.\n#### 5"}


def test_gsm8k_ends_its_worked_solution_with_the_number(tmp_path: Path) -> None:
    table = table_of(tmp_path, "train.jsonl", lines(WORKED))
    [item] = items_in(table)
    assert (item.solution, item.reference) == ("She has 2+3=<<2+3=5>>5 hens.", "5")
    assert (item.task, item.split, item.choices) == ("problem", "train", ())
    assert table.manifest.notes["form"] == "gsm8k"


def test_mgsm_is_a_table_without_a_header(tmp_path: Path) -> None:
    text = 'Luis tiene "mil" soles y gasta 200. ¿Cuánto queda?\t800\n¿Cuánto es 1 125 + 1 000?\t2,125\n'
    table = table_of(tmp_path, "mgsm_es.tsv", text, language="es")
    first, second = items_in(table)
    assert (first.question, first.reference, first.number) == (
        'Luis tiene "mil" soles y gasta 200. ¿Cuánto queda?',
        "800",
        "1",
    )
    assert (second.reference, second.number) == ("2125", "2")


def test_mgsm_of_the_hub_has_its_number_in_a_column(tmp_path: Path) -> None:
    row = {"question": "¿Cuánto?", "answer": None, "answer_number": 7, "equation_solution": None}
    [item] = items_in(table_of(tmp_path, "test.jsonl", lines(row)))
    assert (item.reference, item.solution) == ("7", "")


def test_an_answer_without_a_number_is_counted(tmp_path: Path) -> None:
    table = table_of(tmp_path, "x.jsonl", lines(WORKED, WORKED | {"answer": "#### five"}), form="gsm8k")
    assert table.manifest.counts.dropped == {"no-answer": 1}


@pytest.mark.parametrize(
    ("text", "number"),
    [("$80 000", "80000"), ("-3", "-3"), ("1,234.5", "1234.5"), ("0,125", "0.125"), ("12,5", "12.5"), ("50%", "50"),
     ("1\u202f000", "1000"), ("", None), ("1/2", None), ("1.2.3", None), ("−4", "-4")],
)  # fmt: skip
def test_numbers_lose_what_groups_their_digits(text: str, number: str | None) -> None:
    assert number_in(text) == number


@given(st.integers(-(10**15), 10**15), st.sampled_from([",", "\u202f", " ", ""]))
def test_a_whole_number_is_itself_however_it_is_grouped(number: int, sign: str) -> None:
    assert number_in(f"{number:,}".replace(",", sign)) == str(number)


@given(st.text(max_size=40))
def test_what_is_read_as_a_number_is_one(text: str) -> None:
    found = number_in(text)
    assert found is None or float(found) == float(found)
