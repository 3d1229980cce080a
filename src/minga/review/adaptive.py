"""`dawid-skene-1`: an item gets as many opinions as are worth their cost.

On each question that decides, people's opinions give a probability to each value, by the reliabilities of the last
checkpoint. The item is decided when each question that is asked reaches the campaign's `confidence`, wants one more
opinion when that is worth its cost on one of them (`overlap`), and is disputed when it is not.

Where `edit` wins, the adopted texts are the medoid of the edits; edits that differ too much are disputed. A question
that need not be answered is concluded where it can be, and holds nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from minga.review.belief import Belief, Evidence
from minga.review.dimensions import dimensions_of, value_from
from minga.review.edits import ALIKE, medoid
from minga.review.overlap import OverlapPolicy, Step
from minga.review.rules import Conclusion, Judged, Rules, agrees, concluded, disputed
from minga.review.said import Said
from minga.settings import QuestionSettings

__all__ = ["Originals", "conclude_adaptively"]

Originals = Callable[[int], Mapping[str, str]]
"""The texts of an item by field name, before anybody edited them; asked for only where edits differ."""

_WORTH = OverlapPolicy().worth


@dataclass(frozen=True)
class _Answer:
    """How far one question of one item is."""

    step: Step
    value: Any
    posterior: dict[str, float]


def conclude_adaptively(
    items: Sequence[Sequence[Said]], rules: Rules, belief: Belief, originals: Originals
) -> list[Judged]:
    """How each of `items` stands: their newest judgements (at least `overlap` each), in the order of positions."""
    room = np.array([max(0, rules.settings.most - len(judged)) for judged in items], dtype=np.int64)
    evidence = {one.name: belief.evidence(items, one, room) for one in rules.dimensions}
    return [_conclude(judged, number, evidence, rules, belief, originals) for number, judged in enumerate(items)]


def _conclude(
    judged: Sequence[Said], number: int, evidence: Mapping[str, Evidence], rules: Rules, belief: Belief,
    originals: Originals,
) -> Judged:  # fmt: skip
    answers: dict[str, Any] = {}
    posterior: dict[str, dict[str, float]] = {}
    steps = set()
    for question in rules.questions:
        if question not in rules.asked(answers):
            continue
        found = _answer(question, number, evidence, rules, room=rules.settings.most - len(judged))
        posterior[question.name] = found.posterior
        if found.step == Step.ENOUGH:
            answers[question.name] = found.value
        if question.required:
            steps.add(found.step)
    if Step.MORE in steps:
        return Judged(None, len(judged), len(judged) + 1, apart=True)
    drawn = {"checkpoint": belief.checkpoint, "posterior": posterior or None}
    rule = f"dawid-skene-1(overlap={rules.overlap}-{rules.settings.most},confidence={rules.settings.confidence:g})"
    if Step.ADJUDICATE in steps:
        conclusion = disputed(rule, judged, **drawn)
    else:
        conclusion = _agreed(rule, judged, answers, rules, belief, originals, drawn)
    return Judged(conclusion, len(judged), len(judged))


def _answer(
    question: QuestionSettings, number: int, evidence: Mapping[str, Evidence], rules: Rules, room: int
) -> _Answer:
    dimensions = dimensions_of(question)
    steps, codes, posterior = set(), [], {}
    for dimension in dimensions:
        found = evidence[dimension.name]
        row = found.posterior[number]
        steps.add(_step(float(row.max()), int(found.opinions[number]), float(found.worth[number]), rules, room))
        codes.append(int(row.argmax()))
        if dimension.option:
            posterior[dimension.option] = float(row[1])
        else:
            posterior = dict(zip(dimension.values, map(float, row), strict=True))
    for step in (Step.MORE, Step.ADJUDICATE):
        if step in steps:
            return _Answer(step, None, posterior)
    return _Answer(Step.ENOUGH, value_from(question, codes), posterior)


def _step(best: float, opinions: int, worth: float, rules: Rules, room: int) -> Step:
    """`overlap.next_step`, where fewer people may have been asked a question than judged the item."""
    if opinions < rules.overlap:
        return Step.MORE if room > 0 else Step.ADJUDICATE
    if best >= rules.settings.confidence:
        return Step.ENOUGH
    return Step.MORE if room > 0 and worth >= _WORTH else Step.ADJUDICATE


def _agreed(
    rule: str, judged: Sequence[Said], answers: Mapping[str, Any], rules: Rules, belief: Belief, originals: Originals,
    drawn: Mapping[str, Any],
) -> Conclusion:  # fmt: skip
    questions = [one for one in rules.questions if one.name in answers]
    supporters = [said for said in judged if all(agrees(said, one, answers[one.name]) for one in questions)]
    if answers.get("verdict") != "edit":
        return concluded(rule, judged, supporters, answers, **drawn)
    editors = [said for said in judged if said.verdict == "edit"]
    [verdict] = dimensions_of(rules.questions[0])
    code = verdict.values.index("edit")
    weights = [belief.reliability(said, verdict, code) for said in editors]
    edits = [said.edits or {} for said in editors]
    texts = originals(judged[0].item_id) if len({tuple(sorted(one.items())) for one in edits}) > 1 else {}
    best, alike = medoid(edits, weights, texts)
    if alike < ALIKE:
        return disputed(rule, judged, **drawn)
    return concluded(rule, judged, supporters, answers, edits[best], **drawn)
