"""Signs within texts that command a terminal instead of being shown."""

from __future__ import annotations

import re

__all__ = ["visible"]

_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Colours, titles, moves of the cursor, directions of writing."""


def visible(text: object) -> str:
    r"""`text` with a mark in place of each sign that would command the terminal: texts come from anywhere.

    >>> visible("\x1b[31mrojo")
    '�[31mrojo'
    """
    return _COMMANDS.sub("\ufffd", str(text))
