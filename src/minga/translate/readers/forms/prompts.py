"""Prompts without an answer, such as those that DIBT gathered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.translate.readers.forms.cells import about, text_in
from minga.translate.readers.rows import FileRow

__all__ = ["PROMPT_COLUMNS", "read_prompt"]

PROMPT_COLUMNS = ("prompt", "instruction", "text", "source")


def read_prompt(row: FileRow, _language: str) -> Mapping[str, Any]:
    """The prompt's text and, where there is one, what it is about."""
    values = row.values
    return {
        **about(row, "id", "row_idx", "prompt_id"),
        "task": "prompt",
        "subject": str(values.get("topic") or values.get("category") or ""),
        "question": text_in(values, *PROMPT_COLUMNS),
        "origin": "human",
    }
