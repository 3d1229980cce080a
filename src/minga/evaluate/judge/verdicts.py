"""What a judge said of two answers, in both orders, and what follows from it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Literal

from minga.llm import Answer, RequestFailed

__all__ = ["Choice", "Judged", "Reading", "read_verdict"]

Choice = Literal["first", "second", "tie"]
_LETTERS: dict[str, Choice] = {"A": "first", "B": "second", "tie": "tie", "=": "tie"}
_LINE = re.compile(r"\[\[(A|B|=)\]\]")


@dataclass(frozen=True)
class Reading:
    """One verdict as it was read: a choice, or the reason why there is none."""

    choice: Choice | None
    reason: str = ""
    """`empty`, `cut-short`, `no-verdict`, `several-verdicts`, or what became of the request: `timed-out` …"""


def read_verdict(answer: Answer | RequestFailed, *, structured: bool) -> Reading:
    """The verdict in a judge's answer: exactly one, in the form that was asked for.

    A server that was asked for JSON and does not know how answers in words: a line `[[A]]` is then read as well.
    """
    if isinstance(answer, RequestFailed):
        return Reading(None, answer.reason)
    if not answer.text.strip():
        return Reading(None, "empty")
    if structured and (choice := _from_json(answer.text)) is not None:
        return Reading(choice)
    found = {match[1] for match in _LINE.finditer(answer.text)}
    if len(found) == 1:
        return Reading(_LETTERS[found.pop()])
    if found:
        return Reading(None, "several-verdicts")
    return Reading(None, "cut-short" if answer.finish == "length" else "no-verdict")


def _from_json(text: str) -> Choice | None:
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    verdict = values.get("verdict") if isinstance(values, dict) else None
    return _LETTERS.get(verdict) if isinstance(verdict, str) else None


@dataclass(frozen=True)
class Judged:
    """Two answers to a prompt: the candidate's, and the one that it is compared with."""

    item: str
    candidate: str
    """Slug of the candidate."""
    forward: Reading
    """With the candidate's answer first."""
    backward: Reading
    """With the candidate's answer second."""
    longer: int = 0
    """Characters that the candidate's answer has more than the other."""

    @property
    def readable(self) -> bool:
        """Whether both orders gave a verdict."""
        return self.forward.choice is not None and self.backward.choice is not None

    @property
    def flipped(self) -> bool:
        """Whether the verdict went with the place and not with the answer."""
        return self.readable and self.forward.choice == self.backward.choice != "tie"

    @property
    def value(self) -> float:
        """1 where the candidate won in both orders, 0 where it lost in both, else one half."""
        match (self.forward.choice, self.backward.choice):
            case ("first", "second"):
                return 1.0
            case ("second", "first"):
                return 0.0
        return 0.5
