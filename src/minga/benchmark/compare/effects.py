"""What validation does to models' scores: by version, paired differences, and the items that change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

import numpy as np

from minga.benchmark.compare.answers import Answers, Scores
from minga.benchmark.compare.comparison import Difference, Estimate, Flip, FlipRate, VersionScore
from minga.benchmark.compare.effort import Bootstrap
from minga.benchmark.compare.shares import Shares
from minga.benchmark.compare.versions import Trio
from minga.statistics import Draws, bootstrap, mcnemar, mcnemar_mid_p

__all__ = ["differences", "flip_rates", "flips", "joint_draws", "version_scores"]

_THIRDS = ("light", "medium", "heavy")


def joint_draws(scores: Scores, drawing: Bootstrap) -> Draws:
    """Draws of every model on every version (rows: models, then their versions), on the same items."""
    rows = scores.correct.reshape(-1, len(scores.items))
    return bootstrap(rows, draws=drawing.draws, seed=drawing.seed, name="versions")


def version_scores(scores: Scores, drawn: Draws, drawing: Bootstrap) -> tuple[VersionScore, ...]:
    """The score of each model on each version."""
    intervals = drawn.intervals(drawing.confidence)
    return tuple(
        VersionScore(
            model=model,
            version=version,
            items=len(scores.items),
            score=Estimate(
                value=float(scores.of(row, version).mean()),
                low=float(intervals[row * len(scores.versions) + column][0]),
                high=float(intervals[row * len(scores.versions) + column][1]),
            ),
        )
        for row, model in enumerate(scores.models)
        for column, version in enumerate(scores.versions)
    )


def differences(scores: Scores, drawn: Draws, drawing: Bootstrap) -> Iterator[Difference]:
    """Each model on each two versions, the later version first: validated minus machine."""
    count = len(scores.versions)
    for row, model in enumerate(scores.models):
        between = drawn.take(range(row * count, (row + 1) * count)).differences(drawing.confidence)
        for second, first in combinations(range(count), 2):
            ours, theirs = scores.correct[row, first], scores.correct[row, second]
            yield Difference(
                model=model,
                first=scores.versions[first],
                second=scores.versions[second],
                difference=Estimate(
                    value=float((ours - theirs).mean()),
                    low=float(between.low[first, second]),
                    high=float(between.high[first, second]),
                ),
                only_first=int(((ours == 1) & (theirs == 0)).sum()),
                only_second=int(((ours == 0) & (theirs == 1)).sum()),
                exact_p=mcnemar(ours, theirs),
                mid_p=mcnemar_mid_p(ours, theirs),
            )


def flips(scores: Scores, answers: Answers, trios: Mapping[str, Trio], chrf: Mapping[str, float]) -> Iterator[Flip]:
    """The items that a model gets right in the validated version and wrong in the machine's, or the other way."""
    for row, model in enumerate(scores.models):
        before, after = scores.of(row, "machine"), scores.of(row, "validated")
        for place in np.flatnonzero((before >= 0.5) != (after >= 0.5)):
            key = scores.items[place]
            trio = trios[key]
            yield Flip(
                model=model,
                item=key,
                gained=bool(after[place] >= 0.5),
                machine_prediction=answers.prediction(model, "machine", key),
                validated_prediction=answers.prediction(model, "validated", key),
                answer="" if trio.validated is None or trio.validated.answer is None else str(trio.validated.answer),
                reasons=tuple(_reasons(trio)),
                checks=trio.checks,
                chrf=chrf[key],
            )


def _reasons(trio: Trio) -> Iterator[str]:
    if trio.validated is not None and trio.machine.answer != trio.validated.answer:
        yield "key-changed"
    changed = {name for name, (one, other) in trio.texts.items() if one != other}
    if any(name.startswith("choices[") for name in changed):
        yield "choices-changed"
    if changed & {"question", "context"}:
        yield "question-changed"
    if trio.severity != "none":
        yield trio.severity


def flip_rates(
    scores: Scores, trios: Mapping[str, Trio], chrf: Mapping[str, float], shares: Shares
) -> Iterator[FlipRate]:
    """How often items flip, by the worst finding and by how much people changed."""
    thirds = _edits(scores, trios, chrf)
    worst = {key: trios[key].severity for key in scores.items}
    for row, model in enumerate(scores.models):
        flipped = (scores.of(row, "machine") >= 0.5) != (scores.of(row, "validated") >= 0.5)
        for by, kinds, order in (
            ("severity", worst, ("error", "warning", "note", "none")),
            ("edit", thirds, ("unchanged", *_THIRDS)),
        ):
            for group in order:
                inside = np.array([kinds[key] == group for key in scores.items], dtype=np.bool_)
                if inside.any():
                    share = shares.share(int(flipped[inside].sum()), int(inside.sum()))
                    yield FlipRate(model=model, by=by, group=group, share=share)


def _edits(scores: Scores, trios: Mapping[str, Trio], chrf: Mapping[str, float]) -> dict[str, str]:
    """`unchanged`, or in which third of the edited items by chrF an item is."""
    edited = sorted((key for key in scores.items if trios[key].changed), key=lambda key: (-chrf[key], key))
    thirds = {key: _THIRDS[3 * place // len(edited)] for place, key in enumerate(edited)}
    return {key: thirds.get(key, "unchanged") for key in scores.items}
