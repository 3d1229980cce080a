"""The stage: files of results from elsewhere in, evaluations and the cards of their tasks out."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any

from minga.errors import InputError
from minga.evaluate.importing.cards import card_of, chances_of, declared, measure_of
from minga.evaluate.importing.choosing import choose
from minga.evaluate.importing.finding import Found, find_files, read_file
from minga.evaluate.importing.items import counted, write_samples_of
from minga.evaluate.importing.naming import model_slug
from minga.evaluate.importing.run import LeftOut, Measure, Run
from minga.evaluate.importing.stored import STAGE, iso, stored_runs
from minga.manifests import digest
from minga.results import RESULTS, SAMPLES, write_items
from minga.settings import TaskSettings
from minga.tables import Artifact
from minga.task_cards import CARD, TaskCard, read_task
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "Imported", "import_results"]

CODE = 2
"""Raised when the same files would give other artifacts."""


@dataclass
class Imported:
    """What an import made of its files."""

    files: int = 0
    tasks: list[Artifact] = field(default_factory=list)
    evaluations: list[Artifact] = field(default_factory=list)
    """Of the runs in the files, not those that were imported before."""
    left_out: list[LeftOut] = field(default_factory=list)
    remarks: list[LeftOut] = field(default_factory=list)
    """What was imported though something of it is not known or was not taken."""

    @property
    def reasons(self) -> dict[str, int]:
        """How many files and runs were left out, by reason."""
        return dict(sorted(Counter(each.reason for each in self.left_out).items()))


@dataclass(frozen=True)
class _Said:
    """What is known of tasks besides what their results say."""

    metrics: Mapping[str, str]
    settings: Sequence[TaskSettings]
    own: Mapping[str, Artifact]


def import_results(
    paths: Sequence[Path],
    metrics: Mapping[str, str],
    settings: Sequence[TaskSettings],
    workspace: Workspace,
    *,
    own: Sequence[Artifact] = (),
) -> Imported:
    """Import every result at and below `paths`: `evaluations/MODEL/TASK` and `tasks/TASK`.

    `metrics` has the metric that ranks by task, where it is not the first of the results; `settings` are what
    `minga.toml` says of tasks; `own` are tasks that the project evaluates itself, whose cards count. Raises
    InputError when a path does not exist or nothing at all can be imported.
    """
    files = find_files(paths)
    imported = Imported(files=len(files))
    runs = list(_read(files, imported, workspace))
    before = stored_runs(workspace, {run.task for run in runs})
    kept, left = choose([*map(_counted, runs), *before])
    imported.left_out += left
    slugs = _slugs(kept, workspace)
    said = _Said(metrics, settings, {each.name: each for each in own})
    for task, group in groupby(kept, key=lambda run: run.task):
        _import_task(task, list(group), slugs, said, imported, workspace)
    if not imported.evaluations:
        counts = ", ".join(f"{count} {reason}" for reason, count in imported.reasons.items())
        first = f"; the first: {imported.left_out[0]}" if imported.left_out[1:] else f": {imported.left_out[0]}"
        raise InputError(f"nothing can be imported ({counts}){first}")
    return imported


def _read(files: Sequence[tuple[Path, str]], imported: Imported, workspace: Workspace) -> Iterator[Run]:
    with workspace.progress("import", len(files), "files") as advance:
        for path, where in files:
            found: Found = read_file(path, where)
            imported.left_out += found.left_out
            yield from found.runs
            advance(1)


def _counted(run: Run) -> Run:
    """Files from before 0.4.3 do not say how many items there were; samples do."""
    if run.items or run.samples is None or run.limited:
        return run
    counts = {task: {"original": items, "effective": items} for task, items in counted(run).items()}
    return replace(run, results={**run.results, "n-samples": counts})


def _slugs(runs: Iterable[Run], workspace: Workspace) -> dict[str, str]:
    """The short name of every model: one that another has already gets the start of a hash behind it."""
    taken: dict[str, str] = {}
    for name in workspace.names():
        if name.startswith("evaluations/") and (artifact := workspace.latest(name)) is not None:
            model = artifact.manifest.notes.get("model", {})
            taken[model.get("slug", "")] = model.get("name", "")
    owners = {name: slug for slug, name in taken.items()}
    for name in sorted({run.model.name for run in runs} - set(owners)):
        slug = model_slug(name)
        slug = f"{slug}-{digest(name.encode())[:8]}" if slug in taken else slug
        taken[slug], owners[name] = name, slug
    return owners


def _import_task(
    task: str,
    runs: list[Run],
    slugs: Mapping[str, str],
    said: _Said,
    imported: Imported,
    workspace: Workspace,
) -> None:
    about = declared(task, said.settings)
    wanted = said.metrics.get(task) or about.metric or _usual(runs)
    try:
        made, card, wanted = _task(task, runs, about, wanted, said.own.get(f"tasks/{task}"), workspace)
    except InputError as error:
        imported.left_out += [LeftOut(str(run), "no card", str(error)) for run in runs if not run.stored]
        return
    imported.tasks.append(made)
    if card.unknown:
        imported.remarks.append(LeftOut(task, "unknown", ", ".join(card.unknown)))
    for run in runs:
        measure = measure_of(run, wanted)
        reason = _unfit(run, measure, card, slugs, workspace)
        if reason is None and measure is not None:
            evaluation = _evaluation(run, slugs[run.model.name], made, card, measure, workspace)
            _report(run, evaluation, imported)
        elif reason is not None and not run.stored:
            imported.left_out.append(reason)


def _usual(runs: Sequence[Run]) -> str:
    """By what the task was ranked when it was imported before, else the first number of its first run."""
    before = Counter(run.ranked_by for run in runs if run.ranked_by)
    return before.most_common(1)[0][0] if before else runs[0].measures[0].key


def _task(
    task: str, runs: Sequence[Run], about: TaskSettings, wanted: str, own: Artifact | None, workspace: Workspace
) -> tuple[Artifact, TaskCard, str]:
    """The task's artifact: one that the project has already, else one that is a card and no more."""
    there = own if own is not None and own.manifest_ is not None else workspace.latest(f"tasks/{task}")
    if there is not None and there.manifest.stage != STAGE:
        card = read_task(there)
        return there, card, card.metric
    able = [run for run in runs if measure_of(run, wanted) is not None]
    if not able:
        known = ", ".join(measure.key for measure in runs[0].measures)
        raise InputError(f"has no metric {wanted}", where=task, hint=f"it has {known}")
    card = card_of(able, about, wanted, chances_of(able, wanted))
    text = json.dumps(card.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"
    recipe = Recipe(f"tasks/{task}", STAGE, CODE, inputs={"card": digest(text.encode())})

    def build(folder: Path, notes: dict[str, Any]) -> None:
        (folder / CARD).write_text(text, encoding="utf-8")
        notes |= {"items": card.items}

    return workspace.make_folder(recipe, build), card, wanted


def _unfit(
    run: Run, measure: Measure | None, card: TaskCard, slugs: Mapping[str, str], workspace: Workspace
) -> LeftOut | None:
    """Why a run cannot become an evaluation; None when it can."""
    if measure is None:
        return LeftOut(str(run), "other metrics", f"the task is ranked by {card.metric}")
    if measure.higher_is_better and measure.value > card.maximum + 1e-9:
        hint = "say what the best is: [[tasks]] maximum"
        return LeftOut(
            str(run), "beyond the maximum", f"{measure.key} is {measure.value:g} of {card.maximum:g}; {hint}"
        )
    if None not in (run.shots, card.shots) and run.shots != card.shots:
        return LeftOut(str(run), "other shots", f"{run.shots}; the task has {card.shots}")
    there = workspace.latest(f"evaluations/{slugs[run.model.name]}/{run.task}")
    if there is not None and there.manifest.stage != STAGE:
        return LeftOut(str(run), "evaluated here", "the project's own result stays")
    return None


def _evaluation(
    run: Run, slug: str, task: Artifact, card: TaskCard, measure: Measure, workspace: Workspace
) -> Artifact:
    recipe = Recipe(
        name=f"evaluations/{slug}/{run.task}",
        stage=STAGE,
        code=CODE,
        parents=[task],
        inputs={**run.inputs, "ranked by": measure.key},
    )
    return workspace.make_folder(recipe, partial(_fill, run, slug, card, measure))


def _fill(run: Run, slug: str, card: TaskCard, measure: Measure, folder: Path, notes: dict[str, Any]) -> None:
    text = json.dumps(run.results, ensure_ascii=False, indent=2)
    (folder / RESULTS).write_text(text + "\n", encoding="utf-8")
    refused = run.refused
    if run.samples is not None:
        try:
            write_items(folder, write_samples_of(run, measure, card.cluster, folder))
        except InputError as error:
            (folder / SAMPLES).unlink(missing_ok=True)
            refused = str(error)
    notes |= _notes(run, slug, card, measure)
    notes["imported"] |= {"refused": refused} if refused else {}


def _notes(run: Run, slug: str, card: TaskCard, measure: Measure) -> dict[str, Any]:
    model = {"name": run.model.name, "slug": slug, "base": run.model.base or run.model.name, "tuned": False}
    parts = {
        part: {"value": each.value, "items": run.items_of(part)}
        for part in run.subtasks
        if (each := next((m for m in run.measures_of(part) if m.metric == measure.metric), None)) is not None
    }
    return {
        "model": model | ({"revision": run.model.revision} if run.model.revision else {}),
        "parameters": run.model.parameters,
        "task": run.task,
        "metric": measure.metric,
        "filter": measure.filter,
        "value": measure.value,
        # a run without a limit was on all items, even where its file does not count them
        "items": run.items or card.items,
        "higher_is_better": measure.higher_is_better,
        "shots": run.shots,
        "versions": {"task": run.version} if run.version else {},
        **({"subtasks": parts} if parts else {}),
        "imported": {
            "file": run.origin.file,
            "sha256": run.origin.sha256,
            "harness": run.origin.harness,
            "date": iso(run.origin.date),
            "task": run.harness_task,
        },
    }


def _report(run: Run, evaluation: Artifact, imported: Imported) -> None:
    if run.stored:
        return
    imported.evaluations.append(evaluation)
    refused = evaluation.manifest_ and evaluation.manifest_.notes["imported"].get("refused")
    if refused:
        imported.remarks.append(LeftOut(str(run), "without its samples", refused))
