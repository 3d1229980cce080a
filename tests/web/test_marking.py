from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from minga.records import Finding
from minga.web.findings import explain
from minga.web.marking import mark


def finding(text: str, start: int) -> Finding:
    return Finding(check="c", severity="error", field="question", text=text, start=start)


def test_overlapping_findings_become_one_stretch() -> None:
    pieces = mark("uno dos tres", [finding("dos tr", 4), finding("tres", 8)])
    assert [(piece.text, piece.marked) for piece in pieces] == [("uno ", False), ("dos tres", True)]


def test_a_finding_that_is_not_where_it_says_marks_nothing() -> None:
    assert [piece.marked for piece in mark("uno dos", [finding("dos", 0), finding("", 2), finding("dos", -1)])] == [
        False
    ]


@given(st.text(max_size=30), st.lists(st.tuples(st.text(max_size=5), st.integers(-1, 40))))
def test_the_pieces_are_always_the_whole_text(text: str, places: list[tuple[str, int]]) -> None:
    pieces = mark(text, [finding(words, start) for words, start in places])
    assert "".join(piece.text for piece in pieces) == text


def test_a_finding_is_explained_in_the_readers_language_and_an_unknown_one_by_its_name() -> None:
    assert explain(Finding(check="untranslated", severity="error", field="question", text="Nine"), "es") == (
        "«Nine» ha quedado sin traducir."
    )
    assert explain(Finding(check="from-the-future", severity="error", field="question"), "es") == "from the future"
