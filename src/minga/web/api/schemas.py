"""What the JSON API takes in and gives out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "AcceptIn",
    "AnswerIn",
    "AnswerOut",
    "AnsweredOut",
    "AssignmentOut",
    "CampaignOut",
    "CreditOut",
    "FaultOut",
    "FindingOut",
    "GuidelinesOut",
    "NothingOut",
    "NoticeOut",
    "PersonOut",
    "ProgressOut",
    "QuestionOut",
    "SkipIn",
    "TakenOut",
    "TestAnswerIn",
    "TestAnswerOut",
    "TestOut",
    "TestQuestionOut",
    "TextOut",
]

_Short = Annotated[str, Field(max_length=100)]
_Long = Annotated[str, Field(max_length=20_000)]
_Value = int | _Long | Annotated[list[_Short], Field(max_length=100)] | None


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


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
    editable: bool
    findings: list[FindingOut]


class QuestionOut(BaseModel):
    """One thing that is asked about an item; `verdict` is answered by the answer's own field."""

    name: str
    type: str
    title: str
    help: str
    options: list[str]
    labels: dict[str, str]
    low: int
    high: int
    required: bool
    when: dict[str, str]


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
    guidelines_version: int
    texts: list[TextOut]
    questions: list[QuestionOut]


class NothingOut(BaseModel):
    """Why no item is handed out, and until when if that is known."""

    reason: str
    until: datetime | None
    detail: list[str]


class TakenOut(BaseModel):
    """An item, or why there is none: one of the two is null."""

    assignment: AssignmentOut | None
    nothing: NothingOut | None


class AnswerIn(_In):
    """What you say about an item."""

    verdict: Literal["accept", "edit", "reject", "cannot-judge", "answer"]
    answers: dict[_Short, _Value] = Field(default_factory=dict, max_length=100, description="By name of the question.")
    edits: dict[_Short, _Long] = Field(default_factory=dict, max_length=100)
    note: str = Field(default="", max_length=2000)
    client_key: str = Field(min_length=1, max_length=64, description="The same key twice is the same answer.")


class SkipIn(_In):
    """Why you give an item back."""

    reason: str = Field(default="", max_length=2000)


class AnswerOut(BaseModel):
    """An answer as it was kept."""

    id: int
    assignment_id: int
    version: int
    verdict: str
    answers: dict[str, Any]
    edits: dict[str, str]
    note: str
    late: bool
    guidelines_version: int
    created_at: datetime


class AnsweredOut(BaseModel):
    """An answer as it was kept, and with `?next=true` what comes after it."""

    answer: AnswerOut
    next: TakenOut | None


class CampaignOut(BaseModel):
    """A campaign and how far it is."""

    slug: str
    title: str
    description: str
    kind: str
    languages: list[str]
    overlap: int
    overlap_max: int
    open: bool
    guidelines_version: int
    questions: list[QuestionOut]
    items: int
    decided: int
    disputed: int
    answers: int
    people: int


class GuidelinesOut(BaseModel):
    """The guidelines that hold, as Markdown."""

    version: int
    language: str
    text: str


class AcceptIn(_In):
    """The version of the guidelines that you read and work by."""

    version: int = Field(ge=1, le=2**31 - 1)


class ProgressOut(BaseModel):
    """How far you are in a campaign."""

    answered: int
    decided: int
    agreed: int
    waiting: int


class TestQuestionOut(BaseModel):
    """A question of the entry test."""

    id: int
    language: str
    texts: list[TextOut]


class TestOut(BaseModel):
    """How you stand with the entry test in a language, and the question to answer now."""

    language: str
    attempt: int | None
    passed: bool
    attempts_left: int
    best: float | None
    question: TestQuestionOut | None


class TestAnswerIn(_In):
    """Your answer to a question of the entry test."""

    item: int = Field(ge=1, le=2**31 - 1)
    answers: dict[_Short, _Value] = Field(max_length=100, description="By name of the question; `verdict` is one.")


class TestAnswerOut(BaseModel):
    """Whether it was right, what was expected, and why."""

    right: bool
    expected: dict[str, Any]
    explanation: dict[str, str]


class CreditOut(BaseModel):
    """What your validated work has earned."""

    points: float
    work: dict[str, int]
    titles: list[str]
    roles: list[str]


class NoticeOut(BaseModel):
    """A private word to you."""

    id: int
    campaign: str | None
    kind: str
    detail: dict[str, Any]
    created_at: datetime
    seen_at: datetime | None


class PersonOut(BaseModel):
    """You."""

    name: str
    locale: str
    varieties: list[str]
    country: str | None
    roles: list[str]


class FaultOut(BaseModel):
    """Why something could not be done."""

    error: dict[str, Any]
