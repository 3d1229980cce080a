"""What curating is given: records from every source, and the benchmark items that they are held against."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from minga.errors import MissingPart, NothingToDo
from minga.tables import Table

if TYPE_CHECKING:
    from minga.pipeline import Pipeline

__all__ = ["GivenRecords"]


class GivenRecords:
    """Records before curating, in one pass of a pipeline."""

    def __init__(self, pipeline: Pipeline) -> None:
        self._pipeline = pipeline

    @property
    def tables(self) -> list[Table]:
        """All of them: generated, donated, and written on the site."""
        return [*self._pipeline.generated, *self.by_people]

    @property
    def by_people(self) -> list[Table]:
        """Those that people donated, and those that they wrote."""
        return [*self._pipeline.donated, *self.written]

    @cached_property
    def written(self) -> list[Table]:
        """Review, what comes before it: the texts that people wrote, as records."""
        from minga.review import list_campaigns, written_records

        pipeline = self._pipeline
        licence = pipeline.project.settings.licences.release
        with pipeline.people() as people:
            campaigns = [one for one in list_campaigns(people) if one.kind == "write-instruction"]
            tables = [written_records(people, one, licence, pipeline.workspace) for one in campaigns]
        return [table for table in tables if table is not None]

    @property
    def any(self) -> bool:
        """Whether there is something to curate, or `minga.toml` says where it would come from."""
        settings = self._pipeline.project.settings
        return bool(settings.donations or settings.documents or self.written)

    @property
    def benchmark_items(self) -> list[Table]:
        """What records are held against: the benchmarks' items, and the translations that are there.

        None is begun for it: a run translates before it curates, and curating alone takes the newest there are. What
        people validated comes after curating, and says almost the same as the translations.
        """
        pipeline = self._pipeline
        settings = pipeline.project.settings
        if settings.curate.contamination.policy == "off":
            return []
        try:
            sources = list(pipeline.sources.values())
        except (NothingToDo, MissingPart) as error:
            pipeline.left_out["curate"] = (f"benchmark items were not all looked for: {error}",)
            sources = self._newest([f"benchmarks/{part.name}" for part in settings.benchmarks])
        if "translated" in vars(pipeline):
            return [*sources, *pipeline.translated.values()]
        versions = [f"translated/{part.name}-{tag}" for part in settings.benchmarks for tag in part.to]
        return [*sources, *self._newest(versions)]

    def _newest(self, names: Sequence[str]) -> list[Table]:
        return [table for name in names if (table := self._pipeline.workspace.latest(name)) is not None]
