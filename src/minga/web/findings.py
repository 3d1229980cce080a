"""What the linter's checks mean, said to a reviewer."""

from __future__ import annotations

from babel.support import NullTranslations

from minga.records import Finding

__all__ = ["explain"]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translated later"
    """Marks a message for translation where it is defined; it is translated where it is shown."""
    return message


_CHECKS = {
    "untranslated": N_("This was left in the source language."),
}


def explain(catalogue: NullTranslations, finding: Finding) -> str:
    """One sentence on a finding, in the reader's language; the name of the check where there is none for it."""
    message = _CHECKS.get(finding.check)
    return catalogue.gettext(message) if message else finding.check.replace("-", " ")
