"""What a leaderboard ranks: the project's own results, and beside them those that no step of the pipeline makes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from minga.errors import NothingToDo
from minga.results import Cost, Missing
from minga.tables import Artifact

if TYPE_CHECKING:
    from minga.pipeline import Pipeline

__all__ = ["RankedResults"]


class RankedResults:
    """Results and their tasks, of one pass of a pipeline."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    @cached_property
    def _results(self) -> list[Artifact]:
        """Every result that is there, the newest of each model and task, and of each variant."""
        workspace = self._pipeline.workspace
        there = (workspace.latest(name) for name in workspace.names() if name.startswith(("evaluations/", "variants/")))
        return [artifact for artifact in there if artifact is not None]

    @cached_property
    def further_results(self) -> list[Artifact]:
        """Results that no step makes: `minga leaderboard import` and `minga benchmark judge` left them."""
        return [artifact for artifact in self._results if artifact.manifest.stage in {"import", "judge"}]

    @property
    def _evaluated_by_name(self) -> list[Artifact]:
        """Results on the suites' tasks of models that only a command named: `minga evaluate MODEL`."""
        from minga.evaluate.submissions.evaluating import taken_off

        with self._pipeline.people() as people:
            stated = {evaluation.model.slug for evaluation in self._pipeline.evaluation} | taken_off(people)
        tasks = {task.own_name for task in self._pipeline.suites.tasks}
        found = []
        for artifact in self._results:
            _, model, task = artifact.name.split("/")
            if artifact.manifest.stage == "evaluate" and model not in stated and task.partition("@")[0] in tasks:
                found.append(artifact)
        return found

    @property
    def _further_tasks(self) -> list[Artifact]:
        """The tasks of those results, as they are now."""
        parents = (parent.name for artifact in self.further_results for parent in artifact.manifest.parents)
        names = {name for name in parents if name.startswith("tasks/")}
        there = (self._pipeline.workspace.latest(name) for name in sorted(names))
        return [task for task in there if task is not None]

    @property
    def _missing(self) -> dict[tuple[str, str], Missing]:
        """By model and task the state of what has no result: failed, cancelled, worked on elsewhere …"""
        evaluation = self._pipeline.evaluation
        return {(each.model.slug, task): why for each in evaluation for task, why in each.missing.items()}

    @property
    def costs(self) -> dict[tuple[str, str], Cost]:
        """Time and energy by model and task, for what was computed here."""
        try:
            evaluation = self._pipeline.evaluation
            return {(each.model.slug, task): cost for each in evaluation for task, cost in each.costs.items()}
        except NothingToDo:  # all results are from elsewhere
            return {}

    def contamination(self, tasks: Sequence[Artifact]) -> dict[tuple[str, str], str]:
        """Evidence by model and task: items that stand in the records which the project's adapter was tuned on."""
        from minga.curate.contamination import items_in_training

        if not vars(self._pipeline).get("evaluation"):  # nothing but results from elsewhere
            return {}
        tuned = [each.model.slug for each in self._pipeline.evaluation if each.model.adapter is not None]
        if not tuned or self._pipeline.reviewed[0].state == "pending":
            return {}
        there = [task for task in tasks if task.state != "pending"]
        settings = self._pipeline.project.settings.curate.contamination
        reviewed, workspace, engine = self._pipeline.reviewed[0], self._pipeline.workspace, self._pipeline.engine
        evidence = items_in_training(reviewed, there, settings, workspace, engine)
        return {(model, task): words for model in tuned for task, words in evidence.items()}

    def tasks_and_results(self) -> tuple[list[Artifact], list[Artifact], dict[tuple[str, str], Missing]]:
        """Tasks, evaluations and what is missing: the project's own, and beside them what no step makes."""
        try:
            own, missing = self._pipeline.suites.tasks, self._missing
            evaluations = [*self._evaluated_by_name, *self._pipeline.evaluations]
        except NothingToDo:
            if not self.further_results:
                raise
            own, evaluations, missing = [], [], {}
        tasks = {task.name: task for task in [*self._further_tasks, *own]}
        results = {each.name: each for each in [*self.further_results, *evaluations]}
        return list(tasks.values()), list(results.values()), missing
