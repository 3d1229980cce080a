from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.evaluate.judge.rubric import rubric_for
from minga.evaluate.judge.verdicts import Judged, Reading, read_verdict
from minga.llm import Answer, RequestFailed


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ('{"reason": "…", "verdict": "A"}', "first"),
        ('{"reason": "[[B]]", "verdict": "tie"}', "tie"),
        ("La primera es cierta.\n[[A]]", "first"),
        ("[[B]] … \n[[B]]", "second"),
        ("Empate: [[=]]", "tie"),
    ],
)
def test_a_verdict_is_read(text: str, choice: str) -> None:
    assert read_verdict(Answer(text), structured=True).choice == choice


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Answer(""), "empty"),
        (Answer("A"), "no-verdict"),
        (Answer("[[A]] o [[B]]"), "several-verdicts"),
        (Answer('{"reason": "mu', finish="length"), "cut-short"),
        (Answer('{"verdict": "C"}'), "no-verdict"),
        (Answer('{"verdict": ["A"]}'), "no-verdict"),
        (Answer("[" * 100_000), "no-verdict"),
        (RequestFailed("x", reason="timed-out"), "timed-out"),
    ],
)
def test_what_is_no_verdict_is_counted_by_its_reason(answer: Answer | RequestFailed, reason: str) -> None:
    assert read_verdict(answer, structured=True) == Reading(None, reason)


def test_json_is_not_read_where_words_were_asked_for() -> None:
    assert read_verdict(Answer('{"verdict": "A"}'), structured=False).choice is None


@given(st.text(alphabet=string.printable, max_size=60))
def test_any_text_is_read_or_has_a_reason(text: str) -> None:
    reading = read_verdict(Answer(text), structured=True)
    assert (reading.choice is None) == bool(reading.reason)


@pytest.mark.parametrize(
    ("forward", "backward", "value", "flipped"),
    [
        ("first", "second", 1.0, False),
        ("second", "first", 0.0, False),
        ("first", "first", 0.5, True),
        ("second", "second", 0.5, True),
        ("tie", "tie", 0.5, False),
        ("first", "tie", 0.5, False),
    ],
)
def test_only_a_verdict_that_holds_in_both_orders_is_a_win(
    forward: str, backward: str, value: float, flipped: bool
) -> None:
    judged = Judged("q", "a", Reading(forward), Reading(backward))  # type: ignore[arg-type]  # literals
    assert (judged.value, judged.flipped) == (value, flipped)


@pytest.mark.parametrize("tag", ["es", "ca-valencia", "eu", "gl", "pt-BR", "en"])
def test_there_are_words_in_every_language_of_the_interface(tag: str) -> None:
    rubric = rubric_for(tag)
    assert rubric.language == tag[:2]
    request = rubric.request(("¿{first}?", "una {second}", "otra"), structured=True, max_tokens=10, key="")
    asked = request.messages[-1].content
    # braces in texts are theirs, and nothing is left to fill
    assert "¿{first}?" in asked
    assert "una {second}" in asked
    assert "{prompt}" not in asked
    assert '"verdict"' in asked
    assert "[[A]]" in rubric.request(("p", "a", "b"), structured=False, max_tokens=10, key="").messages[-1].content


def test_other_languages_are_judged_in_english() -> None:
    assert rubric_for("gn").name == "en-1"
