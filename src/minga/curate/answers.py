"""Answers that say nothing: empty ones, and those that only repeat the prompt."""

from __future__ import annotations

from minga.curate.rules import Drop, Example

__all__ = ["answer_repeats_prompt", "empty_answer"]

_ADDED = 3
"""Words after a repeated prompt that are not yet an answer."""


def empty_answer(example: Example) -> Drop | None:
    """An answer without a word: only punctuation or marks."""
    return None if example.answer_words else Drop("empty-answer", example.answer[:40])


def answer_repeats_prompt(example: Example) -> Drop | None:
    """An answer that is the prompt again, with at most a few words after it."""
    prompt, answer = example.prompt_words, example.answer_words
    if prompt and answer[: len(prompt)] == prompt and len(answer) <= len(prompt) + _ADDED:
        return Drop("answer-repeats-prompt")
    return None
