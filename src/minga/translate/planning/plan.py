"""The plan of a validation campaign: which items first, and what may be concluded after how many hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from minga.manifests import hash_of
from minga.records import BenchmarkItem, records_of
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.planning.belief import Belief, believe, believe_from_risk
from minga.translate.planning.draws import Order, learnt_sizes, new_order, risk_sizes
from minga.translate.planning.effort import Pace, words_of
from minga.translate.planning.estimates import Estimate, estimate
from minga.translate.planning.history import SCHEMA, order_of, plan_rows
from minga.translate.planning.population import Floats, Ints, Population, Verdicts
from minga.translate.planning.score_file import ItemScores
from minga.translate.planning.widths import expected_widths, items_for
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "Plan", "PlanOptions", "make_plan"]

CODE = 1
"""Raised when a change of this package changes what it makes."""


class PlanOptions(BaseModel):
    """What there is, and what is wanted."""

    model_config = ConfigDict(frozen=True)

    hours: float = Field(gt=0)
    """Hours of each person."""
    people: int = Field(gt=0)
    opinions: float = Field(default=1.0, ge=1)
    """Answers that an item needs."""
    goal: float = Field(default=0.01, gt=0, lt=1)
    """Half width of the interval that is wanted, as a fraction of the full score."""
    confidence: float = Field(default=0.95, gt=0, lt=1)
    seed: int = 0
    redraw: bool = False
    """Whether what nobody has reached is drawn anew after the verdicts so far."""

    @property
    def seconds(self) -> float:
        """How many seconds of one opinion an item there are."""
        return self.hours * self.people * 3600 / self.opinions


@dataclass(frozen=True)
class Plan:
    """What the planner found out."""

    table: Table
    items: int
    done: int
    """Items that people are done with, in the order of the plan."""
    affordable: int
    """Items that the hours suffice for, those done included."""
    hours_for_all: float
    """Hours of one person for all that is left."""
    width: float
    """Expected half width of the interval after the affordable items."""
    width_random_helped: float
    """The same in a random order, with the machine's scores helping as they do in the plan."""
    width_random: float
    """The same in a random order, as a plain mean."""
    items_for_goal: int
    items_for_goal_random_helped: int
    items_for_goal_random: int
    first: tuple[str, ...]
    """Ids of the affordable items that nobody has validated, in their order."""
    estimates: Mapping[str, Estimate]
    """By model, from the verdicts so far; empty without any."""
    assumed: bool
    """Whether no scores were given, and it was assumed how often they change."""


@dataclass(frozen=True)
class _Draft:
    """An order, and what it is made from; arrays are in the order of the ids."""

    ids: tuple[str, ...]
    order: Order
    verdicts: Verdicts
    belief: Belief
    seconds: Floats

    @property
    def left(self) -> Ints:
        """Items that nobody has validated, in their order."""
        return self.order.items[len(self.verdicts) :]


def make_plan(
    translated: Table,
    options: PlanOptions,
    workspace: Workspace,
    *,
    scores: ItemScores | None = None,
    pace: Pace | None = None,
) -> Plan:
    """The plan of a translated benchmark, as the table `plans/NAME-LANGUAGE`.

    A plan of the same items that is there already keeps its order, for people are at work on it; with `options.redraw`
    what they have not reached is drawn anew. `scores` are of the items in the order of their ids (`read_scores`).
    """
    items = list(records_of(translated.batches(), BenchmarkItem))
    name = f"plans/{translated.name.rpartition('/')[2]}"
    former = workspace.latest(name)
    order = order_of(former, [item.id for item in items]) if former else None
    population = _population(items, scores)
    draft = _drafted(items, order, scores, population, options, pace or Pace())
    spent = np.cumsum(draft.seconds[draft.left])
    affordable = len(draft.verdicts) + int(np.searchsorted(spent, options.seconds, side="right"))
    table = _write(workspace, Recipe(name, "translate", CODE, options, [translated]), draft, affordable)
    return _figures(table, draft, affordable, options, scores, population)


def _population(items: Sequence[BenchmarkItem], scores: ItemScores | None) -> Population | None:
    if scores is None:
        return None
    return Population(scores.machine, np.array([item.risk for item in items]), scores.signals, scores.leads)


def _drafted(
    items: Sequence[BenchmarkItem],
    order: Order | None,
    scores: ItemScores | None,
    population: Population | None,
    options: PlanOptions,
    pace: Pace,
) -> _Draft:
    risk = np.array([item.risk for item in items])
    seconds = pace.seconds(np.array([words_of(item) for item in items], dtype=np.float64), risk)
    verdicts = _verdicts(order, scores)
    belief = believe(population, verdicts) if population else believe_from_risk(risk)
    if order is None:
        order = new_order(risk_sizes(belief, seconds), np.random.default_rng(options.seed))
    elif options.redraw and population and len(verdicts) > len(order.taken):
        order = order.resized(len(verdicts), learnt_sizes(population, verdicts, seconds))
    return _Draft(tuple(item.id for item in items), order, verdicts, belief, seconds)


def _verdicts(order: Order | None, scores: ItemScores | None) -> Verdicts:
    """The verdicts on the items at the beginning of the order, up to the first that has none."""
    if scores is None or order is None:
        return Verdicts(np.zeros(0, dtype=np.int64), np.zeros((0, len(scores.models) if scores else 0)), np.zeros(0))
    known = scores.known[order.items]
    seen = order.items[: int(np.argmin(known)) if (known == 0).any() else len(order)]
    return Verdicts(seen, scores.validated[seen], 1 - scores.dropped[seen])


def _write(workspace: Workspace, recipe: Recipe, draft: _Draft, affordable: int) -> Table:
    rows = plan_rows(draft.ids, draft.order, draft.seconds, affordable)
    taken = len(draft.order.taken)

    def build(writer: TableWriter) -> None:
        writer.count_in(len(rows))
        writer.write(pa.Table.from_pylist(rows, schema=SCHEMA))
        writer.notes |= {"taken": taken, "affordable": affordable}

    # the order depends on verdicts and on the plan before: what it says is what it is made from
    inputs = {"order": hash_of([str(taken), *map(str, rows)])}
    return workspace.make_table(replace(recipe, inputs=inputs), SCHEMA, build)


def _figures(
    table: Table,
    draft: _Draft,
    affordable: int,
    options: PlanOptions,
    scores: ItemScores | None,
    population: Population | None,
) -> Plan:
    done = len(draft.verdicts)
    widths = expected_widths(draft.belief, draft.order, confidence=options.confidence)
    estimates: dict[str, Estimate] = {}
    if population and scores and done >= max(1, len(draft.order.taken)):
        found = estimate(population, draft.order, draft.verdicts, confidence=options.confidence)
        estimates = dict(zip(scores.models, found, strict=True))
    return Plan(
        table=table,
        items=len(draft.ids),
        done=done,
        affordable=affordable,
        hours_for_all=float(draft.seconds[draft.left].sum() * options.opinions / 3600),
        width=float(widths.planned[affordable]),
        width_random_helped=float(widths.random_helped[affordable]),
        width_random=float(widths.random[affordable]),
        items_for_goal=items_for(options.goal, widths.planned),
        items_for_goal_random_helped=items_for(options.goal, widths.random_helped),
        items_for_goal_random=items_for(options.goal, widths.random),
        first=tuple(draft.ids[item] for item in draft.left[: affordable - done]),
        estimates=estimates,
        assumed=scores is None,
    )
