"""What the JSON API takes in and gives out."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AnswerIn",
    "AnswerOut",
    "AssignmentOut",
    "CampaignOut",
    "FaultOut",
    "FindingOut",
    "PersonOut",
    "ProgressOut",
    "SkipIn",
    "TextOut",
]


class FindingOut(BaseModel):
    """What the linter found in a text."""

    check: str
    severity: str
    text: str
    suggestion: str


class TextOut(BaseModel):
    """One text of an item."""

    name: str
    text: str
    source: str
    is_key: bool
    findings: list[FindingOut]


class AssignmentOut(BaseModel):
    """An item that you hold until `expires_at`."""

    id: int
    campaign: str
    kind: str
    record_id: str
    language: str
    state: str
    adjudicating: bool
    expires_at: datetime
    texts: list[TextOut]


class AnswerIn(BaseModel):
    """What you say about an item."""

    model_config = ConfigDict(extra="forbid")

    verdict: Literal["accept", "edit", "reject", "cannot-judge"]
    edits: dict[str, str] = Field(default_factory=dict, max_length=100)
    note: str = Field(default="", max_length=2000)
    client_key: str = Field(min_length=1, max_length=64, description="The same key twice is the same answer.")


class SkipIn(BaseModel):
    """Why you give an item back."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(default="", max_length=2000)


class AnswerOut(BaseModel):
    """An answer as it was kept."""

    id: int
    assignment_id: int
    version: int
    verdict: str
    edits: dict[str, str]
    note: str
    late: bool
    created_at: datetime


class CampaignOut(BaseModel):
    """A campaign and how far it is."""

    slug: str
    title: str
    kind: str
    languages: list[str]
    overlap: int
    open: bool
    items: int
    decided: int
    disputed: int
    answers: int
    people: int


class ProgressOut(BaseModel):
    """How far you are in a campaign."""

    answered: int
    decided: int
    agreed: int
    waiting: int


class PersonOut(BaseModel):
    """You."""

    name: str
    locale: str
    varieties: list[str]
    roles: list[str]


class FaultOut(BaseModel):
    """Why something could not be done."""

    error: dict[str, Any]
