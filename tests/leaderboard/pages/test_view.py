from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.leaderboard.columns import ModelCard
from minga.leaderboard.pages.view import View, kind_of, size_class

SMALL = ModelCard(slug="a", name="org/Small", base="org/Base", parameters=500_000_000, licence="MIT", kind="base")
LARGE = ModelCard(slug="b", name="org/Large", parameters=70_000_000_000, open_weights=True, kind="instruct")
TUNED = ModelCard(slug="c", name="org/Ours", tuned=True, kind="instruct")


@given(
    st.builds(
        View,
        search=st.text(max_size=20).map(str.strip),
        sort=st.sampled_from(["", "model", "size"]),
        ascending=st.booleans(),
        size=st.sampled_from(["", "0", "4"]),
        kind=st.sampled_from(["", "base"]),
        licence=st.sampled_from(["", "MIT"]),
        open_weights=st.booleans(),
        columns=st.lists(st.sampled_from(["size", "es", "task:x"]), unique=True).map(tuple),
    )
)
def test_every_view_is_a_permalink(view: View) -> None:
    assert View.read(parse_qsl(view.query().removeprefix("?"), keep_blank_values=True)) == view


@given(st.lists(st.tuples(st.sampled_from(["q", "size", "col", "dir", "sort", "page", "x"]), st.text())))
def test_no_query_is_a_fault(query: list[tuple[str, str]]) -> None:
    assert View.read(query).takes(SMALL) in {True, False}


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ({}, {"a", "b", "c"}),
        ({"q": "small"}, {"a"}),
        ({"q": "BASE"}, {"a"}),
        ({"size": "0"}, {"a"}),
        ({"size": "4"}, {"b"}),
        ({"size": "99"}, {"a", "b", "c"}),
        ({"kind": "instruct"}, {"b"}),
        ({"kind": "tuned"}, {"c"}),
        ({"licence": "MIT"}, {"a"}),
        ({"open": "1"}, {"b"}),
        ({"open": "1", "q": "small"}, set()),
    ],
)
def test_filters_let_through_what_is_asked_for(asked: dict[str, str], taken: set[str]) -> None:
    view = View.read(asked.items())
    assert {model.slug for model in (SMALL, LARGE, TUNED) if view.takes(model)} == taken


def test_a_second_click_turns_the_order_round() -> None:
    once = View().sorted_by("size")
    assert (once.query(), once.sorted_by("size").query()) == ("?sort=size", "?sort=size&dir=up")
    assert once.sorted_by("size").sorted_by("size") == once


def test_what_is_not_known_is_in_no_class() -> None:
    assert [size_class(model) for model in (SMALL, LARGE, TUNED)] == ["0", "4", ""]
    assert [kind_of(model) for model in (SMALL, LARGE, TUNED)] == ["base", "instruct", "tuned"]
