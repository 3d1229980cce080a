"""What the linter's checks and the reasons for dropping rows mean, said to a person."""

from __future__ import annotations

from babel.support import NullTranslations

from minga.records import Finding

__all__ = ["drop_reason", "explain"]


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


_REASONS = {
    "disputed": N_("disputed"),
    "duplicate": N_("a duplicate"),
    "near-duplicate": N_("nearly a duplicate"),
    "rejected": N_("rejected by people"),
    "undecided": N_("not decided yet"),
    "empty-answer": N_("without an answer"),
    "answer-repeats-prompt": N_("the answer repeats the question"),
    "refusal": N_("the model refused"),
    "repetitive": N_("repeats itself"),
    "too-long": N_("too long"),
    "too-short": N_("too short"),
    "wrong-language": N_("in another language"),
    "over-limit": N_("beyond the wanted number"),
}


def drop_reason(catalogue: NullTranslations, reason: str) -> str:
    """Why rows left, in the reader's language; the reason's own name where there is no better one."""
    message = _REASONS.get(reason)
    return catalogue.gettext(message) if message else reason.replace("-", " ")
