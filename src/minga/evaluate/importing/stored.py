"""Results that were imported before, as runs: new ones are weighed against them, and a new card is applied to them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from minga.evaluate.importing.json_files import json_lines
from minga.evaluate.importing.run import ImportedModel, Origin, Run
from minga.results import RESULTS, SAMPLES
from minga.tables import Artifact
from minga.workspace import Workspace

__all__ = ["STAGE", "iso", "stored_runs"]

STAGE = "import"


def stored_runs(workspace: Workspace, tasks: Set[str]) -> Iterator[Run]:
    """The newest imports of `tasks`."""
    for name in workspace.names():
        if name.startswith("evaluations/") and name.rpartition("/")[2] in tasks:
            artifact = workspace.latest(name)
            if artifact is not None and artifact.manifest.stage == STAGE:
                yield _run(artifact)


def iso(date: float) -> str:
    """A time for notes; empty where it is not known."""
    return datetime.fromtimestamp(date, UTC).isoformat() if date else ""


def _run(artifact: Artifact) -> Run:
    notes = artifact.manifest.notes
    model, imported = notes["model"], notes["imported"]
    samples = artifact.path / SAMPLES
    return Run(
        origin=Origin(
            file=imported["file"],
            sha256=imported["sha256"],
            harness=imported["harness"],
            date=datetime.fromisoformat(imported["date"]).timestamp() if imported["date"] else 0.0,
        ),
        model=ImportedModel(
            name=model["name"],
            parameters=notes["parameters"],
            base="" if model["base"] == model["name"] else model["base"],
            revision=model.get("revision", ""),
        ),
        task=notes["task"],
        harness_task=imported["task"],
        results=json.loads((artifact.path / RESULTS).read_bytes()),
        samples=partial(_samples, samples) if samples.is_file() else None,
        stored=artifact.name,
        inputs=_inputs(artifact),
        ranked_by=f"{notes['metric']},{notes['filter']}",
        refused=imported.get("refused", ""),
    )


def _samples(path: Path) -> Iterator[dict[str, Any]]:
    return json_lines(path, path.name)


def _inputs(artifact: Artifact) -> dict[str, str]:
    return {name: value for name, value in artifact.manifest.inputs.items() if name != "ranked by"}
