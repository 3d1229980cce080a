"""All that is known of one model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from minga.leaderboard.columns import ModelCard
from minga.leaderboard.pages.board import Board
from minga.leaderboard.pages.cells import Cell, average_cell, gap_cell, place, score_cell
from minga.leaderboard.pages.fields import kind_name
from minga.leaderboard.pages.groups import letters_of
from minga.leaderboard.standings import Average, Scope, Score, Sensitivity

__all__ = ["Fact", "Mean", "ModelPage", "Scored", "Variants", "model_page"]

_MATES = 5
"""Models that are named as not to be told apart; of more the number is said."""


@dataclass(frozen=True)
class Fact:
    """A thing that is known, with its name."""

    label: str
    text: str
    href: str = ""
    """An address that begins with https, or one from the leaderboard's root."""


@dataclass(frozen=True)
class Mean:
    """The model's average over a scope."""

    title: str
    href: str
    cell: Cell
    place: str
    coverage: str
    mates: list[tuple[str, str]]
    """Slug and name of models that it cannot be told apart from."""
    more: int
    """Further ones."""


@dataclass(frozen=True)
class Scored:
    """The model on a task."""

    task: str
    title: str
    language: str
    cell: Cell
    normalised: str
    place: str
    flag: str
    """A sign of contamination; empty where there is none."""


@dataclass(frozen=True)
class Variants:
    """A score under other prompts or numbers of examples."""

    title: str
    shown: str
    spread: str


@dataclass(frozen=True)
class ModelPage:
    """The page of a model."""

    model: ModelCard
    facts: list[Fact]
    means: list[Mean]
    tasks: list[Scored]
    costs: list[Fact]
    variants: list[Variants]


def model_page(slug: str, board: Board) -> ModelPage:
    """The page of the model `slug`."""
    return ModelPage(
        model=board.models[slug],
        facts=list(_facts(slug, board)),
        means=[
            _mean(slug, scope, board) for scope in board.shown_scopes.values() if not (scope.language and scope.family)
        ],
        tasks=[_scored(slug, task, board) for task in board.tasks],
        costs=list(_costs(slug, board)),
        variants=[_variants(each, board) for each in board.sensitivity.get(slug, [])],
    )


def _facts(slug: str, board: Board) -> Iterator[Fact]:
    model, texts = board.models[slug], board.texts
    if model.base and model.base != model.name:
        yield Fact(texts.say("fact_base"), model.base)
    if kind_name(slug, board):
        yield Fact(texts.say("field_type"), kind_name(slug, board))
    if model.parameters:
        yield Fact(texts.say("fact_size"), texts.say("parameters", n=texts.number(model.parameters / 1e6, 0)))
    yield Fact(texts.say("licence"), model.licence or texts.say("unknown"))
    if model.open_weights is not None:
        yield Fact(texts.say("fact_weights"), texts.say("weights_open" if model.open_weights else "weights_closed"))
    if model.revision:
        yield Fact(texts.say("fact_revision"), model.revision)
    if model.url.startswith("https://"):
        yield Fact(texts.say("fact_url"), model.url.removeprefix("https://"), model.url)


def _mean(slug: str, scope: Scope, board: Board) -> Mean:
    texts, average = board.texts, board.averages.get((scope.name, slug))
    covered = board.standings.coverage(slug, scope)
    ranked = board.rankings[scope.name]
    names = [] if average is None else _mates(average, ranked, board)
    return Mean(
        title=board.scope_title(scope.name),
        href=board.scope_path(scope.name),
        cell=average_cell(average, 0.0, texts)
        if average
        else Cell(hole=texts.count("complete_holes", covered.of - covered.done)),
        place=place(average.places, ranked.index(average) + 1, texts) if average else "—",
        coverage=f"{covered.done}/{covered.of}",
        mates=names[:_MATES],
        more=max(0, len(names) - _MATES),
    )


def _mates(average: Average, ranked: list[Average], board: Board) -> list[tuple[str, str]]:
    own = set(letters_of(average.group))
    return [
        (other.model, board.models[other.model].name)
        for other in ranked
        if other is not average and own & set(letters_of(other.group))
    ]


def _scored(slug: str, task: str, board: Board) -> Scored:
    texts, card = board.texts, board.tasks[task]
    score = board.scores.get((slug, task))
    flag = board.flags.get((slug, task))
    return Scored(
        task=task,
        title=card.benchmark,
        language=texts.language(card.language),
        cell=score_cell(score, card, texts) if score else gap_cell(slug, task, board),
        normalised=texts.number(100 * score.normalised) if score else "",
        place=_place(score, board) if score else "—",
        flag=flag.evidence if flag else "",
    )


def _place(score: Score, board: Board) -> str:
    return place(score.places, board.position[score.model, score.task], board.texts)


def _costs(slug: str, board: Board) -> Iterator[Fact]:
    spent, texts = board.spending.get(slug), board.texts
    if spent is None:
        return
    if spent.seconds is not None:
        yield Fact(texts.say("cost_time"), texts.say("hours", n=texts.number(spent.seconds / 3600, 2)))
    if spent.energy_kwh is not None:
        yield Fact(texts.say("cost_energy"), f"{texts.number(spent.energy_kwh, 3)} kWh")
    if spent.co2_kg is not None:
        yield Fact(texts.say("cost_co2"), f"{texts.number(1000 * spent.co2_kg)} g")
    if spent.kwh_per_point is not None:
        yield Fact(texts.say("cost_per_point"), f"{texts.number(1000 * spent.kwh_per_point, 2)} Wh")
    if spent.tasks < spent.of:
        yield Fact(texts.say("cost_known"), f"{spent.tasks}/{spent.of}")


def _variants(each: Sensitivity, board: Board) -> Variants:
    texts = board.texts
    shown = [
        f"{variant.name or texts.say('variant_own')}: {texts.number(100 * variant.normalised)}"
        for variant in each.variants
    ]
    return Variants(board.task_title(each.task), " · ".join(shown), texts.number(100 * each.spread))
