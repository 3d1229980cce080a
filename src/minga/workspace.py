"""The folder of a project's artifacts, and the one way to make them.

A stage describes what it is about to make as a `Recipe`; the `Workspace` looks whether that very thing exists
already, and otherwise calls the stage's build function on a temporary folder that becomes the artifact in one rename.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
from pydantic import BaseModel

from minga.errors import MingaError, TableError
from minga.manifests import Counts, FileEntry, Manifest, Parent, digest, file_hash, flat_options
from minga.progress import Progress, silent
from minga.storage import point, storage_errors, sweep, sync_tree
from minga.table_writer import TableWriter
from minga.tables import Artifact, Table, load

__all__ = ["Recipe", "Workspace"]


@dataclass(frozen=True)
class Recipe:
    """What a stage is about to make, and from what."""

    name: str
    """Name of the artifact: `curated`, `evaluations/smollm2`."""
    stage: str
    code: int
    options: BaseModel | None = None
    parents: Sequence[Artifact] = ()
    inputs: Mapping[str, str] = field(default_factory=dict)
    """Outside inputs by name, with their hashes."""

    @property
    def option_values(self) -> dict[str, Any]:
        """The options as JSON values."""
        return {} if self.options is None else self.options.model_dump(mode="json")

    @property
    def fingerprint(self) -> str | None:
        """Hash of everything that decides the result; None while a parent is pending."""
        if any(parent.content is None for parent in self.parents):
            return None
        parts = {
            "name": self.name,
            "stage": self.stage,
            "code": self.code,
            "options": self.option_values,
            "parents": [[parent.name, parent.content] for parent in self.parents],
            "inputs": dict(self.inputs),
        }
        return digest(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode())


class Workspace:
    """The folder of a project's artifacts, and the one way to make them.

    `dry=True` builds nothing: what would be built comes back as pending.
    """

    def __init__(self, data: Path, state: Path, *, progress: Progress = silent, dry: bool = False) -> None:
        self.data = data
        self.state = state
        self.cache = state / "cache"
        self.progress = progress
        self.dry = dry

    def latest(self, name: str) -> Table | None:
        """The newest version of `name`, or None. Raises TableError when its manifest is damaged."""
        folder = self.data / name / "latest"
        return load(name, folder.resolve(), "unchanged") if folder.is_dir() else None

    def names(self) -> list[str]:
        """Names of everything that has been made, sorted."""
        # five times as fast as `glob` where a leaderboard has thousands of results
        inside = ((Path(folder), {*folders, *files}) for folder, folders, files in os.walk(self.data))
        found = (folder for folder, names in inside if "latest" in names and (folder / "latest").is_symlink())
        return sorted(str(folder.relative_to(self.data)) for folder in found)

    def make_table(self, recipe: Recipe, schema: pa.Schema, build: Callable[[TableWriter], None]) -> Table:
        """The table of `recipe`; `build` fills a writer, and is not called when the table exists."""

        def fill(folder: Path) -> Manifest:
            with TableWriter(folder, schema) as writer:
                build(writer)
            return _describe(recipe, folder, writer, writer.notes)

        return self._make(recipe, fill)

    def make_folder(self, recipe: Recipe, build: Callable[[Path, dict[str, Any]], None]) -> Artifact:
        """The artifact of `recipe`; `build` writes any files into a folder, and notes into a dictionary."""

        def fill(folder: Path) -> Manifest:
            notes: dict[str, Any] = {}
            build(folder, notes)
            return _describe(recipe, folder, None, notes)

        return self._make(recipe, fill)

    def _make(self, recipe: Recipe, fill: Callable[[Path], Manifest]) -> Table:
        fingerprint = recipe.fingerprint
        if fingerprint is None:
            waits = [parent.name for parent in recipe.parents if parent.content is None]
            more = f" and {len(waits) - 1} more" if waits[1:] else ""
            return Table(recipe.name, self.data / recipe.name, "pending", reason=f"{waits[0]}{more} will be made anew")
        final = self.data / recipe.name / fingerprint[:12]
        if final.is_dir():
            table = load(recipe.name, final, "unchanged")
            if not self.dry:
                with storage_errors(final):
                    point(final)
            return table
        if self.dry:
            return Table(recipe.name, final, "pending", reason=self._why(recipe))
        with storage_errors(final), self._lock(recipe.name):
            if final.is_dir():
                return load(recipe.name, final, "unchanged")
            return self._build(recipe, final, fill)

    def _why(self, recipe: Recipe) -> str:
        """What differs between `recipe` and the newest version, in words."""
        latest = self.latest(recipe.name)
        if latest is None:
            return "never made"
        was = latest.manifest
        changed = _differences({parent.name: parent.content for parent in was.parents}, _contents(recipe.parents))
        changed += _differences(was.inputs, dict(recipe.inputs))
        options, now = flat_options(was.options), flat_options(recipe.option_values)
        changed += [f"option {change}" for change in _differences(options, now)]
        changed += ["code of the stage"] if was.code != recipe.code else []
        return f"changed: {', '.join(changed)}" if changed else "an older version is wanted"

    def _build(self, recipe: Recipe, final: Path, fill: Callable[[Path], Manifest]) -> Table:
        started = time.monotonic()
        sweep(final.parent)
        building = final.parent / f".building-{final.name}"
        building.mkdir(parents=True)
        try:
            manifest = fill(building)
            (building / "manifest.json").write_text(manifest.model_dump_json(indent=1) + "\n", encoding="utf-8")
            sync_tree(building)
            building.rename(final)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        point(final)
        self._log(recipe, manifest, time.monotonic() - started)
        return Table(recipe.name, final, "made", manifest)

    @contextlib.contextmanager
    def _lock(self, name: str) -> Iterator[None]:
        """Held while `name` is built; the system lets go of it when the process dies."""
        path = self.state / "locks" / (name.replace("/", "-") + ".lock")
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                handle.seek(0)
                other = handle.read().strip()
                raise MingaError(
                    f"{name} is being made by another minga (process {other or 'unknown'})",
                    hint="wait until it is done",
                ) from None
            handle.truncate(0)
            handle.write(str(os.getpid()))
            handle.flush()
            yield

    def _log(self, recipe: Recipe, manifest: Manifest, seconds: float) -> None:
        path = self.state / "logs" / "stages.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        line = {
            "name": recipe.name,
            "stage": recipe.stage,
            "fingerprint": manifest.fingerprint,
            "seconds": round(seconds, 3),
            "finished": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        }
        with path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")


def _contents(parents: Sequence[Artifact]) -> dict[str, Any]:
    return {parent.name: parent.content for parent in parents}


def _differences(was: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    added = [f"{name} (new)" for name in sorted(now.keys() - was.keys())]
    gone = [f"{name} (gone)" for name in sorted(was.keys() - now.keys())]
    return [name for name in sorted(now.keys() & was.keys()) if now[name] != was[name]] + added + gone


def _describe(recipe: Recipe, folder: Path, writer: TableWriter | None, notes: dict[str, Any]) -> Manifest:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = [
        FileEntry(path=path.relative_to(folder).as_posix(), bytes=path.stat().st_size, sha256=file_hash(path))
        for path in paths
    ]
    fingerprint = recipe.fingerprint
    if fingerprint is None:
        raise TableError(f"{recipe.name} was built before what it is made from")
    return Manifest(
        name=recipe.name,
        kind="table" if writer else "folder",
        stage=recipe.stage,
        code=recipe.code,
        fingerprint=fingerprint,
        content=digest(json.dumps([[entry.path, entry.sha256] for entry in files]).encode()),
        options=recipe.option_values,
        parents=[Parent(name=parent.name, content=parent.content or "") for parent in recipe.parents],
        inputs=dict(recipe.inputs),
        counts=writer.counts if writer else Counts(),
        columns={column.name: str(column.type) for column in writer.schema} if writer else {},
        languages=dict(sorted(writer.languages.items())) if writer else {},
        licences=dict(sorted(writer.licences.items())) if writer else {},
        notes=notes,
        files=files,
    )
