"""The tables of the community's database, as SQLAlchemy models."""

from __future__ import annotations

from minga.community._people import AccessKey, Consent, Invitation, KeyKind, Naming, Person, Role, RoleName, Session
from minga.community._results import AuditEvent, Result, Submission, SubmissionState
from minga.community._work import (
    Assignment,
    AssignmentState,
    Campaign,
    CampaignKind,
    Decision,
    Item,
    ItemState,
    Outcome,
    Response,
    Verdict,
)
from minga.community.base import Base

__all__ = [
    "AccessKey",
    "Assignment",
    "AssignmentState",
    "AuditEvent",
    "Base",
    "Campaign",
    "CampaignKind",
    "Consent",
    "Decision",
    "Invitation",
    "Item",
    "ItemState",
    "KeyKind",
    "Naming",
    "Outcome",
    "Person",
    "Response",
    "Result",
    "Role",
    "RoleName",
    "Session",
    "Submission",
    "SubmissionState",
    "Verdict",
]
