"""Checks of several tasks, each by the same worker process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from minga.benchmark.catalogue.check.checking import Checked, Subject
from minga.benchmark.catalogue.entries import Entry
from minga.benchmark.catalogue.harness_facts import harness_facts, own_task_files, stock_task_files
from minga.errors import InputError, MingaError, MissingPart
from minga.tables import Artifact
from minga.task_cards import read_task
from minga.worker import Worker, offline_environment
from minga.workspace import Workspace

__all__ = ["check_subjects", "subject_of_artifact", "subject_of_entry"]

_NEEDS = ("lm_eval", "datasets")


def subject_of_entry(entry: Entry, workspace: Workspace, data: Path | None = None) -> Subject:
    """A task of the catalogue. Raises InputError when the harness cannot run it, MissingPart without the harness."""
    if entry.harness is None:
        raise InputError(entry.reason, where=entry.task)
    return Subject(entry.card(), _folders(entry), str(data or ""), str(workspace.cache / "datasets"))


def _folders(entry: Entry) -> tuple[str, ...]:
    facts = harness_facts()
    own = own_task_files()
    folders: list[str] = [str(own / entry.files)] if entry.files else []
    parts = entry.harness.parts if entry.harness else ()
    stock = [part for part in parts or (entry.task,) if not (own / facts[part].folder / f"{part}.yaml").is_file()]
    if stock:
        try:
            root = stock_task_files()
        except ModuleNotFoundError:
            raise MissingPart("lm-eval is not installed", hint="pip install 'minga[eval]'") from None
        folders += [str(root / folder) for folder in dict.fromkeys(facts[part].folder for part in stock)]
    return tuple(folders)


def subject_of_artifact(task: Artifact, workspace: Workspace) -> Subject:
    """A task of the project's own. Raises InputError when it has no card that can be read."""
    return Subject(read_task(task), (str(task.path.resolve()),), "", str(workspace.cache / "datasets"))


def check_subjects(
    subjects: Sequence[Subject], items: int, workspace: Workspace, *, hub: bool = True
) -> Iterator[Checked]:
    """The check of each, in order, in one worker process; a task that brings it down is not checked, with the reason.

    Without `hub` only data are taken that are on this machine. Raises MissingPart when the harness is not installed.
    """
    environment = offline_environment(workspace.cache, 1, hub=hub)
    log = workspace.state / "logs" / "benchmark-check.log"
    with (
        Worker(
            "minga.benchmark.catalogue.check.worker", log, needs=_NEEDS, extra="eval", environment=environment
        ) as worker,
        workspace.progress("check", len(subjects), "tasks") as advance,
    ):
        for subject in subjects:
            try:
                yield Checked.from_json(worker.ask({"subject": subject.as_json(), "items": items}))
            except MissingPart:
                raise
            except MingaError as error:
                yield Checked(subject.card.task, not_checked=str(error))
            advance(1)
