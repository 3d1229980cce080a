"""`dawid-skene-1`: an item gets as many opinions as are worth their cost.

On each question that decides, people's opinions give a probability to each value, by the reliabilities of the last
checkpoint. The item is decided when each question that is asked reaches the campaign's `confidence`, wants one more
opinion when that is worth its cost on one of them (`overlap`), and is disputed when it is not.

Where `edit` wins, the adopted texts are the medoid of the edits; edits that differ too much are disputed. A question
that need not be answered is concluded where it can be, and holds nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from minga.review.belief import ADJUDICATE, ENOUGH, MORE, Belief, Evidence
from minga.review.dimensions import Dimension, dimensions_of, value_from
from minga.review.edits import ALIKE, medoid
from minga.review.ledger import Ledger
from minga.review.rules import Conclusion, Judged, Rules, agrees, concluded, disputed
from minga.review.said import Said
from minga.settings import QuestionSettings

__all__ = ["Originals", "changed_items", "conclude_adaptively"]

Originals = Callable[[int], Mapping[str, str]]
"""The texts of an item by field name, before anybody edited them; asked for only where edits differ."""


def conclude_adaptively(
    items: Sequence[Sequence[Said]], rules: Rules, belief: Belief, originals: Originals
) -> list[Judged]:
    """How each of `items` stands: their newest judgements (at least `overlap` each), in the order of positions."""
    evidence = {one.name: belief.evidence(items, one, rules) for one in rules.dimensions} if items else {}
    return [_conclude(judged, number, evidence, rules, belief, originals) for number, judged in enumerate(items)]


def changed_items(ledger: Ledger, rules: Rules, before: Belief, after: Belief) -> list[int]:
    """Ids of the items that may stand otherwise after a checkpoint than before it; all others stand as they did."""
    found, items = np.unique(ledger.items, return_inverse=True)
    judged = np.bincount(items, minlength=len(found))
    changed = np.zeros(len(found), dtype=np.bool_)
    for dimension in rules.dimensions:
        former, later = (one.evidence_of(ledger, items, judged, dimension, rules) for one in (before, after))
        changed |= (former.step != later.step) | (former.best != later.best)
        if dimension.question.name == "verdict":
            edit = dimension.values.index("edit")
            trust = [one.trust(dimension, edit, one.codes(ledger.people)) for one in (before, after)]
            otherwise = (ledger.codes[dimension.name] == edit) & (trust[0] != trust[1])
            changed |= (later.best == edit) & (np.bincount(items[otherwise], minlength=len(found)) > 0)
    return [int(number) for number in found[changed & (judged >= rules.overlap)]]


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
        dimensions = dimensions_of(question)
        step = max(int(evidence[one.name].step[number]) for one in dimensions)
        posterior[question.name] = _posterior(question, dimensions, evidence, number)
        if step == ENOUGH:
            answers[question.name] = value_from(question, [int(evidence[one.name].best[number]) for one in dimensions])
        if question.required:
            # Where one of several labels wants more opinions, they may settle the others as well.
            steps |= {int(evidence[one.name].step[number]) for one in dimensions}
    if MORE in steps:
        return Judged(None, len(judged), len(judged) + 1, apart=True)
    drawn = {"checkpoint": belief.checkpoint, "posterior": posterior or None}
    rule = f"dawid-skene-1(overlap={rules.overlap}-{rules.settings.most},confidence={rules.settings.confidence:g})"
    if ADJUDICATE in steps:
        conclusion = disputed(rule, judged, **drawn)
    else:
        conclusion = _agreed(rule, judged, answers, rules, belief, originals, drawn)
    return Judged(conclusion, len(judged), len(judged))


def _posterior(
    question: QuestionSettings, dimensions: Sequence[Dimension], evidence: Mapping[str, Evidence], number: int
) -> dict[str, float]:
    """Probability of each value; of several labels, that of each being given."""
    if question.type == "labels":
        return {one.option: float(evidence[one.name].posterior[number, 1]) for one in dimensions}
    [dimension] = dimensions
    return dict(zip(dimension.values, map(float, evidence[dimension.name].posterior[number]), strict=True))


def _agreed(
    rule: str, judged: Sequence[Said], answers: Mapping[str, Any], rules: Rules, belief: Belief, originals: Originals,
    drawn: Mapping[str, Any],
) -> Conclusion:  # fmt: skip
    questions = [one for one in rules.questions if one.name in answers]
    supporters = [said for said in judged if all(agrees(said, one, answers[one.name]) for one in questions)]
    if answers.get("verdict") != "edit":
        return concluded(rule, judged, supporters, answers, **drawn)
    editors = [said for said in judged if said.verdict == "edit"]
    edits = [said.edits or {} for said in editors]
    best, alike = 0, 1.0
    if any(one != edits[0] for one in edits):
        [verdict] = dimensions_of(rules.questions[0])
        codes = belief.codes(np.array([said.person_id for said in editors], dtype=np.int64))
        trust = belief.trust(verdict, verdict.values.index("edit"), codes)
        weights = [float(trust[at]) * said.weight for at, said in enumerate(editors)]
        best, alike = medoid(edits, weights, originals(judged[0].item_id))
    if alike < ALIKE:
        return disputed(rule, judged, **drawn)
    return concluded(rule, judged, supporters, answers, edits[best], **drawn)
