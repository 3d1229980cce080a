"""From people's judgements to a conclusion: pure functions of the responses, so that any decision can be replayed.

Adjudication (`adjudication-1`): the newest word of an adjudicator ends a dispute.

Abstention (`abstention-1`): an item that more than `overlap` people could not judge is disputed.

Majority (`majority-1`): the first `overlap` people who judged an item count, in the order in which they first answered
it, each with the newest version of what they said. On each question that decides, what more than half of them want is
the conclusion; two edits are the same opinion when their texts are the same. Without such a majority on each of them
the item is disputed.

Writing (`written-1`): an item from which `overlap` people have written is done.

Where `overlap_max` leaves room to ask more people, `dawid-skene-1` (in `adaptive`) takes the majority's place. Surveys
conclude nothing: everybody is asked.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from minga.community.models import CampaignKind, Outcome
from minga.review.dimensions import Dimension, dimensions_of, value_from
from minga.review.questions import asked, questions_of
from minga.review.said import Said, newest_of
from minga.settings import CampaignSettings, QuestionSettings

__all__ = [
    "Conclusion",
    "EVERYBODY",
    "Judged",
    "Rules",
    "agrees",
    "conclude",
    "concluded",
    "disputed",
    "wanted_at_first",
]

EVERYBODY = 1_000_000
"""Opinions that an item of a survey wants."""
_OUTCOMES: dict[str, Outcome] = {"accept": "accepted", "edit": "edited", "reject": "rejected"}
_DECIDING = {"rating", "label", "labels"}


@dataclass(frozen=True)
class Conclusion:
    """What follows from a set of responses, and by which rule."""

    rule: str
    outcome: Outcome
    inputs: tuple[int, ...]
    """Ids of the responses that were considered."""
    supporters: tuple[int, ...] = ()
    """Ids of those that the outcome agrees with."""
    edits: dict[str, str] | None = None
    """The texts that were adopted; only for `edited`."""
    answers: dict[str, Any] | None = None
    """What was concluded on each question that decides, beside the verdict."""
    checkpoint: int = field(default=0, compare=False)
    """Responses that people's reliabilities are from. A conclusion that a later checkpoint confirms is the same."""
    posterior: dict[str, dict[str, float]] | None = field(default=None, compare=False)
    """Probability of each value by question, where the rule computes one."""


@dataclass(frozen=True)
class Judged:
    """How an item stands."""

    conclusion: Conclusion | None
    """None while it wants more opinions."""
    judged: int
    """People who judged it."""
    wanted: int
    """Judgements that it wants by now."""
    apart: bool = False
    """Whether it has all opinions that every item gets, and wants more."""


