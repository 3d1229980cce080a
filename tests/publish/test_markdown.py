"""What people write reads as they wrote it, and does nothing."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from minga.publish.markdown import Markdown, code, escape, fence, link, one_line, table

GITHUB = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = ["<script>alert(1)</script>", "a|b", "`code` | ``x`", "[x](javascript:alert(1))", "![i](http://x)", "# no",
           "- no", "1. no", "**a**", "a\n\n---\n\n# b", "&lt;b&gt;", "\\|", "\\", "~~x~~", "| a | b |", "> q", "<!-- x",
           "==", "Ñandú $x$ 日本", "a\u202eb", "\x00\x1b[31m"]  # fmt: skip
anything = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))


def shown(rendered: str) -> str:
    """What a reader sees of some HTML."""
    return html.unescape(re.sub(r"<[^>]*>", "", rendered)).strip()


@given(anything)
def test_a_text_reads_as_it_is_and_makes_no_element_of_its_own(text: str) -> None:
    rendered = GITHUB.render(f"Name: {escape(text)}")
    assert re.findall(r"</?(\w+)", rendered) == ["p", "p"]
    assert shown(rendered) == f"Name: {one_line(text)}".strip()


@given(anything)
def test_a_text_at_the_start_of_a_line_opens_nothing(text: str) -> None:
    rendered = GITHUB.render(str(escape(text)))
    assert set(re.findall(r"</?(\w+)", rendered)) <= {"p"}
    assert shown(rendered) == one_line(text)


@given(st.lists(st.tuples(anything, anything), min_size=1, max_size=4))
def test_a_table_keeps_its_cells_whatever_they_hold(rows: list[tuple[str, str]]) -> None:
    rendered = GITHUB.render(str(table(["a", "b"], rows)))
    cells = [shown(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", rendered, re.DOTALL)]
    assert cells == [one_line(cell) for row in rows for cell in row]
    assert rendered.count("<tr>") == len(rows) + 1


@given(anything)
def test_code_in_a_table_shows_its_text(text: str) -> None:
    rendered = GITHUB.render(str(table(["a"], [[code(text)]])))
    cells = [shown(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", rendered, re.DOTALL)]
    assert cells == [one_line(text)]
    assert set(re.findall(r"<td[^>]*><(\w+)", rendered)) <= {"code"}


@given(anything)
def test_a_block_of_code_ends_where_it_should(text: str) -> None:
    assert GITHUB.render(str(fence(f"x{text}x", "bibtex")) + "\n\nafter").endswith("<p>after</p>\n")


@pytest.mark.parametrize("address", ["https://example.org/a?b=1#c", "http://localhost:8000/x"])
def test_a_web_address_is_a_link(address: str) -> None:
    assert f'href="{html.escape(address)}"' in GITHUB.render(str(link(address)))


@pytest.mark.parametrize("text", ["javascript:alert(1)", "https://a b", 'https://x/"><script>', "http://x/<b>"])
def test_anything_else_is_no_link(text: str) -> None:
    rendered = GITHUB.render(str(link(text)))
    assert "<a" not in rendered
    assert shown(rendered) == text


def test_markdown_is_not_escaped_twice() -> None:
    assert escape(Markdown("*a*")) == "*a*"
