"""What a campaign asks about an item, and what people's answers must look like.

A verdict on a text is the built-in question `verdict`, the answer to a comparison the built-in question `preference`:
whoever counts opinions sees one thing for all of them, *person, item, question, value*.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, get_args

from minga.community.models import Campaign, CampaignKind, Verdict
from minga.errors import CommunityError
from minga.records import normalise_text
from minga.review.verdict_questions import DETAILS, SENSITIVITY
from minga.settings import CampaignSettings, QuestionSettings

__all__ = ["PREFERENCES", "VERDICTS", "asked", "clean_answers", "questions_of", "value_of", "verdicts_of"]

VERDICTS = ("accept", "edit", "reject")
"""The values of the built-in question `verdict`: `cannot-judge` is no opinion."""
PREFERENCES = ("a", "b", "both-good", "both-bad")
"""The values of the built-in question `preference`, always in the item's own order."""
_MAX_TEXT = 5000
_VERDICT = QuestionSettings(name="verdict", type="label", title="Is it right?", options=VERDICTS)
_PREFERENCE = QuestionSettings(name="preference", type="label", title="Which answer is better?", options=PREFERENCES)
_BUILT_IN: dict[CampaignKind, QuestionSettings] = {
    "validate-translation": _VERDICT,
    "review-instruction": _VERDICT,
    "compare": _PREFERENCE,
}


def questions_of(campaign: Campaign | CampaignSettings) -> tuple[QuestionSettings, ...]:
    """Everything that is asked about an item, the built-in questions first.

    Those about the kind of a verdict and about sensitivity give way to questions of the campaign's own by their name.
    """
    settings = campaign.options if isinstance(campaign, Campaign) else campaign
    built_in = _BUILT_IN.get(settings.kind)
    if built_in is None:
        return settings.questions
    taken = {question.name for question in settings.questions}
    details = DETAILS if settings.kind == "validate-translation" else ()
    labels = SENSITIVITY if details and settings.sensitivity else ()
    return (built_in, *(one for one in (*details, *labels) if one.name not in taken), *settings.questions)


def verdicts_of(kind: CampaignKind) -> tuple[Verdict, ...]:
    """The verdicts that an answer may have: `answer` where only questions are asked, `cannot-judge` everywhere."""
    judging = _BUILT_IN.get(kind) is _VERDICT
    return tuple(
        verdict for verdict in get_args(Verdict) if verdict == "cannot-judge" or (verdict != "answer") == judging
    )


def asked(questions: Iterable[QuestionSettings], answers: Mapping[str, Any]) -> tuple[QuestionSettings, ...]:
    """The questions whose conditions hold under `answers` (of which `verdict` is one), in their order."""
    open_: dict[str, QuestionSettings] = {}
    for question in questions:
        if all(_holds(name, value, open_, answers) for name, value in question.when.items()):
            open_[question.name] = question
    return tuple(open_.values())


def clean_answers(questions: Sequence[QuestionSettings], given: Mapping[str, Any]) -> dict[str, Any]:
    """`given` as it is kept: checked, normalised, without answers to questions that are not asked.

    A rating is an integer, a label one of the options, labels a sorted list, a text a string, a ranking a list of all
    options in order; numbers may come as text, as forms send them. `given["verdict"]` is looked at for the conditions
    and left out; with `cannot-judge` nothing is required. Raises CommunityError, with the question's name as `where`,
    for an unknown question, a value that it does not have, or a required answer that is missing.
    """
    known = {question.name: question for question in questions}
    if unknown := sorted(given.keys() - known.keys() - {"verdict"}):
        raise CommunityError("the campaign does not ask that", where=unknown[0], hint=f"it asks {', '.join(known)}")
    kept: dict[str, Any] = {"verdict": given["verdict"]} if "verdict" in given else {}
    for question in questions:
        if question.name == "verdict" or question not in asked(questions, kept):
            continue
        value = value_of(question, given.get(question.name))
        if value is not None:
            kept[question.name] = value
        elif question.required and kept.get("verdict") != "cannot-judge":
            raise CommunityError("this question needs an answer", where=question.name, hint=question.title)
    return {name: value for name, value in kept.items() if name != "verdict"}


def value_of(question: QuestionSettings, given: Any) -> Any:
    """One answer as it is kept; None for an empty one. Raises CommunityError for a value that the question has not."""
    if given is None or given in ([], ()) or (isinstance(given, str) and not given.strip()):
        return None
    value = _READERS[question.type](question, given)
    if value is None:
        raise CommunityError("that is not an answer to this question", where=question.name, hint=_expected(question))
    return value


def _holds(name: str, value: str, open_: Mapping[str, QuestionSettings], answers: Mapping[str, Any]) -> bool:
    if name not in open_ and name != "verdict":
        return False
    given = answers.get(name)
    return value in given if isinstance(given, list) else str(given) == value


def _rating(question: QuestionSettings, given: Any) -> int | None:
    if isinstance(given, bool) or not isinstance(given, int | str):
        return None
    try:
        mark = int(given)
    except ValueError:
        return None
    return mark if question.low <= mark <= question.high else None


def _label(question: QuestionSettings, given: Any) -> str | None:
    return given if isinstance(given, str) and given in question.options else None


def _labels(question: QuestionSettings, given: Any) -> list[str] | None:
    values = [given] if isinstance(given, str) else given
    if not _is_choice(question, values):
        return None
    return sorted(set(values))


def _ranking(question: QuestionSettings, given: Any) -> list[str] | None:
    if not _is_choice(question, given) or sorted(given) != sorted(question.options):
        return None
    return list(given)


def _text(question: QuestionSettings, given: Any) -> str | None:
    if not isinstance(given, str):
        return None
    if len(given) > _MAX_TEXT:
        raise CommunityError(
            "the text is too long", where=question.name, hint=f"it has at most {_MAX_TEXT:,} characters"
        )
    return normalise_text(given).strip()


def _is_choice(question: QuestionSettings, values: Any) -> bool:
    return isinstance(values, list | tuple) and all(_label(question, value) is not None for value in values)


_READERS: dict[str, Callable[[QuestionSettings, Any], Any]] = {
    "rating": _rating,
    "label": _label,
    "labels": _labels,
    "ranking": _ranking,
    "text": _text,
}


def _expected(question: QuestionSettings) -> str:
    if question.type == "rating":
        return f"it takes a whole number from {question.low} to {question.high}"
    if question.type == "text":
        return "it takes a text"
    each = "all of them in order, each once: " if question.type == "ranking" else ""
    return f"it takes {each}{', '.join(question.options)}"
