from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.evaluate.kept_answers import KeptAnswers, request_key


def kept(path: Path) -> dict[str, object]:
    with KeptAnswers(path) as answers:
        return dict(answers._answers)


def test_answers_are_there_for_the_next_process(tmp_path: Path) -> None:
    path = tmp_path / "model" / "task.jsonl"
    with KeptAnswers(path) as answers:
        answers.add("a", [-0.1, True])
        answers.add("b", "Asunción")
        assert "a" in answers
        assert "c" not in answers
    with KeptAnswers(path) as answers:
        assert (answers["a"], answers["b"]) == ([-0.1, True], "Asunción")


def test_an_answer_is_on_the_disk_as_soon_as_it_is_added(tmp_path: Path) -> None:
    with KeptAnswers(tmp_path / "t") as answers:
        answers.add("a", 1.0)
        assert (tmp_path / "t").read_text(encoding="utf-8") == '["a", 1.0]\n'


def test_without_an_answer_there_is_no_file(tmp_path: Path) -> None:
    with KeptAnswers(tmp_path / "t"):
        pass
    assert not (tmp_path / "t").exists()


def test_the_first_answer_counts(tmp_path: Path) -> None:
    with KeptAnswers(tmp_path / "t") as answers:
        answers.add("a", 1.0)
        answers.add("a", 2.0)
    assert kept(tmp_path / "t") == {"a": 1.0}


@pytest.mark.parametrize("cut", range(24))
def test_whatever_a_kill_cuts_off_the_rest_is_read_and_goes_on(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "t"
    with KeptAnswers(path) as answers:
        answers.add("first", "uno")
        answers.add("second", "dos")
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - cut])
    with KeptAnswers(path) as answers:
        answers.add("third", "tres")
    found = kept(path)
    assert found["third"] == "tres"
    assert found.items() <= {"first": "uno", "second": "dos", "third": "tres"}.items()
    assert cut > 17 or found["first"] == "uno"


@given(st.floats(allow_nan=False))
def test_numbers_come_back_to_the_last_bit(number: float) -> None:
    assert json.loads(json.dumps(number)) == number


def test_a_request_goes_by_its_kind_and_content() -> None:
    one = request_key("loglikelihood", ("¿Qué?", " Nada"))
    assert one == request_key("loglikelihood", ["¿Qué?", " Nada"])
    assert one != request_key("loglikelihood", ("¿Qué", "? Nada"))
    assert one != request_key("generate_until", ("¿Qué?", " Nada"))
    assert request_key("generate_until", ("x", {"a": 1, "b": 2})) == request_key(
        "generate_until", ("x", {"b": 2, "a": 1})
    )
