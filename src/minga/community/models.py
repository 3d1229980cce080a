"""The tables of the community's database, as SQLAlchemy models."""

from __future__ import annotations

from minga.community._accounts import Account, Certificate, Demographics, Notice, SignInAttempt, Withdrawal
from minga.community._audit import AuditEvent
from minga.community._evaluation import EvaluationJob, JobState, ModelKind, Submission, SubmissionState
from minga.community._participation import Acceptance, Attempt, Guideline, Standing, Tally
from minga.community._people import (
    REVIEWING,
    AccessKey,
    Consent,
    Invitation,
    KeyKind,
    Naming,
    Person,
    Role,
    RoleName,
    Session,
)
from minga.community._work import (
    Assignment,
    AssignmentState,
    Campaign,
    CampaignKind,
    Decision,
    Item,
    ItemPurpose,
    ItemState,
    Outcome,
    Purpose,
    Response,
    Verdict,
)
from minga.community.base import Base

__all__ = [
    "Acceptance",
    "AccessKey",
    "Account",
    "Assignment",
    "AssignmentState",
    "Attempt",
    "AuditEvent",
    "Base",
    "Campaign",
    "CampaignKind",
    "Certificate",
    "Consent",
    "Decision",
    "Demographics",
    "EvaluationJob",
    "Guideline",
    "Invitation",
    "Item",
    "ItemPurpose",
    "ItemState",
    "JobState",
    "KeyKind",
    "ModelKind",
    "Naming",
    "Notice",
    "Outcome",
    "Person",
    "Purpose",
    "REVIEWING",
    "Response",
    "Role",
    "RoleName",
    "Session",
    "SignInAttempt",
    "Standing",
    "Submission",
    "SubmissionState",
    "Tally",
    "Verdict",
    "Withdrawal",
]
