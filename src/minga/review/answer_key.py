"""Right answers: what a gold item expects, and whether somebody gave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.community.models import CampaignKind, Response
from minga.errors import InputError
from minga.settings import CampaignSettings, QuestionSettings

__all__ = ["check_key", "given_in", "is_right"]

_VERDICTS = ("accept", "edit", "reject")
_PREFERENCES = ("a", "b", "both-good", "both-bad")
_BUILT_IN: dict[CampaignKind, dict[str, tuple[str, ...]]] = {
    "validate-translation": {"verdict": _VERDICTS},
    "review-instruction": {"verdict": _VERDICTS},
    "compare": {"preference": _PREFERENCES},
}


def check_key(settings: CampaignSettings, answers: Mapping[str, Any], where: object) -> dict[str, Any]:
    """`answers` as they are stored. Raises InputError for a question that is not asked or a value that it has not.

    A value may be a list of values, any of which is right; for questions whose values are lists, a list of lists.
    """
    built_in = _BUILT_IN.get(settings.kind, {})
    questions = {question.name: question for question in settings.questions}
    if not answers:
        raise InputError("an item of the gold file has no answers", where=where, hint='such as {"verdict": "reject"}')
    clean = {}
    for name, value in answers.items():
        if name in built_in:
            allowed = value if isinstance(value, list) else [value]
            fault = not allowed or any(one not in built_in[name] for one in allowed)
            expected = ", ".join(built_in[name])
        elif name in questions:
            fault = not _is_key(questions[name], value)
            expected = _expected(questions[name])
        else:
            known = ", ".join([*built_in, *questions])
            raise InputError(f"the campaign does not ask {name!r}", where=where, hint=f"it asks {known}")
        if fault:
            raise InputError(f"{value!r} is no answer to {name}", where=where, hint=f"it takes {expected}")
        clean[name] = _sorted(value) if name in questions and questions[name].type == "labels" else value
    return clean


def is_right(key: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether `given` has an answer that `key` takes for right to each of its questions.

    >>> is_right({"verdict": ["edit", "reject"]}, {"verdict": "edit", "clarity": 3})
    True
    >>> is_right({"verdict": "accept", "tags": ["old", "rude"]}, {"verdict": "accept", "tags": ["old"]})
    False
    """
    return all(_fits(right, given.get(name)) for name, right in key.items())


def _sorted(value: list[Any]) -> list[Any]:
    """Several labels are a set: their values are kept sorted."""
    return [sorted(choice) for choice in value] if _has_choices(value) else sorted(value)


def given_in(response: Response) -> dict[str, Any]:
    """Everything that a response says, by the name of the question; its verdict is one of them."""
    return {**(response.answers or {}), "verdict": response.verdict}


def _fits(right: Any, given: Any) -> bool:
    if not isinstance(given, list):
        return given is not None and (given in right if isinstance(right, list) else given == right)
    return given in right if _has_choices(right) else bool(given == right)


def _has_choices(right: Any) -> bool:
    """Whether a key to a question whose values are lists names several of them."""
    return isinstance(right, list) and bool(right) and isinstance(right[0], list)


def _is_key(question: QuestionSettings, value: Any) -> bool:
    if question.type in {"labels", "ranking"}:
        return all(_is_list_value(question, choice) for choice in (value if _has_choices(value) else [value]))
    choices = value if isinstance(value, list) else [value]
    return bool(choices) and all(_is_value(question, choice) for choice in choices)


def _is_value(question: QuestionSettings, value: Any) -> bool:
    if question.type == "rating":
        return isinstance(value, int) and not isinstance(value, bool) and question.low <= value <= question.high
    return question.type == "label" and value in question.options


def _is_list_value(question: QuestionSettings, value: Any) -> bool:
    if not isinstance(value, list) or len(set(map(str, value))) != len(value):
        return False
    known = all(one in question.options for one in value)
    return known and (question.type == "labels" or len(value) == len(question.options))


def _expected(question: QuestionSettings) -> str:
    if question.type == "rating":
        return f"a whole number from {question.low} to {question.high}"
    if question.type == "text":
        return "no key, as no text is the only right one"
    many = {"labels": "a list of ", "ranking": "a list of all of "}.get(question.type, "")
    return f"{many}{', '.join(question.options)}"
