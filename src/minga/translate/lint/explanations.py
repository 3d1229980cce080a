"""What a finding means, in the reader's language."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from minga.languages import language_of
from minga.records import Finding

__all__ = ["explain"]

_NEAREST = {"an": "es", "ast": "es", "ay": "es", "gn": "es", "nah": "es", "oc": "ca", "qu": "es"}
"""Which language most readers of one without messages read best."""
_LONGEST = 120


def explain(finding: Finding, locale: str) -> str:
    """One or two sentences for a reviewer: what is wrong, and what to do about it.

    `locale` is a BCP-47 tag; a language without messages gets those of a near one, at last English.

    >>> explain(Finding(check="lost-number", severity="error", field="question", source_text="12"), "es")
    'Falta el número 12, o ha cambiado.'
    """
    messages = _messages(_language(language_of(locale)))
    words = {"text": finding.text, "source": finding.source_text, "suggestion": finding.suggestion}
    return messages[finding.check].format(**{name: _short(text) for name, text in words.items()})


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"


def _language(language: str) -> str:
    near = _NEAREST.get(language, "en")
    return next(one for one in (language, near, "en") if _messages(one))


@lru_cache(maxsize=64)
def _messages(language: str) -> dict[str, str]:
    packages = (__package__, "minga.translate", "minga.translate.source_checks")
    paths = [files(package).joinpath("messages", f"{language}.toml") for package in packages]
    there = [path.read_text(encoding="utf-8") for path in paths if path.is_file()]
    return {name: words for text in there for name, words in tomllib.loads(text).items()}
