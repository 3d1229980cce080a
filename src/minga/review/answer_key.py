"""Right answers: what a gold item expects, and whether somebody gave it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from minga.community.models import Response
from minga.errors import CommunityError, InputError
from minga.review.questions import questions_of, value_of
from minga.review.verdict_questions import DETAILS
from minga.settings import CampaignSettings, QuestionSettings

__all__ = ["check_key", "given_in", "is_right"]


def check_key(settings: CampaignSettings, answers: Mapping[str, Any], where: object) -> dict[str, Any]:
    """`answers` as they are stored. Raises InputError for a question that is not asked or a value that it has not.

    A value may be a list of values, any of which is right; for questions whose values are lists, a list of lists.
    """
    # which kind of edit or rejection it is belongs to a button, not to a question that a test could ask
    known = {question.name: question for question in questions_of(settings) if question not in DETAILS}
    if not answers:
        raise InputError("an item of the gold file has no answers", where=where, hint='such as {"verdict": "reject"}')
    clean = {}
    for name, value in answers.items():
        if name not in known:
            hint = f"it asks {', '.join(known)}"
            raise InputError(f"the campaign does not ask {name!r}", where=where, hint=hint)
        clean[name] = _checked(known[name], value, where)
    return clean


def is_right(key: Mapping[str, Any], given: Mapping[str, Any]) -> bool:
    """Whether `given` has an answer that `key` takes for right to each of its questions.

    >>> is_right({"verdict": ["edit", "reject"]}, {"verdict": "edit", "clarity": 3})
    True
    >>> is_right({"verdict": "accept", "tags": ["old", "rude"]}, {"verdict": "accept", "tags": ["old"]})
    False
    """
    return all(_fits(right, given.get(name)) for name, right in key.items())


def given_in(response: Response) -> dict[str, Any]:
    """Everything that a response says, by the name of the question; its verdict is one of them."""
    return {**(response.answers or {}), "verdict": response.verdict}


def _fits(right: Any, given: Any) -> bool:
    if not isinstance(given, list):
        return given is not None and (given in right if isinstance(right, list) else bool(given == right))
    return given in right if _has_choices(right) else bool(given == right)


def _has_choices(right: Any) -> bool:
    """Whether a key to a question whose values are lists names several of them."""
    return isinstance(right, list) and bool(right) and isinstance(right[0], list)


def _checked(question: QuestionSettings, value: Any, where: object) -> Any:
    if question.type == "text":
        hint = "leave the question out of answers"
        raise InputError(f"no answer to {question.name} is the only right text", where=where, hint=hint)
    lists = question.type in {"labels", "ranking"}
    several = _has_choices(value) if lists else isinstance(value, list)
    kept = [_value(question, one, where) for one in (value if several else [value])]
    if not kept:
        raise InputError(f"{value!r} is no answer to {question.name}", where=where, hint="name one or more")
    return kept if several else kept[0]


def _value(question: QuestionSettings, value: Any, where: object) -> Any:
    try:
        kept = value_of(question, value)
    except CommunityError as error:
        raise InputError(f"{value!r} is no answer to {question.name}", where=where, hint=error.hint) from None
    if kept is None:
        raise InputError(f"{value!r} is no answer to {question.name}", where=where, hint="name one or more")
    return kept
