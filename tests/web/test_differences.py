from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from minga.web.differences import difference

texts = st.lists(st.sampled_from(["la", "casa", "¿", "?", "l'aigua", " ", "\n", "  ", "es", "col·legi"])).map("".join)


def shown(before: str, after: str) -> str:
    marks = {"same": "{}", "out": "[-{}]", "in": "[+{}]"}
    return "".join(marks[change.kind].format(change.text) for change in difference(before, after))


def test_only_the_words_that_changed_are_shown() -> None:
    assert shown("Cuántos días tiene?", "¿Cuántos días tiene?") == "[+¿]Cuántos días tiene?"
    assert shown("How many days", "How few days") == "How[- many][+ few] days"


def test_a_word_with_an_apostrophe_or_a_middle_dot_is_one_word() -> None:
    assert shown("l'aigua del col·legi", "l'aire del col·legi") == "[-l'aigua][+l'aire] del col·legi"


def test_a_text_beside_nothing_is_all_new_and_the_same_text_has_no_change() -> None:
    assert shown("", "uno dos") == "[+uno dos]"
    assert shown("uno dos", "") == "[-uno dos]"
    assert shown("uno dos", "uno dos") == "uno dos"
    assert difference("", "") == []


def test_the_longest_texts_that_anybody_may_hand_in_take_no_time() -> None:
    before, after = "uno dos " * 2500, "dos tres " * 2200
    begin = time.perf_counter()
    assert "".join(change.text for change in difference(before, after) if change.kind != "out") == after
    assert time.perf_counter() - begin < 2
    random.seed(1)
    other = " ".join(random.choices("abcdefgh", k=9_000))
    begin = time.perf_counter()
    difference(before, other)
    assert time.perf_counter() - begin < 2


@given(texts, texts)
def test_nothing_of_either_text_is_lost(before: str, after: str) -> None:
    changes = difference(before, after)
    assert "".join(change.text for change in changes if change.kind != "out") == after
    former = "".join(change.text for change in changes if change.kind != "in")
    assert former.split() == before.split() or "".join(former.split()) == "".join(before.split())


@given(texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert all(change.kind == "same" for change in difference(text, text))
