"""What is asked of a model, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from minga.records import Message

__all__ = ["Answer", "ChatRequest"]


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """One question to a model.

    The same request to the same model gives the same answer for ever, out of the cache: for several samples, change
    `seed`.

    >>> ChatRequest.ask("¿Qué es una minga?", max_tokens=80).temperature
    0.0
    """

    messages: tuple[Message, ...]
    """The conversation, ending with the turn to be answered."""
    temperature: float = 0.0
    """0 is greedy."""
    max_tokens: int = 256
    """Longest answer, in tokens."""
    seed: int | None = 0
    """Where the model draws from; servers that know no seeds take `None`."""
    stop: tuple[str, ...] = ()
    """Texts that end the answer."""
    schema: str = ""
    """A JSON schema, as JSON text, that the answer must fulfil; empty leaves the answer free."""
    id: str = ""
    """The caller's name for it: neither sent nor part of the cache's key."""

    @classmethod
    def ask(cls, text: str, *, system: str = "", **options: Any) -> ChatRequest:
        """A request with one user's message and, if given, instructions before it; `options` are the other fields."""
        before = (Message(role="system", content=system),) if system else ()
        return cls((*before, Message(role="user", content=text)), **options)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the model wrote."""

    text: str
    """The answer; empty when the model had nothing to say."""
    finish: str = "stop"
    """Why it ended: `stop`, or `length` when `max_tokens` cut it off."""
    tokens_in: int = 0
    """Tokens read, as the server counted them."""
    tokens_out: int = 0
    """Tokens written."""
    cached: bool = False
    """Whether it came out of the cache."""
