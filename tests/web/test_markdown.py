from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minga.web.markdown import render_markdown


@pytest.mark.parametrize("text", ["# One\n\n## Two", "## One\n\n### Two", "## One\n\n##### Two"])
def test_headings_start_below_the_pages_own_and_skip_no_level(text: str) -> None:
    assert render_markdown(text) == "<h2>One</h2>\n<h3>Two</h3>\n"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "![x](http://127.0.0.1/p.png)",
        '<a href="x" onclick="y">z</a>',
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html;base64,AAAA)",
    ],
)
def test_nothing_that_acts_gets_through(text: str) -> None:
    html = str(render_markdown(text))
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert '<a href="x"' not in html


@given(st.text(alphabet="<>\"'&/= \nabcimgscriptonload()[]!#*-`"))
def test_no_input_makes_other_elements_than_the_allowed(text: str) -> None:
    html = str(render_markdown(text)).lower()
    assert "<script" not in html
    assert "<img" not in html
