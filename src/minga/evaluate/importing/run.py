"""One model on one task in one file: what every form of results is read into."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

__all__ = ["ImportedModel", "LeftOut", "Measure", "Origin", "Run", "metric_scale"]

_LOWER_IS_BETTER = frozenset(
    {"perplexity", "word_perplexity", "byte_perplexity", "bits_per_byte", "ter", "brier_score"}
)
_OF_HUNDRED = frozenset({"bleu", "chrf", "chrf++", "ter"}) | {
    f"{kind}_{way}" for kind in ("bleu", "rouge1", "rouge2", "rougeL") for way in ("max", "diff")
}


@dataclass(frozen=True)
class Origin:
    """The file that a run is from."""

    file: str
    """As the command line named it, below the folder that was given."""
    sha256: str
    harness: str
    """`lm-evaluation-harness` or `inspect`."""
    date: float = 0.0
    """When it was run, in seconds since 1970; 0 where the file does not say."""


@dataclass(frozen=True)
class ImportedModel:
    """A model as its results name it."""

    name: str
    parameters: int | None = None
    base: str = ""
    """What an adapter was put on."""
    revision: str = ""
    """Commit of its repository."""


@dataclass(frozen=True)
class Measure:
    """One number of a run."""

    metric: str
    filter: str
    value: float
    higher_is_better: bool

    @property
    def key(self) -> str:
        """As the harness writes it."""
        return f"{self.metric},{self.filter}"


@dataclass(frozen=True)
class LeftOut:
    """A file or a run that was not imported."""

    where: str
    reason: str
    """One of a few words, to be counted by."""
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}" + (f" ({self.detail})" if self.detail else "")


@dataclass(frozen=True)
class Run:
    """A model's results on a task. `results` is the harness's form, with nothing in it but this task and its parts."""

    origin: Origin
    model: ImportedModel
    task: str
    """Name of the task's folder."""
    harness_task: str
    """Key of the task within `results`."""
    results: Mapping[str, Any]
    samples: Callable[[], Iterator[dict[str, Any]]] | None = None
    """The items' samples in the harness's form, `subtask` in those of a group; None where there are none."""
    stored: str = ""
    """Name of the artifact that it was read from, where it was imported before."""
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Hashes of the files that it is made of."""
    ranked_by: str = ""
    """Metric and filter that it was ranked by, where it was imported before."""
    refused: str = ""
    """Why its samples were not taken, where it was imported before."""

    def __str__(self) -> str:
        return f"{self.origin.file}: {self.model.name} on {self.harness_task}"

    @property
    def config(self) -> Mapping[str, Any]:
        """The task's configuration; of a group that of its first part."""
        configs = self.results.get("configs", {})
        return configs.get(self.harness_task) or next(iter(configs.values()), {})

    @cached_property
    def measures(self) -> list[Measure]:
        """The task's numbers in the order of the file, without those that are none."""
        return list(self.measures_of(self.harness_task))

    def measures_of(self, task: str) -> Iterator[Measure]:
        """The numbers of a task or of a part of it."""
        for key, value in self.results["results"].get(task, {}).items():
            metric, _, way = key.partition(",")
            if way and not metric.endswith("_stderr") and _is_number(value):
                yield Measure(metric, way, float(value), self._higher_is_better(task, metric))

    def _higher_is_better(self, task: str, metric: str) -> bool:
        said = self.results.get("higher_is_better", {}).get(task, {}).get(metric)
        if isinstance(said, bool):
            return said
        listed = self.results.get("configs", {}).get(task, {}).get("metric_list")
        for each in listed if isinstance(listed, list) else ():
            if (
                isinstance(each, dict)
                and each.get("metric") == metric
                and isinstance(each.get("higher_is_better"), bool)
            ):
                return bool(each["higher_is_better"])
        return metric not in _LOWER_IS_BETTER

    @property
    def subtasks(self) -> list[str]:
        """The parts of a group; none where the task is one."""
        return [task for task in self.results["results"] if task != self.harness_task]

    def items_of(self, task: str) -> int:
        """Items that a task or a part of it was run on; 0 where the file does not say."""
        counted = self.results.get("n-samples", {}).get(task)
        return int(counted["effective"]) if counted else 0

    @property
    def items(self) -> int:
        """Items that the number was computed on; 0 where the file does not say."""
        return sum(map(self.items_of, self.subtasks)) if self.subtasks else self.items_of(self.harness_task)

    @property
    def limited(self) -> bool:
        """Whether only some of the items were run."""
        counted = self.results.get("n-samples", {})
        if counted:
            return any(each["effective"] < each["original"] for each in counted.values())
        return self.results.get("config", {}).get("limit") is not None

    @property
    def shots(self) -> int | None:
        """Worked examples before each item."""
        said = self.results.get("n-shot", {}).get(self.harness_task, self.config.get("num_fewshot"))
        return said if isinstance(said, int) else None

    @property
    def version(self) -> str:
        """Version of the task; empty where the file does not say."""
        said = self.results.get("versions", {}).get(self.harness_task)
        return "" if said in (None, "N/A") else str(said)


def metric_scale(metric: str) -> float:
    """The most that a metric can reach, as the harness computes it: 100 for BLEU and its kin, else 1."""
    return 100.0 if metric in _OF_HUNDRED else 1.0


def _is_number(value: object) -> bool:
    try:
        return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    except OverflowError:  # an integer beyond all floats
        return False
