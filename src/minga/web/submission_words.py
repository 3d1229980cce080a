"""Why a submission is refused or waits, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from babel.numbers import format_decimal
from babel.support import NullTranslations

from minga.evaluate.submissions.reasons import Reason, read_reason

__all__ = ["reason_words"]


def reason_words(catalogue: NullTranslations, kept: str | Reason, *, locale: str) -> Sequence[str]:
    """What is wrong and what to do, as sentences; a text that minga did not write comes back as it is."""
    reason = kept if isinstance(kept, Reason) else read_reason(kept)
    if reason is None:
        return [kept] if kept else []  # type: ignore[list-item]  # no Reason here
    what, hint = reason.words(lambda text: _capital(catalogue.gettext(text)), partial(format_decimal, locale=locale))
    if reason.base:
        base = _capital(catalogue.gettext("its base model")) + f" {reason.base}: "
        what = base + what
    return [_stopped(what), _stopped(hint)]


def _capital(text: str) -> str:
    # before values stand in it: a file's name keeps its first letter
    return text[:1].upper() + text[1:]


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."
