"""The pages of a leaderboard that was made, for a server: read back from its files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from minga.leaderboard.columns import read_column
from minga.leaderboard.downloads import PAIRS
from minga.leaderboard.pages.addresses import Pages
from minga.leaderboard.pages.board import Board, Heading, Version
from minga.leaderboard.pages.folder import ITEMS
from minga.leaderboard.pages.items import read_rates
from minga.leaderboard.pages.pairs import Alone
from minga.leaderboard.pairs import compare_models
from minga.leaderboard.scopes import Weighting
from minga.leaderboard.standings import ALL, Comparison, Interval, Standings
from minga.leaderboard.texts import Texts
from minga.tables import Artifact
from minga.workspace import Workspace

__all__ = ["live_pages"]

_SCORES = "scores.json"
_VERSIONS = 12
"""Of the leaderboard that its trend shows, the newest ones."""


_PAIRS = 256
"""Comparisons that are kept: one of 65 tasks takes seconds."""


class _Evaluations(Mapping[tuple[str, str], Artifact]):
    """The evaluations that a leaderboard was made from, by model and task, each looked up when it is asked for.

    One that was made anew since is not there: its answers are not those that were counted.
    """

    def __init__(self, made: Artifact, workspace: Workspace) -> None:
        self._workspace = workspace
        self._contents = {
            (model, task): parent.content
            for parent in made.manifest.parents
            if parent.name.startswith("evaluations/")
            for _, model, task in [parent.name.split("/", 2)]
        }

    def __getitem__(self, key: tuple[str, str]) -> Artifact:
        found = self._workspace.latest(f"evaluations/{key[0]}/{key[1]}") if key in self._contents else None
        if found is None or found.content != self._contents[key]:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return iter(self._contents)

    def __len__(self) -> int:
        return len(self._contents)


def live_pages(
    made: Artifact,
    workspace: Workspace,
    heading: Heading,
    locale: str,
    *,
    weighting: Weighting = "tasks",
    logs: str = "",
) -> Pages | None:
    """The pages of the leaderboard `made` in the language `locale`; None where an older minga made it, whose files are
    all that there is. `logs` is the address of a run's log, with places for `model` and `task`."""
    standings = _standings(made.path, made.content)
    if standings is None:
        return None
    failed = [hole for hole in standings.holes if hole.gap.reason in {"failed", "timeout"}] if logs else []
    board = Board(
        standings,
        heading,
        Texts(locale),
        live=True,
        logs={(hole.model, hole.task): logs.format(model=quote(hole.model), task=quote(hole.task)) for hole in failed},
        versions=_versions(made.path.parent, made.content),
    )
    rates = read_rates(made.path / ITEMS) if (made.path / ITEMS).is_file() else {}
    evaluations = _Evaluations(made, workspace)
    return Pages(board, rates, evaluations, _comparer(standings, made, evaluations, workspace, weighting))


def _comparer(
    standings: Standings,
    made: Artifact,
    evaluations: Mapping[tuple[str, str], Artifact],
    workspace: Workspace,
    weighting: Weighting,
) -> Callable[[str, str], Alone]:
    """Compares any two models by the answers that count, and keeps what it found."""
    counted = {(score.model, score.task) for score in standings.scores}

    @lru_cache(maxsize=_PAIRS)
    def compare(first: str, second: str) -> Alone:
        columns = []
        for card in standings.tasks:
            task = workspace.latest(f"tasks/{card.task}")
            keys = [(model, card.task) for model in (first, second)]
            given = {key[0]: evaluations[key] for key in keys if key in counted and key in evaluations}
            if task is not None and given:
                columns.append(read_column(task, given, {}))
        drawn = standings.model_dump(include={"draws", "confidence", "seed"})
        pair = compare_models(columns, first, second, **drawn, weighting=weighting)
        return Alone(pair, _together(made.path / PAIRS, first, second))

    return compare


def _together(path: Path, first: str, second: str) -> dict[str, Comparison]:
    """What the leaderboard found on two models by scope, in either order."""
    import pyarrow.parquet as pq

    if not path.is_file():
        return {}
    both = [first, second]
    rows = pq.read_table(path, filters=[("first", "in", both), ("second", "in", both)]).to_pylist()
    return {row["scope"]: _comparison(row, turned=row["first"] != first) for row in rows}


def _comparison(row: dict[str, Any], *, turned: bool) -> Comparison:
    low, high = (-row["high"], -row["low"]) if turned else (row["low"], row["high"])
    return Comparison(
        scope=row["scope"],
        first=row["second"] if turned else row["first"],
        second=row["first"] if turned else row["second"],
        difference=-row["difference"] if turned else row["difference"],
        interval=Interval(low=low, high=high, kind=row.get("interval", "bootstrap")),
        distinct=row["distinct"],
        paired=row.get("paired", True),
    )


@lru_cache(maxsize=4)
def _standings(folder: Path, content: str | None) -> Standings | None:
    """Read once for all languages and visitors: it may be several megabytes."""
    try:
        return Standings.model_validate_json((folder / _SCORES).read_bytes())
    except (OSError, ValidationError):
        return None


@lru_cache(maxsize=4)
def _versions(folder: Path, content: str | None) -> tuple[Version, ...]:
    """The versions of the leaderboard that are still there, oldest first; each has the date of its file."""
    made = [path for path in folder.glob("[!.]*") if not path.is_symlink()]  # with a dot begins what is being built
    files = [path / _SCORES for path in made if (path / _SCORES).is_file()]
    files.sort(key=lambda path: path.stat().st_mtime)
    return tuple(version for path in files[-_VERSIONS:] if (version := _version(path)).overall)


def _version(path: Path) -> Version:
    date = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    try:
        whole = json.loads(path.read_bytes())
        names = {model["slug"]: model["name"] for model in whole["models"]}
        return Version(date, {names[one["model"]]: one["value"] for one in whole["averages"] if one["scope"] == ALL})
    except (OSError, ValueError, KeyError, TypeError):
        return Version(date, {})