@dataclass(frozen=True)
class Rules:
    """What of a campaign's settings decides."""

    settings: CampaignSettings

    @property
    def kind(self) -> CampaignKind:
        """The campaign's kind."""
        return self.settings.kind

    @property
    def overlap(self) -> int:
        """Opinions that every item gets."""
        return self.settings.overlap

    @property
    def adaptive(self) -> bool:
        """Whether more people may be asked where it is worth it."""
        return self.settings.most > self.settings.overlap and self.kind not in {"write-instruction", "survey"}

    @cached_property
    def questions(self) -> tuple[QuestionSettings, ...]:
        """Those on whose answers people must agree, the built-in one first."""
        return tuple(one for one in questions_of(self.settings) if one.decides and one.type in _DECIDING)

    @cached_property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What there is to agree on."""
        return tuple(dimension for question in self.questions for dimension in dimensions_of(question))

    def asked(self, concluded: Mapping[str, Any]) -> tuple[QuestionSettings, ...]:
        """The deciding questions that are asked where the others were concluded so.

        One that depends on a question that does not decide is never among them: its answers are only kept.
        """
        return tuple(one for one in asked(self.questions, concluded) if one in self.questions)


def wanted_at_first(settings: CampaignSettings) -> int:
    """Judgements that an item wants before anybody has judged it."""
    return EVERYBODY if settings.kind == "survey" else settings.overlap


def conclude(said: Iterable[Said], rules: Rules) -> Judged | None:
    """How an item stands by its responses alone; None where the rule is `dawid-skene-1`, which needs more than them."""
    newest = newest_of(said)
    people = [one for one in newest if one.purpose == "work"]
    judged = [one for one in people if one.judges]
    words = [one for one in newest if one.purpose == "adjudication" and one.judges]
    if words:
        word = max(words, key=lambda one: one.position)
        return Judged(_word(word, rules), len(judged), len(judged))
    if rules.kind == "survey":
        return Judged(None, len(judged), EVERYBODY)
    if len(judged) < rules.overlap:
        abstained = [one for one in people if not one.judges]
        conclusion = None
        if len(abstained) > rules.overlap:
            conclusion = Conclusion(f"abstention-1(overlap={rules.overlap})", "disputed", _ids(abstained))
        return Judged(conclusion, len(judged), rules.overlap)
    if rules.kind == "write-instruction":
        rule = f"written-1(overlap={rules.overlap})"
        return Judged(Conclusion(rule, "answered", _ids(judged), _ids(judged)), len(judged), rules.overlap)
    return None if rules.adaptive else Judged(_majority(judged[: rules.overlap], rules), len(judged), rules.overlap)


def concluded(
    rule: str, judged: Sequence[Said], supporters: Sequence[Said], answers: Mapping[str, Any],
    edits: Mapping[str, str] | None = None, **more: Any,
) -> Conclusion:  # fmt: skip
    """The conclusion with these answers, of which `verdict` is one; `edits` are those adopted."""
    outcome = _OUTCOMES.get(answers.get("verdict", ""), "answered")
    others = {name: value for name, value in answers.items() if name != "verdict"}
    adopted = dict(edits or {}) if outcome == "edited" else None
    return Conclusion(rule, outcome, _ids(judged), _ids(supporters), adopted, others or None, **more)


def disputed(rule: str, judged: Sequence[Said], **more: Any) -> Conclusion:
    """That somebody with the last word is needed."""
    return Conclusion(rule, "disputed", _ids(judged), **more)


def agrees(said: Said, question: QuestionSettings, value: Any) -> bool:
    """Whether a response agrees with what was concluded on a question; who was not asked does not disagree."""
    given = said.value_of(question.name)
    return given is None or given == value


def _majority(judged: Sequence[Said], rules: Rules) -> Conclusion:
    rule = f"majority-1(overlap={rules.overlap})"
    answers: dict[str, Any] = {}
    supporters = list(judged)
    for question in rules.questions:
        if question not in rules.asked(answers):
            continue
        codes = [_more_than_half(judged, dimension) for dimension in dimensions_of(question)]
        if None not in codes:
            value = answers[question.name] = value_from(question, [code for code in codes if code is not None])
            supporters = [one for one in supporters if agrees(one, question, value)]
        elif question.required:
            return disputed(rule, judged)
    edits = None
    if answers.get("verdict") == "edit":
        texts = Counter(_text_of(one) for one in judged if one.verdict == "edit")
        [(text, count)] = texts.most_common(1)
        if 2 * count <= len(judged):
            return disputed(rule, judged)
        edits = next(one.edits for one in judged if _text_of(one) == text)
        supporters = [one for one in supporters if _text_of(one) == text]
    return concluded(rule, judged, supporters, answers, edits)


def _more_than_half(judged: Sequence[Said], dimension: Dimension) -> int | None:
    codes = [code for one in judged if (code := dimension.code_of(one)) is not None]
    code, count = Counter(codes).most_common(1)[0] if codes else (None, 0)
    return code if 2 * count > len(codes) else None


def _word(word: Said, rules: Rules) -> Conclusion:
    """What an adjudicator said."""
    given = {one.name: word.value_of(one.name) for one in rules.questions}
    answers = {name: value for name, value in given.items() if value is not None}
    return concluded("adjudication-1", [word], [word], answers, word.edits)


def _text_of(said: Said) -> str:
    return json.dumps(said.edits or {}, ensure_ascii=False, sort_keys=True)


def _ids(said: Sequence[Said]) -> tuple[int, ...]:
    return tuple(one.id for one in said)
