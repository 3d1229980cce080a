"""Models: how they are scored, tuned, ranked and published."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from minga.settings.base import Family, Licence, Name, Part, Tag

__all__ = [
    "LeaderboardSettings", "ModelSettings", "PublishSettings", "SuiteSettings", "TaskSettings", "TuneSettings",
]  # fmt: skip


class ModelSettings(Part):
    """`[[models]]`: what results do not say of a model, for the leaderboard."""

    name: str = Field(min_length=1)
    """As results name it: `google/gemma-2-9b-it`."""
    licence: Licence | None = None
    """SPDX; `LicenseRef-Gemma` and the like where SPDX has no name for it."""
    open_weights: bool | None = None
    """Whether anybody can have the weights."""
    kind: Literal["base", "instruct"] | None = None
    """Whether it was trained to follow instructions."""
    parameters: int | None = Field(default=None, ge=1)
    """How many it has, where results do not say."""
    url: str = Field(default="", pattern=r"^(https?://\S+)?$")
    """Where it is described."""


class TaskSettings(Part):
    """`[[tasks]]`: what imported results do not say of a task."""

    name: str = Field(min_length=1)
    """As results name it; `*` stands for anything: `truthfulqa-multi_gen_*`. Of several that fit, each fact is
    taken from the first that says it; what none says is taken from the catalogue and the results themselves."""
    benchmark: str | None = None
    """What the task is called in every language."""
    language: Tag | None = None
    """BCP-47 tag of its items."""
    family: Family | None = None
    """What it measures: `reading`, `knowledge`, `truthfulness` …"""
    metric: str | None = None
    """The metric that ranks, `METRIC` or `METRIC,FILTER`; without, the first of the results."""
    random: float | None = None
    """What guessing scores."""
    maximum: float | None = None
    """The best that can be scored."""
    origin: Literal["native", "human", "machine"] | None = None
    """Who wrote the items in this language: its speakers, a translator, or a machine."""
    cluster: str | None = None
    """The field of an item that several share, such as their passage: intervals are then drawn over passages."""
    donor: str | None = None
    """Who made the items and gave them."""
    licence: Licence | None = None
    """Of the items, as SPDX."""
    citation: str | None = None
    """How the benchmark asks to be cited."""
    source: str | None = None
    """Where it is from."""


class SuiteSettings(Part):
    """`[[suites]]`: tasks that are shown and ranked together."""

    name: Name
    """What `[evaluate] suites` and `--suite` call it."""
    title: str = ""
    """What people read; empty takes the name."""
    tasks: tuple[str, ...] = Field(min_length=1)
    """Tasks of the catalogue, and the project's own."""
    shots: int | None = Field(default=None, ge=0, le=25)
    """Worked examples before each item; without, each task has its own number."""


class TuneSettings(Part):
    """`[tune]`: a LoRA adapter from the project's records."""

    base: str = "embedded"
    """The model to start from: `embedded`, a local folder, or a name on the Hub."""
    steps: int = Field(default=8, ge=1)
    """Optimiser steps."""
    batch_size: int = Field(default=4, ge=1)
    """Records in a step."""
    learning_rate: float = Field(default=2e-4, gt=0)
    """Peak of the schedule."""
    rank: int = Field(default=8, ge=1)
    """LoRA rank."""
    alpha: int = Field(default=16, ge=1)
    """LoRA alpha: updates are scaled by `alpha / rank`."""
    max_length: int = Field(default=512, ge=16)
    """Tokens kept of a record."""
    threads: int = Field(default=2, ge=1, le=256)
    """Processor threads. Fixed, because sums that are cut up otherwise differ in their last bits."""


class LeaderboardSettings(Part):
    """`[leaderboard]`: how results are shown."""

    title: str = ""
    """The page's heading; empty takes the project's name."""
    draws: int = Field(default=2000, ge=200)
    """Bootstrap draws behind an interval."""
    confidence: float = Field(default=0.95, gt=0.5, lt=1)
    """Coverage of the intervals."""
    weighting: Literal["tasks", "families"] = "tasks"
    """What counts the same within a language: every task, or every family of tasks. Languages always do."""


class PublishSettings(Part):
    """`[publish]`: repositories ready for the Hub."""

    namespace: str = ""
    """User or organisation on the Hub; empty leaves repositories as folders."""
    base_licence: Licence | None = None
    """Licence of the model that the adapter was trained on, as SPDX; only needed where that is not `embedded`."""
