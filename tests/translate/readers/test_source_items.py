from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from minga.errors import InputError, NothingToDo
from minga.records import BenchmarkItem, rows_of
from minga.settings import BenchmarkSettings
from minga.tables import Table
from minga.translate import source_items
from minga.translate.readers import rows_in_order
from minga.translate.readers.mmlu import split_choices
from minga.translate.readers.sampling import spread
from minga.workspace import Workspace


def settings(path: str = "items.jsonl", **changes: object) -> BenchmarkSettings:
    return BenchmarkSettings.model_validate({"name": "trivia", "path": path, "licence": "CC-BY-4.0"} | changes)


def read(root: Path, benchmark: BenchmarkSettings, text: str | bytes | None = None) -> Table:
    if text is not None:
        (root / benchmark.path).write_bytes(text.encode() if isinstance(text, str) else text)
    return source_items(benchmark, root, Workspace(root / "data", root / ".minga"))


def items(table: Table) -> list[BenchmarkItem]:
    return [item for batch in table.batches() for item in rows_of(batch, BenchmarkItem)]


def lines(*rows: object) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


QUESTION = {"question": "What do bees make?", "choices": ["Honey", "Milk"], "answer": 0}


def test_lines_of_items_take_what_they_do_not_say_from_the_settings(tmp_path: Path) -> None:
    table = read(tmp_path, settings(source="a book", language="en-GB"), lines(QUESTION | {"subject": "animals"}))
    (item,) = items(table)
    assert (item.benchmark, item.subject, item.language) == ("trivia", "animals", "en-GB")
    assert (item.licence, item.source, item.origin) == ("CC-BY-4.0", "a book", "human")
    assert item.choices[item.answer or 0] == "Honey"


def test_items_that_minga_wrote_can_be_read_again(tmp_path: Path) -> None:
    (first,) = items(read(tmp_path, settings(), lines(QUESTION)))
    (second,) = items(read(tmp_path, settings("again.jsonl"), first.model_dump_json() + "\n"))
    assert second == first


def test_rows_that_make_no_item_leave_with_their_place_and_reason(tmp_path: Path) -> None:
    bad = "{nonsense\n" + lines(QUESTION | {"answer": 7}, QUESTION | {"colour": 1}, [1], {"question": "Why?"})
    table = read(tmp_path, settings(form="items"), bad + lines(QUESTION, QUESTION))
    dropped = [(row["id"], row["reason"]) for row in table.dropped()]
    assert dropped[:5] == [
        ("row 1", "invalid-json"),
        ("row 2", "invalid-row"),
        ("row 3", "invalid-row"),
        ("row 4", "invalid-row"),
        ("row 5", "invalid-row"),
    ]
    assert [reason for _, reason in dropped[5:]] == ["duplicate"]
    assert table.manifest.counts.rows_in == 7


def test_a_generative_item_has_a_reference_instead_of_choices(tmp_path: Path) -> None:
    (item,) = items(read(tmp_path, settings(), lines({"question": "2 + 2?", "reference": "4"})))
    assert item.choices == ()
    assert item.reference == "4"


def truthfulqa(number: int, choices: int = 4) -> dict[str, object]:
    return {
        "id": number,
        "question": f"Question {number}?",
        "category": ["Law", "Health", "Weather"][number % 3],
        "mc1_targets": {
            "choices": [f"choice {index} of {number}" for index in range(choices)],
            "labels": [1] + [0] * (choices - 1),
        },
    }


def test_truthfulqa_answers_do_not_all_stand_first(tmp_path: Path) -> None:
    table = read(tmp_path, settings("tqa.json"), json.dumps([truthfulqa(number) for number in range(200)]))
    answers = Counter(item.answer for item in items(table))
    assert set(answers) == {0, 1, 2, 3}
    assert max(answers.values()) < 80
    assert all(item.choices[item.answer or 0].startswith("choice 0 of") for item in items(table))
    assert table.manifest.notes["form"] == "truthfulqa"


def test_choices_of_two_languages_of_one_benchmark_come_in_the_same_order(tmp_path: Path) -> None:
    english = [truthfulqa(number) for number in range(1, 9)]
    spanish = json.loads(json.dumps(english).replace("choice ", "elección ").replace("Question", "Pregunta"))
    one = {item.question[-2]: item for item in items(read(tmp_path, settings("en.json"), json.dumps(english)))}
    two = {item.question[-2]: item for item in items(read(tmp_path, settings("es.json"), json.dumps(spanish)))}
    for number, item in one.items():
        assert [text.replace("choice ", "elección ") for text in item.choices] == list(two[number].choices)


