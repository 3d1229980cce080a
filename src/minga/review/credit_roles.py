"""What people did, in the words of CRediT, the contributor roles taxonomy (ANSI/NISO Z39.104-2022)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, get_args

from minga.community.models import RoleName

__all__ = ["CREDIT_ROLES", "CreditRole", "credit_roles", "role_address"]

CreditRole = Literal[
    "project-administration",
    "supervision",
    "data-curation",
    "validation",
    "investigation",
    "resources",
    "writing-original-draft",
]
"""The roles that follow from work in a project, in the order in which they are listed."""

CREDIT_ROLES: Mapping[CreditRole, str] = {
    "project-administration": "Project administration",
    "supervision": "Supervision",
    "data-curation": "Data curation",
    "validation": "Validation",
    "investigation": "Investigation",
    "resources": "Resources",
    "writing-original-draft": "Writing – original draft",
}
"""The taxonomy's own English names."""

_FROM_WORK: Mapping[str, CreditRole] = {
    "answer": "validation",
    "finding": "validation",
    "edit": "data-curation",
    "adjudication": "validation",
    "opinion": "investigation",
    "written": "writing-original-draft",
    "given": "resources",
}
_FROM_ROLES: Mapping[RoleName, tuple[CreditRole, ...]] = {
    "lead": ("project-administration", "supervision"),
    "steward": ("data-curation",),
}


def credit_roles(work: Iterable[str], roles: Iterable[RoleName]) -> tuple[CreditRole, ...]:
    """The CRediT roles of a person with validated `work` of these kinds who has these `roles` in the project.

    >>> credit_roles(["answer", "edit"], ["reviewer"])
    ('data-curation', 'validation')
    """
    found = {_FROM_WORK[kind] for kind in work if kind in _FROM_WORK}
    found |= {credit for role in roles for credit in _FROM_ROLES.get(role, ())}
    return tuple(role for role in get_args(CreditRole) if role in found)


def role_address(role: CreditRole) -> str:
    """The role's page at NISO, which is its identifier.

    >>> role_address("validation")
    'https://credit.niso.org/contributor-roles/validation/'
    """
    return f"https://credit.niso.org/contributor-roles/{role}/"
