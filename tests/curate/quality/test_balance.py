from __future__ import annotations

import pytest

from minga.curate.quality.balance import MEASURES

from ..examples import example

[UNBALANCED] = MEASURES


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ("```python\nprint(1)", "```"),
        ("<div><b>hola</div>", "<b>"),
        ('<a href="x">hola', "<a>"),
        ("hola</span>", "<span>"),
        (r"\begin{align} x", "\\begin"),
        ("```html\n<div>\n```", None),
        ("<ul><li>uno<li>dos</ul><br/>", None),
        ("a < b y `<div>`", None),
        (r"\begin{align*} x \end{align*}", None),
        ("Se abre con ``` y ya", None),
    ],
)
def test_what_has_no_end_is_named(answer: str, what: str | None) -> None:
    assert UNBALANCED.of(example(answer)) == what
