"""Code and markup of which an end is missing."""

from __future__ import annotations

import re
from collections import Counter

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Measure

__all__ = ["FENCE", "MEASURES", "open_fence"]

FENCE = "```"
_FENCE_LINE = re.compile(r"^[ \t]{0,12}```", re.MULTILINE)
_TAG = re.compile(
    r"<(/?)(a|article|b|blockquote|body|button|code|div|em|form|h[1-6]|html|i|ol|pre|script|section|select|small|span"
    r"|strong|style|sub|sup|table|u|ul)(?:\s[^<>]{0,300})?(?<!/)>",
    re.IGNORECASE,
)
"""Tags that must be closed; `<p>`, `<li>` and `<td>` need not be."""
_ENVIRONMENT = re.compile(r"\\(begin|end)\{[a-z]{1,20}\*?\}")
_SAMPLE = 100_000


def open_fence(answer: str) -> bool:
    """Whether a fence of code has no end."""
    return FENCE in answer and len(_FENCE_LINE.findall(answer)) % 2 == 1


def _unbalanced(example: Example) -> str | None:
    """The fence, tag or LaTeX environment that is opened more or less often than closed."""
    if open_fence(example.answer):
        return FENCE
    prose = example.prose
    if "<" in prose:
        tags = Counter[str]()
        for closing, name in _TAG.findall(prose[:_SAMPLE]):
            tags[name.casefold()] += -1 if closing else 1
        if wrong := [name for name, difference in sorted(tags.items()) if difference]:
            return f"<{wrong[0]}>"
    if "\\" in prose:
        ends = Counter(_ENVIRONMENT.findall(prose[:_SAMPLE]))
        if ends["begin"] != ends["end"]:
            return "\\begin"
    return None


MEASURES = (Measure("quality.unbalanced", pa.string(), _unbalanced),)
