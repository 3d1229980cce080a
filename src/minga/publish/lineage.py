"""Everything that a release was made from, step by step."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from minga.manifests import Manifest, Parent, hash_of
from minga.tables import Artifact, Table
from minga.workspace import Workspace

__all__ = ["Step", "find_version", "lineage_hash", "trace", "write_provenance"]

_PRIVATE = frozenset({"url", "key_env", "database", "contributor", "by_hand"})
"""Options and notes that are nobody's business outside the project (`by_hand` has ids of what left); names stand
in rows and cards, where a withdrawal reaches them."""
_ADDRESS = re.compile(r"https?://[^\s#]*#?")
_PATH = re.compile(r"(?<![\w:/\\.-])(?:~|[A-Za-z]:)?(?:[/\\][\w.@+-]+)+[/\\]([\w.@+-]+)")
"""An absolute path, alone or within a sentence; addresses and relative paths are none."""

_COMPARED = "overlaps/"
"""Begins the names of tables that only say which benchmark items stand in records: nothing of those is in a release."""


@dataclass(frozen=True)
class Step:
    """One artifact on the way to a release."""

    name: str
    content: str
    """Hash of what it holds."""
    manifest: Manifest | None
    """None when that version is no longer in the project."""


def trace(artifacts: Sequence[Artifact], workspace: Workspace) -> list[Step]:
    """All that `artifacts` were made from and they themselves, each once, parents before what was made from them."""
    steps: dict[tuple[str, str], Step] = {}

    def visit(name: str, content: str, manifest: Manifest | None) -> None:
        if (name, content) in steps:
            return
        parents = manifest.parents if manifest else ()
        for parent in (parent for parent in parents if not parent.name.startswith(_COMPARED)):
            version = find_version(parent, workspace)
            visit(parent.name, parent.content, version.manifest if version else None)
        steps[name, content] = Step(name, content, manifest)

    for artifact in artifacts:
        visit(artifact.name, artifact.manifest.content, artifact.manifest)
    return list(steps.values())


def find_version(parent: Parent, workspace: Workspace) -> Table | None:
    """The version of an artifact that has exactly that content: the newest where there are several, or None."""
    latest = workspace.latest(parent.name)
    if latest is not None and latest.content == parent.content:
        return latest
    folder = workspace.data / parent.name
    for path in sorted(folder.glob("*/manifest.json")) if folder.is_dir() else ():
        try:
            manifest = Manifest.model_validate_json(path.read_bytes())
        except (OSError, ValidationError):
            continue  # a damaged older version is as good as none
        if (manifest.name, manifest.content) == (parent.name, parent.content):
            return Table(parent.name, path.parent, "unchanged", manifest)
    return None


def lineage_hash(artifacts: Sequence[Artifact], workspace: Workspace) -> str:
    """Changes when any step's options or counts do, even where its rows stayed the same: cards tell of them.

    Empty while one of them is pending.
    """
    if any(artifact.content is None for artifact in artifacts):
        return ""
    return hash_of(
        f"{step.name} {step.content} {step.manifest.fingerprint if step.manifest else ''}"
        for step in trace(artifacts, workspace)
    )


def write_provenance(steps: Sequence[Step], release: str, path: Path) -> None:
    """Write the lineage as JSON, without anything that is only about the project's machines."""
    text = json.dumps({"release": release, "steps": [_described(step) for step in steps]}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def _described(step: Step) -> dict[str, Any]:
    if step.manifest is None:
        return {"name": step.name, "content": step.content, "missing": True}
    values = step.manifest.model_dump(mode="json", exclude={"files", "kind", "columns"})
    # among what a stage depends on stands `ADDRESS#MODEL` for a server of the project's own
    values["inputs"] = {name: _ADDRESS.sub("", value) for name, value in values["inputs"].items()}
    return {key: _public(value) for key, value in values.items() if value not in ({}, [])}


def _public(value: Any) -> Any:
    """`value` without addresses of servers, and with files by their name only."""
    match value:
        case dict():
            return {key: _public(part) for key, part in value.items() if key not in _PRIVATE}
        case list():
            return [_public(part) for part in value]
        case str():
            return _PATH.sub(r"\1", value)
    return value
