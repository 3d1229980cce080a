"""Conversations: instruction examples, and answers of which people preferred one."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

import pyarrow as pa
from pydantic import ConfigDict, Field, model_validator

from minga.records.record import PROVENANCE, Record, Row, Text

__all__ = ["InstructionRecord", "Message", "PreferenceRecord"]

_message = pa.struct([pa.field("role", pa.string()), pa.field("content", pa.string())])


class Message(Row):
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: Text


class InstructionRecord(Record):
    """One instruction example: a conversation that ends with an assistant's answer."""

    kind: ClassVar[str] = "instruction"
    identity: ClassVar[tuple[str, ...]] = ("messages", "language", "source", "contributor")
    schema: ClassVar[pa.Schema] = pa.schema(
        [
            pa.field("id", pa.string()),
            pa.field("messages", pa.list_(_message)),
            pa.field("task", pa.string()),
            pa.field("region", pa.string()),
            pa.field("register", pa.string()),
            pa.field("period", pa.string()),
            *PROVENANCE,
        ]
    )

    messages: tuple[Message, ...] = Field(min_length=2)
    """A user's turn comes first (after an optional system message), an assistant's last."""
    task: str = ""
    """Kind of instruction: `question`, `summary`, `translation` …"""
    region: str = ""
    """Part of the country, as people there call it."""
    register_: str = Field(default="", alias="register", serialization_alias="register")
    """Register: `formal`, `colloquial` …"""
    period: str = ""
    """When the content is from, where that matters."""

    model_config = ConfigDict(populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="after")
    def _conversation(self) -> Self:
        roles = [message.role for message in self.messages]
        turns = roles[1:] if roles[0] == "system" else roles
        if not turns or turns[0] != "user" or turns[-1] != "assistant" or "system" in turns:
            raise ValueError(f"messages must go [system,] user … assistant, not {', '.join(roles)}")
        if any(not message.content.strip() for message in self.messages):
            raise ValueError("a message is empty")
        return self

    @property
    def prompt(self) -> str:
        """The last user's message."""
        return next(message.content for message in reversed(self.messages) if message.role == "user")

    @property
    def answer(self) -> str:
        """The last assistant's message."""
        return self.messages[-1].content


class PreferenceRecord(Record):
    """Two answers to one prompt, and which of them people preferred."""

    kind: ClassVar[str] = "preference"
    identity: ClassVar[tuple[str, ...]] = ("prompt", "answers", "language", "source")
    schema: ClassVar[pa.Schema] = pa.schema(
        [
            pa.field("id", pa.string()),
            pa.field("prompt", pa.list_(_message)),
            pa.field("answers", pa.list_(pa.string())),
            pa.field("preferred", pa.string()),
            *PROVENANCE,
        ]
    )

    prompt: tuple[Message, ...] = Field(min_length=1)
    """The conversation so far; ends with a user's turn."""
    answers: tuple[Text, Text]
    """Answer A and answer B."""
    preferred: Literal["a", "b", "both", "neither"]
    """What people chose."""
