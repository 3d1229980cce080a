"""What becomes of personal data: `[curate.personal_data]`."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from minga.settings.base import Part

__all__ = ["PERSONAL_KINDS", "PersonalDataSettings", "PersonalKind", "PersonalPolicy"]

PersonalKind = Literal[
    "account", "card", "cedula", "cif", "cnpj", "cpf", "cuit", "curp", "dni", "dpi", "dui", "email", "handle", "iban",
    "ip", "link", "ni", "nie", "nif", "nit", "nss", "phone", "rfc", "rif", "rnc", "ruc", "rut",
]  # fmt: skip
PERSONAL_KINDS: tuple[PersonalKind, ...] = get_args(PersonalKind)
"""All kinds of personal data that are told apart."""
PersonalPolicy = Literal["redact", "drop", "flag", "off"]


class PersonalDataSettings(Part):
    """`[curate.personal_data]`: what becomes of texts with personal data."""

    policy: PersonalPolicy = "redact"
    """`redact` puts a word such as `[TELÉFONO]` in its place, `drop` lets the record go, `flag` only keeps what was
    found as a column of `annotated/…`, `off` does nothing."""
    kinds: dict[PersonalKind, PersonalPolicy] = Field(default_factory=dict)
    """Another policy for a kind: `kinds = { handle = "off", card = "drop" }`."""

    def kinds_to(self, policy: PersonalPolicy) -> frozenset[str]:
        """The kinds that have this policy."""
        return frozenset(kind for kind in PERSONAL_KINDS if self.kinds.get(kind, self.policy) == policy)
