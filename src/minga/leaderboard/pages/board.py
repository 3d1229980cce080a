"""Standings with all that the pages look up in them, in one language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from minga.leaderboard.columns import Gap, ModelCard
from minga.leaderboard.standings import ALL, Average, Comparison, Flag, Scope, Score, Sensitivity, Spending, Standings
from minga.leaderboard.texts import Texts
from minga.settings import LeaderboardSettings, ProjectSettings
from minga.task_cards import TaskCard
from minga.task_families import family_name

__all__ = ["Board", "Heading", "Version"]


@dataclass(frozen=True)
class Heading:
    """What stands above the ranking, and whom to cite."""

    title: str
    project: str
    description: str = ""
    authors: tuple[str, ...] = ()
    homepage: str = ""
    submissions: bool = False
    """Whether models may be submitted, where a server answers."""

    @classmethod
    def of(cls, project: ProjectSettings, leaderboard: LeaderboardSettings, *, submissions: bool = False) -> Heading:
        """As `minga.toml` says."""
        title = leaderboard.title or project.name
        return cls(title, project.name, project.description, project.authors, project.homepage, submissions)


@dataclass(frozen=True)
class Version:
    """An earlier leaderboard, or the one of today."""

    date: str
    """ISO date."""
    overall: Mapping[str, float]
    """Normalised overall score by the model's name."""


@dataclass(frozen=True)
class Board:
    """One leaderboard as it is shown."""

    standings: Standings
    heading: Heading
    texts: Texts
    live: bool = False
    """Whether a server answers, which sorts and filters; otherwise pages are files."""
    logs: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Address of a run's log by model and task, where whoever looks may read it."""
    versions: tuple[Version, ...] = ()
    """Oldest first."""

    @cached_property
    def models(self) -> dict[str, ModelCard]:
        """By slug, best first."""
        return {model.slug: model for model in self.standings.models}

    @cached_property
    def tasks(self) -> dict[str, TaskCard]:
        """By name."""
        return {task.task: task for task in self.standings.tasks}

    @cached_property
    def scopes(self) -> dict[str, Scope]:
        """By name, widest first."""
        return {scope.name: scope for scope in self.standings.scopes}

    @cached_property
    def shown_scopes(self) -> dict[str, Scope]:
        """Those with a page: without a language where there is only one, which is everything; as files also without
        families in a language, of which there may be a hundred."""
        one = len(self.standings.languages) < 2
        return {
            name: scope
            for name, scope in self.scopes.items()
            if not (scope.language and (not self.live if scope.family else one))
        }

    @cached_property
    def scores(self) -> dict[tuple[str, str], Score]:
        """By model and task."""
        return {(score.model, score.task): score for score in self.standings.scores}

    @cached_property
    def by_task(self) -> dict[str, list[Score]]:
        """The scores of every task, best first."""
        found: dict[str, list[Score]] = {task: [] for task in self.tasks}
        for score in self.standings.scores:
            found[score.task].append(score)
        return found

    @cached_property
    def position(self) -> dict[tuple[str, str], int]:
        """Places on tasks, from 1, by model and task."""
        return {
            (score.model, task): place for task, scores in self.by_task.items() for place, score in enumerate(scores, 1)
        }

    @cached_property
    def gaps(self) -> dict[tuple[str, str], Gap]:
        """Why a score is missing, by model and task."""
        return {(hole.model, hole.task): hole.gap for hole in self.standings.holes}

    @cached_property
    def averages(self) -> dict[tuple[str, str], Average]:
        """By scope and model."""
        return {(average.scope, average.model): average for average in self.standings.averages}

    @cached_property
    def rankings(self) -> dict[str, list[Average]]:
        """The averages of every scope, best first."""
        found: dict[str, list[Average]] = {scope: [] for scope in self.scopes}
        for average in self.standings.averages:
            found[average.scope].append(average)
        return found

    @cached_property
    def comparisons(self) -> dict[tuple[str, str, str], Comparison]:
        """By scope or task and two models, in the order that the standings have them in."""
        return {(each.scope, each.first, each.second): each for each in self.standings.comparisons}

    @cached_property
    def spending(self) -> dict[str, Spending]:
        """What a model's scores cost, by model."""
        return {spent.model: spent for spent in self.standings.spending}

    @cached_property
    def flags(self) -> dict[tuple[str, str], Flag]:
        """Signs of contamination, by model and task."""
        return {(flag.model, flag.task): flag for flag in self.standings.contamination}

    @cached_property
    def sensitivity(self) -> dict[str, list[Sensitivity]]:
        """By model."""
        found: dict[str, list[Sensitivity]] = {}
        for each in self.standings.sensitivity:
            found.setdefault(each.model, []).append(each)
        return found

    @property
    def confidence(self) -> str:
        """Of the intervals, in percent."""
        return f"{100 * self.standings.confidence:g}"

    @property
    def simulated(self) -> bool:
        """Whether a program made some of the reviews."""
        return any(task.simulated for task in self.standings.tasks)

    def order(self, scope: str) -> list[str]:
        """Slugs of all models: those with an average best first, then the others by how many tasks they have."""
        ranked = [average.model for average in self.rankings[scope]]
        known, within = set(ranked), self.scopes[scope]
        rest = [model for model in self.models if model not in known]
        done = {model: self.standings.coverage(model, within).done for model in rest}
        return ranked + sorted(rest, key=lambda model: -done[model])

    def task_title(self, task: str) -> str:
        """A benchmark's name, with its language where there are several."""
        card = self.tasks[task]
        if len(self.standings.languages) < 2:
            return card.benchmark
        return f"{card.benchmark} · {self.texts.language(card.language)}"

    def scope_title(self, name: str) -> str:
        """What a scope is called in headings: `español`, `lectura`, `lectura · español`."""
        scope = self.scopes[name]
        parts = [self.family(scope.family)] if scope.family else []
        parts += [self.texts.language(scope.language)] if scope.language else []
        return " · ".join(parts) or self.texts.say("all")

    def family(self, name: str) -> str:
        """A family's name in the page's language, where it is a common one."""
        return family_name(name, self.texts.locale)

    def scope_path(self, name: str) -> str:
        """Address of a scope's ranking from the leaderboard's root."""
        return "index.html" if name == ALL else f"by/{_file_name(name)}.html"

    @cached_property
    def scope_paths(self) -> dict[str, str]:
        """Scopes by the address of their ranking."""
        return {self.scope_path(name): name for name in self.shown_scopes}


def _file_name(scope: str) -> str:
    """A scope's name as that of a file: `es`, `all-reading`."""
    return re.sub(r"[^\w.-]+", "-", scope)
