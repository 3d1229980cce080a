"""What is known of a harness task besides how to run it: `minga-task.json` in its folder.

`benchmark` writes it; whoever ranks, reports or publishes reads it through this module.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from minga.credits import is_simulated
from minga.errors import InputError
from minga.records import first_fault
from minga.tables import Artifact

__all__ = ["CARD", "ITEMS", "Origin", "Subtask", "TaskCard", "read_task"]

CARD = "minga-task.json"
ITEMS = "items.jsonl"
"""The items beside it, one document a line, where the task is the project's own."""
Origin = Literal["native", "human", "machine"]
"""Who wrote the items in this language: its speakers, a translator, or a machine."""


class Subtask(BaseModel):
    """A part of a task with a score of its own, such as one subject of MMLU."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    task: str
    """As the harness calls it."""
    random: float = 0.0
    maximum: float = 1.0
    items: int


class TaskCard(BaseModel):
    """One task: what it measures, in which language, on whose items."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    task: str = Field(pattern=r"^\w[\w.-]*$")
    """As `lm_eval --tasks` calls it."""
    benchmark: str
    language: str
    metric: str
    random: float = 0.0
    """What guessing scores."""
    maximum: float = 1.0
    """The best that can be scored."""
    items: int
    family: str = ""
    """What it measures, as the catalogue calls it: `reading`, `knowledge`, `mathematics` …"""
    origin: Origin = "native"
    donor: str = ""
    """Who made the items and gave them."""
    shots: int | None = None
    """Worked examples before each item; None leaves it to `[evaluate] shots`."""
    version: str = ""
    """The harness's version of the task, where results of another one must not stand beside it."""
    stock: bool = False
    """Whether the installed harness has the task, so that the folder holds nothing but this card."""
    private: bool = False
    """Whether the items must not be shown."""
    cluster: str = ""
    """The field of a document that names what several items share, such as the passage they are about."""
    subtasks: tuple[Subtask, ...] = ()
    """The parts of a group of the harness, each with a baseline of its own."""
    weighting: Literal["items", "equal"] = "items"
    """How the parts are averaged: by their items, or each the same."""
    validated: float = Field(default=0.0, ge=0, le=1)
    """Share of the items that people validated."""
    verdicts: dict[str, int] = Field(default_factory=dict)
    """Translations by what people concluded on them, those among them that left: `untranslatable`, `source-wrong`."""
    validators: tuple[str, ...] = ()
    """Public names of those people."""
    licence: str
    citation: str = ""
    source: str = ""
    unknown: tuple[str, ...] = ()
    """Of a task that came with imported results, what nobody said: `random`, `language`, `items`, `licence`.

    What stands there then is 0, `und`, 0 or `NOASSERTION`.
    """

    @model_validator(mode="after")
    def _measures_something(self) -> Self:
        if self.random == self.maximum:
            raise ValueError(f"guessing scores {self.random:g}, which is also the maximum: nothing can be measured")
        return self

    @property
    def translated(self) -> bool:
        """Whether the items are translations."""
        return self.origin != "native"

    @property
    def config(self) -> str:
        """The configuration of the published benchmark with its items."""
        return f"{self.benchmark}-{self.language}"

    @property
    def people(self) -> list[str]:
        """The validators without the demonstration's simulated people."""
        return [name for name in self.validators if not is_simulated(name)]

    @property
    def simulated(self) -> bool:
        """Whether any of the validators is simulated."""
        return any(map(is_simulated, self.validators))


def read_task(task: Artifact) -> TaskCard:
    """The card of a task. Raises InputError when it has none that can be read."""
    path = task.path / CARD
    try:
        return TaskCard.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        what = first_fault(error) if isinstance(error, ValidationError) else "is missing"
        raise InputError(what, where=path, hint="make the task anew: minga benchmark") from error