@pytest.mark.parametrize("labels", [[1, 1], [0, 0], [1], [1, 2]])
def test_truthfulqa_needs_exactly_one_right_answer(tmp_path: Path, labels: list[int]) -> None:
    broken = truthfulqa(2, 2) | {"mc1_targets": {"choices": ["a", "b"], "labels": labels}}
    table = read(tmp_path, settings("tqa.json"), json.dumps([truthfulqa(1), broken]))
    (left,) = table.dropped()
    assert left["id"] == "row 2"
    assert left["reason"] == ("invalid-row" if len(labels) == 1 else "no-single-answer")


def test_a_limit_is_spread_over_subjects_and_counted(tmp_path: Path) -> None:
    rows = json.dumps([truthfulqa(number) for number in range(30)])
    table = read(tmp_path, settings("tqa.json", limit=7), rows)
    assert sorted(Counter(item.subject for item in items(table)).values()) == [2, 2, 3]
    assert table.manifest.counts.dropped == {"over-limit": 23}


@hypothesis_settings(deadline=None)
@given(st.lists(st.integers(0, 3), max_size=40), st.integers(1, 50), st.integers(0, 10))
def test_a_larger_limit_only_adds(subjects: list[int], limit: int, more: int) -> None:
    made = [
        BenchmarkItem(
            benchmark="b", question=f"{number}?", reference="r", subject=f"s{subject}", language="en", origin="human",
            licence="MIT",
        )
        for number, subject in enumerate(subjects)
    ]  # fmt: skip
    few, many = spread(made, limit), spread(made, limit + more)
    assert many[: len(few)] == few
    assert len(few) == min(limit, len(made))
    assert spread(reversed(made), limit) == few


def test_mmlu_is_read_out_of_the_installed_harness(tmp_path: Path) -> None:
    pytest.importorskip("lm_eval")
    table = read(tmp_path, settings("lm-eval:mmlu", name="mmlu"))
    counts = table.manifest.counts
    assert counts.rows_in == 282
    assert counts.dropped == {"damaged-text": 1, "duplicate": 1}
    by_question = {item.question: item for item in items(table)}
    field = by_question["Find all c in Z_3 such that Z_3[x]/(x^2 + c) is a field."]
    assert (field.choices, field.answer, field.subject) == (("0", "1", "2", "3"), 1, "abstract_algebra")
    assert field.origin == "exam"
    assert len({item.subject for item in items(table)}) == 57


def test_a_stem_may_speak_of_letters_itself() -> None:
    text = "Compare (A) and (B).\n(A) The first (B) Both of (A) and so on"
    assert split_choices(text) is None
    assert split_choices("Compare (A) and (B).\n(A) The first (B) The other") == (
        "Compare (A) and (B).",
        ["The first", "The other"],
    )
    assert split_choices("No letters here") is None
    assert split_choices("One\n(A) only") is None


@pytest.mark.parametrize(
    ("path", "content", "says"),
    [
        ("absent.jsonl", None, "no such file"),
        ("lm-eval:arc", None, "lm-eval carries no such questions"),
        ("list.json", "[1, 2", "not JSON"),
        ("latin.jsonl", '{"question": "\xf1"}\n'.encode("latin-1"), "not UTF-8"),
        ("table.csv", "question,answer\n", "no known form"),
    ],
)
def test_a_file_that_cannot_be_used_gives_one_clear_line(
    tmp_path: Path, path: str, content: str | bytes | None, says: str
) -> None:
    with pytest.raises(InputError, match=says) as caught:
        read(tmp_path, settings(path), content)
    assert path in str(caught.value)


@pytest.mark.parametrize("content", ["", "\n\n", "[]", '{"question": "Why?"}\n'])
def test_a_benchmark_without_a_usable_question_says_so(tmp_path: Path, content: str) -> None:
    with pytest.raises(NothingToDo):
        read(tmp_path, settings(), content)


def test_the_same_file_elsewhere_is_the_same_benchmark(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    first = read(tmp_path, settings("items.jsonl"), lines(QUESTION))
    second = read(tmp_path, settings("sub/items.jsonl"), lines(QUESTION))
    assert (second.state, second.content) == ("unchanged", first.content)
    assert read(tmp_path, settings("sub/items.jsonl", to=("es",))).state == "unchanged"


def test_files_can_be_read_without_making_a_table(tmp_path: Path) -> None:
    (tmp_path / "items.jsonl").write_text(lines(QUESTION, {"question": "Why?"}), encoding="utf-8")
    item, left = rows_in_order(settings(), tmp_path)
    assert isinstance(item, BenchmarkItem)
    assert not isinstance(left, BenchmarkItem)
    assert (left.place, left.reason) == ("row 2", "invalid-row")
