"""The report as an artifact, beside the table that it speaks of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from minga.curate.curated_run import CuratedRun
from minga.curate.report.contents import contents
from minga.curate.report.markdown import markdown
from minga.curate.report.page import page
from minga.errors import TableError
from minga.settings import ProjectSettings
from minga.tables import Artifact, Table, load
from minga.workspace import Recipe, Workspace

__all__ = ["CODE", "curation_report"]

CODE = 6
"""Raised when the same run would give another page."""


class _Options(BaseModel):
    title: str
    seed: int


def curation_report(curated: Table, project: ProjectSettings, workspace: Workspace) -> Artifact:
    """The artifact `report/curation`: `index.html`, one page that needs nothing else, and `report.md`, the same.

    It speaks of the run that made `curated`, and of what changed since the run before it. Raises TableError when a
    table that the run read is not there any more.
    """
    before = None if curated.state == "pending" else _before(curated, workspace)
    options = _Options(title=project.name, seed=project.seed)
    # by what the runs were made from: settings may change, and decisions, where no record leaves or stays by it
    then = {} if before is None else {"before": before.manifest.fingerprint}
    if curated.manifest_ is not None:
        then |= {"run": curated.manifest.fingerprint}
    recipe = Recipe("report/curation", "curate", CODE, options, [curated], then)

    def build(folder: Path, notes: dict[str, Any]) -> None:
        said = contents(CuratedRun.of(curated, workspace), before, project.seed)
        (folder / "index.html").write_text(page(said, project.name, project.seed), encoding="utf-8")
        (folder / "report.md").write_text(markdown(said, project.name, project.seed), encoding="utf-8")
        notes |= {"came_in": said.came, "kept": said.kept}

    return workspace.make_folder(recipe, build)


def _before(curated: Table, workspace: Workspace) -> Table | None:
    """The newest other run that was made and is still there."""
    log = workspace.state / "logs" / "stages.jsonl"
    lines = log.read_text(encoding="utf-8").splitlines() if log.is_file() else []
    for line in reversed(lines):
        if '"curated"' not in line:
            continue
        made = json.loads(line)
        version = str(made.get("fingerprint", ""))[:12]
        if made.get("name") == "curated" and version != curated.path.name:
            try:
                return load("curated", workspace.data / "curated" / version, "unchanged")
            except TableError:
                continue
    return None
