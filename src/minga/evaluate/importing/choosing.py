"""Which runs stand on a leaderboard: complete ones, of one version of each task, and of each model the newest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from minga.evaluate.importing.run import LeftOut, Run

__all__ = ["choose"]


def choose(runs: Iterable[Run]) -> tuple[list[Run], list[LeftOut]]:
    """The runs to keep, by task and model, and the others with their reasons.

    Runs that were imported before stand beside the new ones; where such a one is left out nothing is said of it.
    """
    kept: list[Run] = []
    left: list[LeftOut] = []
    for _, group in groupby(sorted(runs, key=_place), key=lambda run: run.task):
        complete = list(_complete(list(group), left))
        alike = _alike(complete, "another version", lambda run: run.version, left)
        alike = _alike(alike, "other shots", lambda run: "" if run.shots is None else str(run.shots), left)
        for _, of_model in groupby(alike, key=lambda run: run.model.name):
            kept.append(_newest(list(of_model), left))
    return kept, left


def _place(run: Run) -> tuple[str, str, float, bool, str, str]:
    """Task, model and time; of two of one time the one that is new comes last."""
    return run.task, run.model.name, run.origin.date, not run.stored, run.origin.sha256, run.origin.file


def _complete(runs: Sequence[Run], left: list[LeftOut]) -> Iterable[Run]:
    for run in runs:
        if run.limited:
            left.append(LeftOut(str(run), "limited run", "only some of the items were run"))
        elif not run.measures:
            left.append(LeftOut(str(run), "no score", "none of its metrics is a number"))
        else:
            yield run


def _alike(runs: Sequence[Run], reason: str, trait: Callable[[Run], str], left: list[LeftOut]) -> list[Run]:
    """The runs with the trait that most models have, or of as many the newest run's; those that do not say it stay."""
    by_model = {(trait(run), run.model.name) for run in runs if trait(run)}
    often = Counter(value for value, _ in by_model)
    newest = {trait(run): run.origin.date for run in sorted(runs, key=lambda run: run.origin.date)}
    usual = max(often, key=lambda value: (often[value], newest[value], value), default="")
    fits = {"", usual}
    left += [
        LeftOut(str(run), reason, f"{trait(run)}; most have {usual}")
        for run in runs
        if trait(run) not in fits and not run.stored
    ]
    return [run for run in runs if trait(run) in fits]


def _newest(runs: Sequence[Run], left: list[LeftOut]) -> Run:
    """The last of a model's runs, which are in the order of their time."""
    newest = runs[-1]
    for run in runs[:-1]:
        if run.stored or run.inputs == newest.inputs:
            if not run.stored:
                left.append(LeftOut(str(run), "duplicate", f"the same as {newest.origin.file}"))
            continue
        left.append(LeftOut(str(run), "older run", f"{newest.origin.file} is newer"))
    return newest
