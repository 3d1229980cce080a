"""The entries of the catalogue: what is known of each evaluation set, and what is not.

`data/FAMILY.toml` holds what people found out: origin, licence, citation, donor, baseline. What the harness itself says
(dataset, metrics, splits, parts) is read from it into `data/harness.json`. A fact that nobody stated is None, or
`NOASSERTION` for a licence; nothing is guessed.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from minga.benchmark.catalogue.harness_facts import HarnessTask, harness_facts
from minga.errors import UsageError
from minga.settings.base import Licence, Tag
from minga.task_cards import Origin, Subtask, TaskCard
from minga.task_families import FAMILIES

__all__ = ["DATA", "Entry", "catalogue", "entry_of"]

DATA = files("minga.benchmark.catalogue") / "data"
UNKNOWN = "unknown"
_ASKED = ("items", "shots", "validated", "gated", "donor", "citation", "source", "dataset")


class Entry(BaseModel):
    """One task of the catalogue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    task: str
    """As `lm_eval --tasks` calls it."""
    benchmark: str
    title: str
    family: str
    language: Tag
    metric: str
    """What it is ranked by."""
    random: float
    """What guessing scores."""
    maximum: float = 1.0
    origin: Origin
    licence: Licence = "NOASSERTION"
    aliases: tuple[str, ...] = ()
    """What others call it."""
    shots: int | None = None
    items: int | None = None
    """Size of the part that is scored; None is not known."""
    validated: float | None = None
    """Share of the items that people validated; None is not known."""
    private: bool = False
    gated: bool | None = None
    """Whether the Hub asks to agree to terms first; None is not known."""
    donor: str = ""
    citation: str = ""
    source: str = ""
    dataset: str = ""
    cluster: str = ""
    weighting: Literal["items", "equal"] | None = None
    files: str = ""
    """The folder of minga's own task files; empty where the harness has the task."""
    runnable: bool = True
    """False where the harness cannot run it at all; `reason` says why."""
    reason: str = ""
    ran_here: bool = False
    """Whether real items were formatted and scored with it when the catalogue was made."""
    notes: str = ""
    harness: HarnessTask | None = None

    @property
    def variety(self) -> str:
        """The part of the tag that says where or how the language is spoken: `ES`, `valencia`; empty for none."""
        return self.language.partition("-")[2]

    @property
    def stock(self) -> bool:
        """Whether the harness has it, or all its parts."""
        return self.runnable and self.files in ("", "groups")

    @property
    def unknown(self) -> list[str]:
        """Which facts nobody stated."""
        missing = [name for name in _ASKED if getattr(self, name) in (None, "")]
        return sorted([*missing, *(["licence"] if self.licence == "NOASSERTION" else [])])

    def card(self, shots: int | None = None) -> TaskCard:
        """The card of its artifact; `shots` go before the entry's own."""
        parts = self.harness.parts if self.harness else ()
        weighting = self.weighting or ("items" if self.harness is None or self.harness.weighted else "equal")
        return TaskCard(
            task=self.task,
            benchmark=self.benchmark,
            language=self.language,
            metric=self.metric,
            random=self.random,
            maximum=self.maximum,
            items=self.items or 0,
            family=self.family,
            origin=self.origin,
            donor=self.donor,
            shots=self.shots if shots is None else shots,
            stock=self.stock,
            private=self.private,
            cluster=self.cluster,
            subtasks=tuple(
                Subtask(task=name, random=self.random, maximum=self.maximum, items=self._items_of(name))
                for name in parts
            ),
            weighting=weighting,
            validated=self.validated or 0.0,
            licence=self.licence,
            citation=self.citation,
            source=self.source,
            unknown=tuple(name for name in ("items", "licence", "validated") if name in self.unknown),
        )

    def _items_of(self, part: str) -> int:
        single = catalogue().get(part)
        return (single.items or 0) if single else 0


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Entry]:
    """All entries by the task's name, in the order of the families."""
    return {entry.task: entry for family in FAMILIES for entry in _entries(family)}


def _entries(family: str) -> Iterator[Entry]:
    text = (DATA / f"{family}.toml").read_text(encoding="utf-8")
    facts = harness_facts()
    for benchmark in tomllib.loads(text)["benchmarks"]:
        shared: dict[str, Any] = {"family": family, "benchmark": benchmark.pop("name")}
        tasks = benchmark.pop("tasks")
        for task in tasks:
            stated = {key: value for key, value in (shared | benchmark | task).items() if value != UNKNOWN}
            harness = facts.get(task["task"])
            if harness is not None:
                stated.setdefault("dataset", harness.dataset)
            yield Entry(**stated, harness=harness)


def entry_of(name: str) -> Entry:
    """The entry of a task by its name or an alias. Raises UsageError with the nearest names."""
    entries = catalogue()
    if name in entries:
        return entries[name]
    for entry in entries.values():
        if name in entry.aliases:
            return entry
    near = difflib.get_close_matches(name, entries, n=3)
    hint = f"did you mean {', '.join(near)}?" if near else "minga benchmark list shows all"
    raise UsageError(f"the catalogue has no task called {name}", hint=hint)
