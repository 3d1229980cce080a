from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.translate.readers.making import items_in, lines, table_of

AUTHORS = """\
Which river flows through Zaragoza?,Ebro,Tajo,Duero,Turia,A
"Which of these is a fruit, not a root?","beet, red",carrot,quince,turnip,C
"""
HUB = {
    "question": "Which river flows through Lisbon?",
    "subject": "geography",
    "choices": ["Ebro", "Tajo", "Duero", "Po"],
}
REDUX = """\
question;choices;answer;error_type;source;correct_answer;potential_reason
How many legs has an ant?;['Six', "Eight, as a spider's", 'Ten', 'Four'];0;OK;a book;;
How many wings has a fly?;['Six', 'Four', 'Eight', 'Ten'];1;No correct answer;a book;2;two
Which is red?;['Grass', 'Blood', 'Snow', 'Milk'];1;bad_question_clarity;a book;;
Which is worst?;[broken;1;ok;a book;;
"""


def test_mmlu_of_its_authors_has_no_header(tmp_path: Path) -> None:
    table = table_of(tmp_path, "geography_test.csv", AUTHORS)
    first, second = items_in(table)
    assert (first.question, first.choices) == (
        "Which river flows through Zaragoza?",
        ("Ebro", "Tajo", "Duero", "Turia"),
    )
    assert (first.answer, first.subject, first.split, first.number) == (0, "geography", "test", "1")
    assert (second.choices[0], second.answer, second.task, second.origin) == ("beet, red", 2, "exam", "exam")
    assert table.manifest.notes["form"] == "mmlu"


def test_several_files_are_one_benchmark_with_a_subject_each(tmp_path: Path) -> None:
    (tmp_path / "mmlu").mkdir()
    (tmp_path / "mmlu" / "botany_test.csv").write_text(AUTHORS.replace("river", "plant"), encoding="utf-8")
    (tmp_path / "mmlu" / "geography_test.csv").write_text(AUTHORS, encoding="utf-8")
    from minga.translate import source_items
    from minga.workspace import Workspace
    from tests.translate.readers.making import settings

    table = source_items(settings("mmlu/*_test.csv"), tmp_path, Workspace(tmp_path / "data", tmp_path / ".minga"))
    numbers = {item.number: item.subject for item in items_in(table)}
    assert numbers["botany_test/1"] == "botany"
    assert numbers["geography_test/1"] == "geography"
    assert table.manifest.counts.dropped == {"duplicate": 1}


@pytest.mark.parametrize("answer", [1, "B", "1"])
def test_mmlu_of_the_hub_names_its_answer_by_place_or_letter(tmp_path: Path, answer: object) -> None:
    [item] = items_in(table_of(tmp_path, "test.jsonl", lines(HUB | {"answer": answer})))
    assert (item.answer, item.subject, item.task, item.split) == (1, "geography", "exam", "test")


def test_parquet_is_read_as_the_same_rows(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist([HUB | {"answer": 1}]), tmp_path / "rows.parquet")
    table = table_of(tmp_path, "test.parquet", (tmp_path / "rows.parquet").read_bytes())
    [item] = items_in(table)
    assert item.id == items_in(table_of(tmp_path, "test.jsonl", lines(HUB | {"answer": 1})))[0].id
    assert table.manifest.notes == {"form": "mmlu", "fields": ["answer", "choices", "question", "subject"]}


def test_mmlu_redux_keeps_what_experts_found(tmp_path: Path) -> None:
    table = table_of(tmp_path, "biology.csv", REDUX)
    assert [(item.error_type, item.subject) for item in items_in(table)] == [
        ("ok", "biology"),
        ("no_correct_answer", "biology"),
        ("bad_question_clarity", "biology"),
    ]
    assert items_in(table)[0].choices[1] == "Eight, as a spider's"
    [left] = table.dropped()
    assert (left["id"], left["reason"]) == ("row 4", "unreadable-choices")


def test_choices_of_mmlu_redux_are_read_and_not_run(tmp_path: Path) -> None:
    bad = "question;choices;answer;error_type\nWhat?;[__import__('os').getcwd(), 'b'];0;ok\nWhy?;['a', 'b'];1;ok\n"
    table = table_of(tmp_path, "x.csv", bad)
    assert table.manifest.counts.dropped == {"unreadable-choices": 1}


def test_belebele_has_a_passage_and_counts_from_one(tmp_path: Path) -> None:
    row = {
        "link": "https://example.org/mate", "question_number": 2, "flores_passage": "El mate se toma en ronda.",
        "question": "¿Cómo se toma?", "mc_answer1": "Solo", "mc_answer2": "En ronda", "mc_answer3": "De pie",
        "mc_answer4": "Nunca", "correct_answer_num": "2", "dialect": "spa_Latn", "ds": "2023-05-03",
    }  # fmt: skip
    [item] = items_in(table_of(tmp_path, "spa_Latn.jsonl", lines(row), language="es"))
    assert (item.context, item.question, item.choices[item.answer or 0]) == (
        "El mate se toma en ronda.",
        "¿Cómo se toma?",
        "En ronda",
    )
    assert (item.number, item.task) == ("https://example.org/mate#2", "exam")
