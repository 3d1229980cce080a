"""A language model as the judge of answers to open prompts."""

from __future__ import annotations

from pydantic import Field

from minga.settings.base import Part

__all__ = ["JudgeSettings"]


class JudgeSettings(Part):
    """`[judge]`: answers to prompts that have no key, compared by a language model."""

    endpoint: str = "embedded"
    """Which of `[endpoints]` judges. It has to be better than those that it judges: the embedded one is for trying."""
    models: tuple[str, ...] = ()
    """Whose answers are compared: names of `[endpoints]`, `embedded`, or `.gguf` files in the project's folder."""
    reference: str = ""
    """The one of them that the others are compared with; empty takes the first."""
    answer_tokens: int = Field(default=512, ge=8, le=32768)
    """Longest answer, in tokens."""
    verdict_tokens: int = Field(default=512, ge=8, le=8192)
    """Longest verdict with its explanation, in tokens."""
    structured: bool = True
    """Ask for JSON by a schema. `false` for servers that do not know how: the verdict is then a line `[[A]]`."""
    draws: int = Field(default=1000, ge=100)
    """Bootstrap draws behind the intervals of win rates and biases."""
