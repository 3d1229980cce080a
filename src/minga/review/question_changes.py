"""Which changes of a campaign's questions would make answers wrong that people gave already.

Adding a question, or an option, is allowed at any time, and so is another wording. Refused is what leaves an answer
without its question or its value: removing a question that was answered, changing its type, removing an option or a
mark that somebody gave, and another set of options to rank.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session as OrmSession

from minga.community.models import Campaign, Response
from minga.errors import CommunityError
from minga.settings import QuestionSettings

__all__ = ["Given", "check_questions", "given_values", "refused_changes"]

Given = Mapping[str, frozenset[str]]
"""Values that were given, by the name of the question; marks as text."""


def check_questions(session: OrmSession, campaign: Campaign, after: Sequence[QuestionSettings]) -> None:
    """Raise CommunityError, with the question as `where`, for questions that would make an answer wrong.

    The caller has locked the campaign, so that no answer comes between.
    """
    refused = refused_changes(campaign.options.questions, after, given_values(session, campaign))
    for name, why in refused:
        raise CommunityError(why, where=name, hint="people have answered it: ask something new under another name")


def given_values(session: OrmSession, campaign: Campaign) -> Given:
    """What was ever answered to each question, in any version."""
    query = select(Response.answers).where(Response.campaign_id == campaign.id, Response.answers.is_not(None))
    given: defaultdict[str, set[str]] = defaultdict(set)
    for answers in session.scalars(query.execution_options(yield_per=5000)):
        for name, value in (answers or {}).items():
            given[name].update(map(str, value) if isinstance(value, list) else [str(value)])
    return {name: frozenset(values) for name, values in given.items()}


def refused_changes(
    before: Iterable[QuestionSettings], after: Iterable[QuestionSettings], given: Given
) -> list[tuple[str, str]]:
    """Name of the question and why, for each change that may not be.

    >>> yes = QuestionSettings(name="q", type="label", title="?", options=("yes", "no"))
    >>> refused_changes([yes], [yes.model_copy(update={"options": ("no", "unsure")})], {"q": frozenset({"yes"})})
    [('q', 'the answer yes was given and may not be removed')]
    """
    later = {question.name: question for question in after}
    refused = []
    for question in before:
        values = given.get(question.name)
        if not values:
            continue
        if question.name not in later:
            refused.append((question.name, "an answered question may not be removed"))
        elif question.type != later[question.name].type:
            refused.append((question.name, f"an answered question stays a {question.type}"))
        elif why := _CHECKS[question.type](question, later[question.name], values):
            refused.append((question.name, why))
    return refused


def _options(before: QuestionSettings, after: QuestionSettings, given: frozenset[str]) -> str:
    gone = sorted((given & set(before.options)) - set(after.options))
    return f"the answer {gone[0]} was given and may not be removed" if gone else ""


def _marks(before: QuestionSettings, after: QuestionSettings, given: frozenset[str]) -> str:
    outside = sorted(int(mark) for mark in given if not after.low <= int(mark) <= after.high)
    return f"the mark {outside[0]} was given and must stay on the scale" if outside else ""


def _ranked(before: QuestionSettings, after: QuestionSettings, given: frozenset[str]) -> str:
    return (
        "" if set(before.options) == set(after.options) else "people have ranked these options: they stay as they are"
    )


def _anything(before: QuestionSettings, after: QuestionSettings, given: frozenset[str]) -> str:
    return ""


_Check = Callable[[QuestionSettings, QuestionSettings, frozenset[str]], str]
_CHECKS: dict[str, _Check] = {
    "label": _options, "labels": _options, "rating": _marks, "ranking": _ranked, "text": _anything,
}  # fmt: skip
