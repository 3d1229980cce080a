"""Which artifact feeds which stage: the whole path, in one place.

    documents ─ generate ─┐
    donations ─ collect ──┼─> curate ─> review ─> publish ─> tune ─┐
    benchmarks ─ translate ┘       └──> benchmark ─> evaluate ─> leaderboard

Every property is one step. Asking for it makes what it needs first, and makes nothing that is there already.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from minga.engine import Engine
from minga.errors import MissingPart, NothingToDo
from minga.project import Project
from minga.tables import Artifact, Table
from minga.workspace import Workspace

if TYPE_CHECKING:
    from minga.community import Database
    from minga.evaluate import Evaluation, RunOptions
    from minga.given_records import GivenRecords
    from minga.project_suites import ProjectSuites
    from minga.ranked_results import RankedResults

__all__ = ["Pipeline"]

T = TypeVar("T")
Language = tuple[str, str]
"""A benchmark's name and a language tag."""


@dataclass
class Pipeline:
    """One pass over a project's stages."""

    project: Project
    workspace: Workspace
    engine: Engine = field(default_factory=Engine)
    runs: RunOptions | None = None
    """How evaluations are worked off; None works off what is missing on this machine, and waits for nobody."""
    only_tasks: tuple[str, ...] = ()
    """Tasks that are evaluated; empty for all of the suites."""
    with_adapter: bool = True
    """Whether the project's adapter is evaluated as well."""
    with_submissions: bool = True
    """Whether the models that people submitted are evaluated as well."""
    simulated: bool = False
    """Whether simulated reviewers, labelled as such, answer what nobody has answered: for demonstrations."""
    left_out: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False)
    """By verb, the parts of `minga.toml` that had nothing in them, and why."""
    without_adapter: str = field(default="", init=False)
    """Why the project's adapter is not evaluated though it has records to train on."""

    @cached_property
    def database(self) -> Database:
        """People and their answers, migrated to the newest form; a dry workspace only reads what is there."""
        from minga.community import Database

        if self.workspace.dry:
            return Database.to_read(self.project.database_url)
        database = Database(self.project.database_url)
        database.migrate()
        return database

    @cached_property
    def withdrawn(self) -> frozenset[str]:
        """Hashes of the names whose bearers took their texts back."""
        from minga.community.withdrawal import withdrawn_names

        with self.people() as people:
            return withdrawn_names(people)

    @contextlib.contextmanager
    def people(self) -> Iterator[Database]:
        """People as they are, before any campaign is opened: no database is made only to find nobody in it."""
        from minga.community import Database

        made = self.project.settings.project.database or (self.project.state / "minga.db").exists()
        if made or "database" in vars(self):
            yield self.database
        else:
            with Database.to_read(self.project.database_url) as nobody:
                yield nobody

    @cached_property
    def given(self) -> GivenRecords:
        """What curating is given."""
        from minga.given_records import GivenRecords

        return GivenRecords(self)

    @cached_property
    def donated(self) -> list[Table]:
        """Collect: every donation as records."""
        from minga.collect import collect

        settings = self.project.settings
        accept = settings.licences.accept
        return self._each(
            "collect",
            settings.donations,
            lambda part: collect(part, settings.collect, self.project.root, self.workspace, accept=accept),
        )

    @cached_property
    def generated(self) -> list[Table]:
        """Generate: records from every set of documents."""
        from minga.generate import generate

        settings = self.project.settings
        endpoint = self.project.endpoint(settings.generate.endpoint)
        return self._each(
            "generate",
            settings.documents,
            lambda part: generate(part, settings.generate, endpoint, self.project.root, self.workspace),
        )

    def _each(self, step: str, parts: Sequence[T], make: Callable[[T], Table]) -> list[Table]:
        """The tables of the parts that have something in them; what the others lack is left out and said."""
        made: list[Table] = []
        lacking: list[NothingToDo] = []
        for part in parts:
            try:
                made.append(make(part))
            except NothingToDo as error:
                lacking.append(error)
        if lacking and not made:
            raise lacking[0]
        self.left_out[step] = tuple(map(str, lacking))
        return made

    @cached_property
    def curated(self) -> list[Table]:
        """Curate: the records that are worth a person's time."""
        from minga.curate import curate
        from minga.curate.decisions import FILE, decisions_table

        inputs = self.given.tables
        if not inputs:
            raise NothingToDo("no donation and no documents", hint="add [[donations]] or [[documents]] to minga.toml")
        settings = self.project.settings
        languages = [variety.tag for variety in settings.varieties]
        curated = curate(
            inputs,
            settings.curate,
            languages,
            self.workspace,
            self.engine,
            withdrawn=self.withdrawn,
            root=self.project.root,
            benchmarks=self.given.benchmark_items,
            decisions=decisions_table(self.project.root / FILE, self.workspace),
        )
        return [curated]

    @cached_property
    def curation_report(self) -> list[Artifact]:
        """Curate, at its end: the page that says what was kept and why the rest left.

        No run fails by its report: what kept it from being written is left out and said.
        """
        from minga.curate.report import curation_report

        tables = self.curated
        try:
            return [curation_report(table, self.project.settings.project, self.workspace) for table in tables]
        except Exception as error:
            self.left_out["curate"] = (*self.left_out.get("curate", ()), f"report/curation: {error}")
            return []

    @cached_property
    def variety_model(self) -> Artifact:
        """What tells national varieties apart, learnt from the texts that people gave."""
        from minga.curate.variety import train_variety

        settings = self.project.settings
        inputs = self.given.by_people
        if not inputs:
            raise NothingToDo("there is no text by people to learn from", hint="add [[donations]] to minga.toml")
        seed, withdrawn = settings.project.seed, self.withdrawn
        return train_variety(inputs, settings.curate.variety, self.workspace, seed, withdrawn=withdrawn)

    @cached_property
    def sources(self) -> dict[str, Table]:
        """Translate, first half: every benchmark's own items."""
        from minga.translate import source_items

        return {
            part.name: source_items(part, self.project.root, self.workspace, withdrawn=self.withdrawn)
            for part in self.project.settings.benchmarks
        }

    @cached_property
    def translated(self) -> dict[Language, Table]:
        """Translate: every benchmark in every language it is wanted in."""
        from minga.translate import translate

        settings = self.project.settings
        endpoint = self.project.endpoint(settings.translate.endpoint)
        return {
            (part.name, tag): translate(
                self.sources[part.name], part, tag, settings.translate, endpoint, self.workspace
            )
            for part in settings.benchmarks
            for tag in part.to
        }

    @cached_property
    def risks(self) -> list[Table]:
        """Review, before it goes on: how likely people have to change each translated item, from those they decided."""
        from minga.review import decided_translations
        from minga.translate import calibrate

        pairs = [(self.sources[name], table) for (name, _), table in self.translated.items()]
        with self.people() as people:
            decided = decided_translations(people, [table.name for _, table in pairs]) if pairs else []
        risk = calibrate(pairs, decided, self.workspace)
        return [] if risk is None else [risk]

    @cached_property
    def campaigns(self) -> None:
        """Review, first half: what people are asked, as campaigns in the database."""
        from minga.review import list_campaigns, open_campaigns
        from minga.review.simulated import play_demo_reviewers

        if self.workspace.dry:
            return
        risks = self.risks[0] if self.risks else None
        open_campaigns(self.project, self.database, self._curated_or_none, self.translated, risks)
        if self.simulated:
            for campaign in filter(lambda campaign: campaign.open, list_campaigns(self.database)):
                play_demo_reviewers(self.database, campaign, locale=self.project.settings.project.locale)

    @cached_property
    def _curated_or_none(self) -> list[Table]:
        return self.curated if self.given.any else []

    @cached_property
    def reviewed(self) -> list[Table]:
        """Review: records that people kept, with their edits."""
        from minga.review import review_records

        curated = self._curated_or_none
        self.campaigns  # noqa: B018 - opens them
        return [review_records(table, self.project.settings.review, self.workspace, self.database) for table in curated]

    @cached_property
    def validated(self) -> dict[Language, Table]:
        """Review: benchmark items that people validated."""
        from minga.review import review_items

        translated = self.translated
        self.campaigns  # noqa: B018 - opens them
        settings = self.project.settings.review
        return {key: review_items(table, settings, self.workspace, self.database) for key, table in translated.items()}

    @cached_property
    def tasks(self) -> list[Artifact]:
        """Benchmark: source and validated items as tasks of lm-evaluation-harness."""
        from minga.benchmark import build_task

        project = self.project.settings.project
        tasks = []
        lacking = []
        for part in self.project.settings.benchmarks:
            source = self.sources[part.name]
            if source.state != "pending" and source.manifest.notes.get("form") == "prompts":
                continue  # they have no answers, so there is nothing to score
            versions = {part.language: source}
            versions |= {tag: self.validated[part.name, tag] for tag in part.to}
            for tag, items in versions.items():
                if items.state == "pending" or items.rows:
                    try:
                        tasks.append(build_task(items, project, part, tag, self.workspace))
                    except NothingToDo as error:
                        lacking.append(str(error))
        self.left_out["benchmark"] = tuple(dict.fromkeys(lacking))
        if not tasks:
            raise NothingToDo(
                "no benchmark item", hint="add [[benchmarks]] to minga.toml, and validate items: minga serve"
            )
        return tasks

    @cached_property
    def suites(self) -> ProjectSuites:
        """Benchmark, for evaluation: the tasks of the suites that the project asks for."""
        from minga.project_suites import ProjectSuites

        return ProjectSuites(self)

    @cached_property
    def adapter(self) -> list[Artifact]:
        """Tune: a LoRA adapter from the reviewed records."""
        from minga.tune import tune

        reviewed = self.reviewed
        if not reviewed or (reviewed[0].state != "pending" and not reviewed[0].rows):
            raise NothingToDo("no reviewed record", hint="people decide on records at: minga serve")
        settings = self.project.settings
        return [tune(reviewed[0], settings.tune, self.workspace, seed=settings.project.seed)]

    @cached_property
    def evaluation(self) -> list[Evaluation]:
        """Evaluate: every model on every task."""
        from minga.evaluate import evaluate_all, models_of

        settings = self.project.settings
        tasks = self.suites.wanted  # first: without any there is no need to look for an adapter
        adapter = self._adapter_or_none if self.with_adapter else None
        models = models_of(settings.evaluate, settings.tune, settings.project, adapter, self.workspace)
        own = evaluate_all(models, tasks, settings.evaluate, self.workspace, self.database, self.runs)
        return [*own, *self._submitted()] if self.with_submissions else own

    def _submitted(self) -> list[Evaluation]:
        """Evaluate, after the project's own: the models that people submitted and that were accepted."""
        from minga.evaluate.submissions.evaluating import evaluate_submitted

        with self.people() as people:
            outcome = evaluate_submitted(
                people,
                self.suites.some_of,
                self.project.settings.evaluate,
                self.workspace,
                self.runs,
                only=[task.own_name for task in self.suites.wanted],
            )
        self.left_out["submissions"] = tuple(outcome.left_out)
        return outcome.evaluations

    @cached_property
    def _adapter_or_none(self) -> Artifact | None:
        try:
            return self.adapter[0]
        except NothingToDo:
            return None
        except MissingPart as error:  # the other models need no part that only tuning does
            self.without_adapter = str(error)
            return None

    @cached_property
    def evaluations(self) -> list[Artifact]:
        """Results, one artifact a model and task."""
        return [artifact for evaluation in self.evaluation for artifact in evaluation.done]

    @cached_property
    def failures(self) -> dict[tuple[str, str], str]:
        """Reason by model and task, for what could not be evaluated."""
        return {
            (evaluation.model.slug, task): reason
            for evaluation in self.evaluation
            for task, reason in evaluation.failed.items()
        }

    @cached_property
    def ranked(self) -> RankedResults:
        """What a leaderboard ranks."""
        from minga.ranked_results import RankedResults

        return RankedResults(self)

    @cached_property
    def leaderboard(self) -> list[Artifact]:
        """Leaderboard: scores with intervals, and the page."""
        from minga.leaderboard import Gap, leaderboard

        settings = self.project.settings
        tasks, evaluations, missing = self.ranked.tasks_and_results()
        return [
            leaderboard(
                evaluations,
                tasks,
                {key: Gap(reason=why.state, detail=why.detail) for key, why in missing.items()},
                settings.leaderboard,
                settings.project,
                self.workspace,
                costs=self.ranked.costs,
                contamination=self.ranked.contamination(tasks),
                models=settings.models,
            )
        ]

    @cached_property
    def release(self) -> list[Artifact]:
        """Publish: a repository with its card for each thing that there is."""
        from minga.releases import releases

        made = list(releases(self))
        if not made:
            raise NothingToDo("there is nothing to publish", hint="people decide on records and items at: minga serve")
        return made
