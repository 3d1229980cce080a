"""What a comparison found: every number of `comparison.json`, and what it means.

Shares, scores and differences lie between 0 and 1 (differences between -1 and 1), chrF between 0 and 100. Intervals are
of the comparison's `confidence`: Wilson's (1927) for shares, bootstrap over items for everything else.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

__all__ = [
    "CheckRate", "Comparison", "CurvePoint", "Detection", "Difference", "Effort", "Estimate", "Flip", "FlipRate",
    "RankChange", "Ranking", "Share", "Spot", "Stopping", "Verdict", "Version", "VersionScore",
]  # fmt: skip

Version = Literal["source", "machine", "validated"]
Truth = Literal["edited", "most-edited"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Share(_Part):
    """A count of items, as a share with Wilson's interval."""

    count: int
    """Items that have it."""
    of: int
    """Items looked at."""
    value: float | None
    """The share; none where nothing was looked at."""
    low: float | None
    high: float | None


class Estimate(_Part):
    """A mean over items with its bootstrap interval."""

    value: float
    low: float
    high: float


class CheckRate(_Part):
    """How many items a check of the linter finds something in."""

    check: str
    """Name of the check, or `any` for all of a severity."""
    severity: Literal["error", "warning", "note"]
    machine: Share
    """Of all items of the machine version."""
    validated: Share
    """Of the validated version: what people left, and false alarms."""
    changed: Share
    """Of the items of the machine version that it finds, those that people edited or took out."""


class Verdict(_Part):
    """What people decided about how many items."""

    verdict: str
    """`unchanged`, `edited`, `adapted`, or why the item is not in the validated version: `rejected`, `untranslatable`,
    `source-wrong`, `undecided` …"""
    share: Share


class Effort(_Part):
    """How far the validated version is from the machine's, over the items that are in both."""

    items: int
    texts: int
    unchanged_items: Share
    unchanged_texts: Share
    chrf: Estimate
    """Of the machine's texts against the validated ones: 100 where they are the same. Mean over an item's texts."""
    characters: Estimate
    """Edit distance in characters by the length of the longer text."""
    words: Estimate
    """Edit distance in words."""


class Detection(_Part):
    """What the linter caught of what people changed."""

    truth: Truth
    """`edited`: edited or taken out. `most-edited`: the worst part of the items by chrF, or taken out."""
    marked: Literal["error", "warning", "note", "riskiest-10", "riskiest-25"]
    """Which items count as marked: those with a finding of this severity or a worse one, or the tenth or the quarter
    with the highest risk."""
    precision: Share
    """Of the marked items, those that people changed."""
    recall: Share
    """Of the items that people changed, those that are marked."""
    base: Share
    """Of all items, those that people changed: the precision of chance."""


class VersionScore(_Part):
    """A model's score on one version, over the items that every model answered in every version."""

    model: str
    version: Version
    items: int
    score: Estimate


class Difference(_Part):
    """A model's score on one version minus that on another, on the same items."""

    model: str
    first: Version
    second: Version
    difference: Estimate
    """Simultaneous over the model's versions (max-T bootstrap, paired)."""
    only_first: int
    """Items right in the first version and wrong in the second."""
    only_second: int
    exact_p: float
    """McNemar's exact test."""
    mid_p: float
    """McNemar's mid-p test (Fagerland, Lydersen & Laake 2013)."""


class FlipRate(_Part):
    """How often items of one kind change between right and wrong from machine to validated version."""

    model: str
    by: Literal["severity", "edit"]
    group: str
    """`error`, `warning`, `note`, `none` (worst finding); `unchanged`, `light`, `medium`, `heavy` (thirds by chrF)."""
    share: Share


class Flip(_Part):
    """An item that a model answers rightly in one version and wrongly in the other."""

    model: str
    item: str
    """Id of the source item."""
    gained: bool
    """Whether it is right in the validated version."""
    machine_prediction: str
    validated_prediction: str
    answer: str
    """Index of the right choice in the validated version."""
    reasons: tuple[str, ...]
    """Which hold of `key-changed`, `choices-changed`, `question-changed`, and the worst finding's severity."""
    checks: tuple[str, ...]
    chrf: float


class Ranking(_Part):
    """Models in order on one version."""

    version: Version
    models: tuple[str, ...]
    """Best first."""
    places: dict[str, tuple[float, ...]]
    """By model the probability of each place, over bootstrap draws; equal models share the better place."""


class RankChange(_Part):
    """Whether two versions rank the models alike."""

    first: Version
    second: Version
    tau: float
    """Kendall's tau-b of the scores."""
    low: float
    high: float
    same: float
    """Share of the bootstrap draws in which both versions give the same order."""


class CurvePoint(_Part):
    """The benchmark when so many items are validated and the rest is machine translated."""

    order: Literal["random", "risk"]
    validated: int
    difference: float
    """Mean absolute difference to the score of the fully validated version; the model with the largest."""
    worst: float
    """The 95th percentile of that over orders."""
    same_ranking: float | None
    """Share of orders in which the models rank as in the full version; none with one model."""


class Stopping(_Part):
    """When a campaign that validates in random order may stop, and what its rule promises.

    The rule looks after every batch at a confidence sequence for the fully validated score: sampling without
    replacement, by betting (Waudby-Smith & Ramdas 2024). It holds at all looks together, so that one may stop on what
    one sees.
    """

    rule: Literal["score", "ranking"]
    """`score`: every model's score is known to `goal`. `ranking`: of every two models it is known who is ahead, or that
    they are no more than `goal` apart."""
    goal: float
    error: float
    """Allowed probability of a wrong statement, over all models and looks."""
    simulated: int
    """Campaigns played on the real items."""
    items: int
    """Median of the items validated at the stop."""
    late: int
    """In nine of ten campaigns it stopped by then."""
    share: float
    """`items` as a share of all."""
    wrong: Share
    """Campaigns that stopped with a wrong statement."""


class Spot(_Part):
    """One item to look at: what the linter missed or caught."""

    item: str
    chrf: float
    checks: tuple[str, ...]
    source: str
    machine: str
    validated: str


class Comparison(_Part):
    """Source, machine and validated version of one benchmark, and what models make of them."""

    benchmark: str
    language: str
    source_language: str
    items: int
    """Items with a source and a machine version."""
    paired: int
    """Items that are also in the validated version."""
    confidence: float
    draws: int
    seed: int
    worst: float
    """The share of the items that counts as `most-edited`."""
    verdicts: tuple[Verdict, ...]
    rates: tuple[CheckRate, ...]
    effort: Effort | None
    detections: tuple[Detection, ...]
    missed: tuple[Spot, ...]
    """The most edited items in which the linter found nothing."""
    scored: int
    """Items that every model answered in every version."""
    models: tuple[str, ...]
    left_out: tuple[str, ...]
    """Models without answers to the machine or the validated version."""
    scores: tuple[VersionScore, ...]
    differences: tuple[Difference, ...]
    flip_rates: tuple[FlipRate, ...]
    flips: tuple[Flip, ...]
    rankings: tuple[Ranking, ...]
    rank_changes: tuple[RankChange, ...]
    curve: tuple[CurvePoint, ...]
    stopping: tuple[Stopping, ...]
