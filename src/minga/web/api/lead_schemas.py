"""What the JSON API takes from leads, and what it shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from minga.review.participants import Participant

__all__ = [
    "ChangesIn",
    "DecisionOut",
    "FoundOut",
    "GuidelinesIn",
    "HeardOut",
    "HistoryOut",
    "InvitationIn",
    "InvitationMadeOut",
    "InvitationOut",
    "ItemsOut",
    "OpenIn",
    "ParticipantOut",
    "PauseIn",
    "RoleIn",
    "RoleOut",
    "SettingsOut",
    "WidenIn",
    "WidenedOut",
]

_RoleName = Literal["lead", "steward", "adjudicator", "reviewer", "donor", "guest"]
_Tag = Annotated[str, Field(max_length=35, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")]


class _In(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class SettingsOut(BaseModel):
    """What holds, what the file says, and what was changed over it."""

    open: bool
    settings: dict[str, Any]
    declared: dict[str, Any]
    changed: list[str]


class ChangesIn(_In):
    """Settings to change, by their name in `minga.toml`; null takes a change back."""

    changes: dict[Annotated[str, Field(max_length=40)], Any] = Field(max_length=30)


class OpenIn(_In):
    """Whether the campaign shall be open."""

    open: bool


class GuidelinesIn(_In):
    """The new text, and the version that it was written over."""

    text: str = Field(min_length=1, max_length=50_000)
    version: int = Field(ge=0, le=2**31 - 1)


class WidenIn(_In):
    """A variety whose items people of others may judge too, or no more."""

    language: _Tag
    widened: bool = True


class WidenedOut(BaseModel):
    """How many items changed."""

    items: int


class RoleOut(_Out):
    """A role that holds in the campaign."""

    name: str
    language: str | None
    campaign_id: int | None


class ParticipantOut(BaseModel):
    """Somebody who takes part."""

    id: int
    name: str
    varieties: list[str]
    country: str | None
    simulated: bool
    roles: list[RoleOut]
    answers: int
    last: date | None
    paused_at: datetime | None
    reason: str

    @classmethod
    def of(cls, one: Participant) -> ParticipantOut:
        """As the library knows her."""
        person = one.person
        roles = [RoleOut.model_validate(role) for role in one.roles]
        return cls(
            id=person.id, name=person.public_name, varieties=person.varieties, country=person.country,
            simulated=person.simulated, roles=roles, answers=one.answers, last=one.last, paused_at=one.paused_at,
            reason=one.reason,
        )  # fmt: skip


class RoleIn(_In):
    """A role in this campaign to give or to take."""

    name: _RoleName
    language: _Tag | None = None
    give: bool = True


class PauseIn(_In):
    """Why somebody is paused; she reads it."""

    reason: str = Field(min_length=1, max_length=500)


class InvitationIn(_In):
    """Whom an invitation lets in."""

    role: _RoleName = "reviewer"
    languages: list[_Tag] = Field(default_factory=list, max_length=20)
    uses: int = Field(default=1, ge=1, le=1000)
    days: int = Field(default=30, ge=1, le=365)


class InvitationMadeOut(BaseModel):
    """The secrets of an invitation, shown this once: `/join/TOKEN`, and a code to type."""

    id: int
    token: str
    code: str


class InvitationOut(BaseModel):
    """An invitation and whether it still lets people in."""

    id: int
    role: str
    languages: list[str]
    state: str
    uses_left: int
    expires_at: datetime
    made_by: str


class FoundOut(_Out):
    """An item in a list."""

    record_id: str
    language: str
    state: str
    judged: int
    wanted: int
    held: int
    text: str


class ItemsOut(BaseModel):
    """Some items, and how many there are of them all."""

    total: int
    items: list[FoundOut]


class HeardOut(_Out):
    """One version of what somebody said, by pseudonym."""

    id: int
    who: str
    version: int
    newest: bool
    purpose: str
    verdict: str
    answers: dict[str, Any]
    edits: dict[str, str]
    note: str
    weight: float
    seconds: float | None
    late: bool
    guidelines_version: int
    at: datetime


class DecisionOut(_Out):
    """What was concluded, from which answers."""

    id: int
    rule: str
    outcome: str
    answers: dict[str, Any]
    edits: dict[str, str]
    posterior: dict[str, dict[str, float]]
    inputs: list[int]
    supporters: list[int]
    at: datetime
    holds: bool


class HistoryOut(BaseModel):
    """An item with all that happened to it."""

    record_id: str
    language: str
    state: str
    payload: dict[str, Any]
    heard: list[HeardOut]
    decisions: list[DecisionOut]
    withdrawn: int
