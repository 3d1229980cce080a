"""The plan of a validation campaign: which items first, and what may be concluded after how many hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field

from minga.manifests import hash_of
from minga.records import BenchmarkItem, rows_of
from minga.table_writer import TableWriter
from minga.tables import Table
from minga.translate.planning.belief import Belief, believe, believe_from_risk
from minga.translate.planning.draws import Round, draw, risk_sizes
from minga.translate.planning.effort import Pace, words_of
from minga.translate.planning.estimates import Estimate, estimate
from minga.translate.planning.history import SCHEMA, order_of, plan_rows, rounds_of
from minga.translate.planning.population import Floats, Ints, Population, Verdicts
from minga.translate.planning.score_file import ItemScores
from minga.translate.planning.widths import expected_widths
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
class _Order:
    """The order of a plan, and what it is made from; arrays are in the order of the ids."""

    ids: tuple[str, ...]
    rounds: list[Round]
    verdicts: Verdicts
    belief: Belief
    seconds: Floats

    @property
    def left(self) -> Ints:
        """Items that nobody has validated, in their order."""
        return order_of(self.rounds)[len(self.verdicts) :]


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
    items = [item for batch in translated.batches() for item in rows_of(batch, BenchmarkItem)]
    name = f"plans/{translated.name.rpartition('/')[2]}"
    former = workspace.latest(name)
    rounds = rounds_of(former, [item.id for item in items]) if former else []
    order = _ordered(items, rounds, scores, options, pace or Pace())
    spent = np.cumsum(order.seconds[order.left])
    affordable = len(order.verdicts) + int(np.searchsorted(spent, options.seconds, side="right"))
    table = _write(workspace, Recipe(name, "translate", CODE, options, [translated]), order, affordable)
    return _figures(table, order, affordable, options, scores, _population(items, scores))


def _ordered(
    items: Sequence[BenchmarkItem], rounds: list[Round], scores: ItemScores | None, options: PlanOptions, pace: Pace
) -> _Order:
    risk = np.array([item.risk for item in items])
    seconds = pace.seconds(np.array([words_of(item) for item in items], dtype=np.float64), risk)
    verdicts = _verdicts(rounds, scores)
    population = _population(items, scores)
    belief = believe(population, verdicts) if population else believe_from_risk(risk)
    done = len(verdicts)
    start = len(items) - len(rounds[-1].items) if rounds else 0
    if not rounds or (options.redraw and done > start):
        if rounds:
            rounds = [*rounds[:-1], replace(rounds[-1], used=done - start)]
        left = np.setdiff1d(np.arange(len(items)), verdicts.items)
        random = np.random.default_rng([options.seed, done])
        rounds = [*rounds, draw(left, risk_sizes(belief, left, seconds), random)]
    return _Order(tuple(item.id for item in items), rounds, verdicts, belief, seconds)


def _population(items: Sequence[BenchmarkItem], scores: ItemScores | None) -> Population | None:
    if scores is None:
        return None
    return Population(scores.machine, np.array([item.risk for item in items]), scores.signals)


def _verdicts(rounds: Sequence[Round], scores: ItemScores | None) -> Verdicts:
    """The verdicts on the items at the beginning of the order, up to the first that has none."""
    if scores is None or not rounds:
        return Verdicts(np.zeros(0, dtype=np.int64), np.zeros((0, len(scores.models) if scores else 0)), np.zeros(0))
    order = order_of(rounds)
    known = scores.known[order]
    seen = order[: int(np.argmin(known)) if (known == 0).any() else len(order)]
    return Verdicts(seen, scores.validated[seen], 1 - scores.dropped[seen])


def _write(workspace: Workspace, recipe: Recipe, order: _Order, affordable: int) -> Table:
    rows = plan_rows(order.ids, order.rounds, order.seconds, affordable)

    def build(writer: TableWriter) -> None:
        writer.count_in(len(rows))
        writer.write(pa.Table.from_pylist(rows, schema=SCHEMA))
        starts = np.cumsum([0, *(one.used for one in order.rounds[:-1])])
        writer.notes |= {"rounds": starts.tolist(), "done": len(order.verdicts), "affordable": affordable}

    # the order depends on verdicts and on the plan before: what it says is what it is made from
    return workspace.make_table(replace(recipe, inputs={"order": hash_of(map(str, rows))}), SCHEMA, build)


def _figures(
    table: Table,
    order: _Order,
    affordable: int,
    options: PlanOptions,
    scores: ItemScores | None,
    population: Population | None,
) -> Plan:
    done, left = len(order.verdicts), order.left
    widths = expected_widths(
        order.belief,
        left,
        np.random.default_rng([options.seed, 1]),
        done=done,
        cost=order.seconds,
        confidence=options.confidence,
    )
    estimates: dict[str, Estimate] = {}
    if population and scores and done:
        found = estimate(population, order.rounds, order.verdicts, confidence=options.confidence)
        estimates = dict(zip(scores.models, found, strict=True))
    return Plan(
        table=table,
        items=len(order.ids),
        done=done,
        affordable=affordable,
        hours_for_all=float(order.seconds[left].sum() * options.opinions / 3600),
        width=widths.after(affordable - done, widths.planned),
        width_random_helped=widths.after(affordable - done, widths.random_helped),
        width_random=widths.after(affordable - done, widths.random),
        items_for_goal=done + widths.items_for(options.goal, widths.planned),
        items_for_goal_random_helped=done + widths.items_for(options.goal, widths.random_helped),
        items_for_goal_random=done + widths.items_for(options.goal, widths.random),
        first=tuple(order.ids[item] for item in left[: affordable - done]),
        estimates=estimates,
        assumed=scores is None,
    )
