from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sacrebleu.metrics import CHRF

from minga.edit_distance import chrf, compare_versions, edit_distance

texts = st.text(alphabet="aáeñ o¿?", max_size=30)


@given(text=texts, reference=texts)
@settings(max_examples=200, deadline=None)
def test_chrf_is_that_of_sacrebleu(text: str, reference: str) -> None:
    theirs = CHRF().sentence_score(text, [reference]).score
    if text.split() == reference.split() == []:
        assert chrf(text, reference) == 100
    else:
        assert chrf(text, reference) == pytest.approx(theirs, abs=1e-9)


def test_chrf_of_a_sentence_in_use() -> None:
    machine = "¿Qué pasa si te tragas semillas de sandía?"
    person = "¿Qué ocurre si te tragas pepitas de sandía?"
    assert chrf(machine, machine) == 100
    assert chrf(machine, person) == pytest.approx(CHRF().sentence_score(machine, [person]).score)
    assert 40 < chrf(machine, person) < 70
    assert chrf("abc", "xyz") == 0


def test_two_ways_of_writing_one_letter_are_no_edit() -> None:
    assert chrf("canción", "cancio\u0301n") == 100
    assert edit_distance("canción", "cancio\u0301n") == 0


def test_edits_are_counted_in_characters_or_words() -> None:
    assert edit_distance("casa", "cosa") == 0.25
    assert edit_distance("la casa roja", "la cosa roja", "word") == pytest.approx(1 / 3)
    assert edit_distance("uno dos", "dos uno", "word") == 1.0
    assert edit_distance("", "") == edit_distance("", "", "word") == 0
    assert edit_distance("", "hola") == 1


@given(first=texts, second=texts, third=texts)
@settings(max_examples=50, deadline=None)
def test_the_distance_goes_both_ways_and_is_none_only_for_the_same_text(first: str, second: str, third: str) -> None:
    assert edit_distance(first, second) == edit_distance(second, first)
    assert (edit_distance(first, second) == 0) == (first == second)
    assert 0 <= edit_distance(first, third) <= 1


def test_versions_are_compared_with_each_other_and_with_the_final_text() -> None:
    found = compare_versions(["la casa", "la casa", "la cosa"], final="la casa")
    assert found.characters == pytest.approx(2 / 3 / 7)
    assert found.words == pytest.approx(2 / 3 / 2)
    assert found.chrf == pytest.approx((100 + 2 * chrf("la casa", "la cosa")) / 3)
    assert found.chrf_to_final == (100, 100, pytest.approx(chrf("la cosa", "la casa")))
    assert found.characters_to_final == (0, 0, pytest.approx(1 / 7))
    assert found.words_to_final == (0, 0, 0.5)


def test_a_single_version_has_nothing_to_be_compared_with() -> None:
    found = compare_versions(["la casa"])
    assert (found.chrf, found.characters, found.words, found.chrf_to_final) == (None, None, None, ())
