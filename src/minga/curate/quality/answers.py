"""Answers that say nothing: empty ones, and those that only repeat the prompt."""

from __future__ import annotations

import pyarrow as pa

from minga.curate.example import Example
from minga.curate.rules import Measure, Rule, told

__all__ = ["EMPTY_ANSWER", "MEASURES", "REPEATED_PROMPT"]

_ADDED = 3
"""Words after a repeated prompt that are not yet an answer."""
_SHOWN = 40


def _without_words(example: Example) -> str | None:
    """What stands in an answer without a word, which is only punctuation or marks."""
    return None if example.answer_words else example.answer[:_SHOWN]


def _repeats_prompt(example: Example) -> bool:
    """Whether the answer is the prompt again, with at most a few words after it."""
    prompt, answer = example.prompt_words, example.answer_words
    return bool(prompt) and answer[: len(prompt)] == prompt and len(answer) <= len(prompt) + _ADDED


MEASURES = (
    Measure("quality.empty", pa.string(), _without_words),
    Measure("quality.repeats_prompt", pa.bool_(), _repeats_prompt),
)
EMPTY_ANSWER = told("empty-answer", "quality.empty")
REPEATED_PROMPT = Rule("answer-repeats-prompt", ["quality.repeats_prompt"], lambda seen: seen["quality.repeats_prompt"])
